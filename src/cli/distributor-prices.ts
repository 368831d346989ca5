import type { Command } from 'commander';
import type { z } from 'zod';
import { type DistributorPriceRow, getDistributorPrice, listDistributorPrices } from '../contract/distributor-prices.ts';
import type { Noun } from './noun.ts';
import { type ListFlags, printRows, readPages, withOutput, withPaging } from './print.ts';
import { readColumns } from './read-columns.ts';

type Row = z.infer<typeof DistributorPriceRow>;
type PriceFlags = ListFlags & { readonly search?: string; readonly connection?: string; readonly change?: string };

/** prices list, show. */
export function distributorPriceCommands(program: Command, noun: Noun): void {
  const prices = program.command('prices').description('What distributors ask for the products that are bought there');
  withPaging(prices.command('list').description('As the last reading had them; history begins with the first one'))
    .option('-q, --search <text>', 'part of a product name, or the distributor\u2019s id of the product')
    .option('--connection <id>', 'only of this one')
    .option('--change <words>', 'what the last reading did: new, changed, same, gone; separated by commas')
    .action(async ({ search: q, connection: connectionId, change, ...flags }: PriceFlags) => {
      const client = noun.client();
      const filter = Object.fromEntries(Object.entries({ q, connectionId, change }).filter(([, value]) => value !== undefined));
      const rows = await readPages(flags, (page) => client.call(listDistributorPrices, { query: { ...page, ...filter } }));
      printRows(noun, flags, rows, [
        { title: 'ID', value: (row) => row.id },
        { title: 'PRODUCT', value: (row) => row.productName },
        { title: 'TERM', value: (row) => row.termLabel },
        { title: 'QUANTITY', value: quantitiesOf, right: true },
        { title: 'COST', value: (row) => amountOf(row.cost, row.currency), right: true },
        { title: 'RETAIL', value: (row) => row.retailPrice ?? '-', right: true },
        { title: 'CHANGE', value: (row) => row.change },
        { title: 'BEFORE', value: (row) => (row.previous === null ? '' : amountOf(row.previous.cost, row.currency)), right: true },
        { title: 'SINCE', value: (row) => row.since },
        ...readColumns,
      ]);
    });
  withOutput(prices.command('show <id>').description('One price with everything that was ever read of it, newest first')).action(
    async (id: string, flags: ListFlags) => {
      const { versions } = await noun.client().call(getDistributorPrice, { params: { id } });
      printRows(noun, flags, versions, [
        { title: 'READ FIRST', value: (row) => row.readAt },
        { title: 'READ LAST', value: (row) => row.lastReadAt },
        { title: 'ENDED', value: (row) => row.endedAt ?? '' },
        { title: 'COST', value: (row) => amountOf(row.cost, row.currency), right: true },
        { title: 'RETAIL', value: (row) => row.retailPrice ?? '-', right: true },
      ]);
    },
  );
}

/** Null is an amount that the distributor does not say, or that the caller may not see. */
const amountOf = (amount: string | null, currency: string | null): string =>
  amount === null ? '-' : [currency, amount].filter((part) => part !== null).join(' ');

function quantitiesOf({ quantityFrom, quantityTo, kind }: Row): string {
  const range = quantityTo === null ? `${quantityFrom}+` : `${quantityFrom}-${quantityTo}`;
  return kind === 'flat' ? range : `${range} (${kind})`;
}
