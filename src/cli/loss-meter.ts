import type { Command } from 'commander';
import { getLossMeter } from '../contract/loss-meter.ts';
import type { Noun } from './noun.ts';
import { printMoney } from './output.ts';
import { type ListFlags, printRecord, printRows, wholeNumber, withOutput } from './print.ts';

type Flags = ListFlags & { readonly by: 'customer' | 'product'; readonly customer?: string; readonly limit: number };

/** loss-meter. */
export function lossMeterCommands(program: Command, noun: Noun): void {
  withOutput(
    program
      .command('loss-meter')
      .description('What is bought, charged, billed and assigned, in money a month, both ways')
      .option('--by <what>', 'customer or product', 'customer')
      .option('--customer <id>', 'only this one')
      .option('--limit <rows>', 'rows at most; the totals are of all', wholeNumber, 50),
  ).action(async (flags: Flags) => {
    const meter = await noun.client().call(getLossMeter, {
      query: { by: flags.by, limit: flags.limit, ...(flags.customer !== undefined && { customerId: flags.customer }) },
    });
    const totals = meter.totals.map((each) => ({ label: 'All', since: null, ...each }));
    if (flags.json === true || flags.output === 'json') {
      printRecord(noun, flags, meter, []);
      return;
    }
    printRows(
      noun,
      flags,
      [...meter.rows, ...totals],
      [
        { title: flags.by === 'product' ? 'PRODUCT' : 'CUSTOMER', value: (row) => row.label },
        { title: 'BOUGHT', value: (row) => printMoney(row.money.bought), right: true },
        { title: 'CHARGED', value: (row) => (row.money.charged === null ? '-' : printMoney(row.money.charged)), right: true },
        { title: 'BILLED', value: (row) => printMoney(row.money.billed), right: true },
        { title: 'ASSIGNED', value: (row) => (row.money.assigned === null ? '-' : printMoney(row.money.assigned)), right: true },
        { title: 'LOST', value: (row) => printMoney(row.underBilled), right: true },
        { title: 'OVERCHARGED', value: (row) => printMoney(row.overBilled), right: true },
        { title: 'SINCE', value: (row) => row.since ?? '' },
      ],
    );
    for (const sentence of meter.leftOut) noun.err(`${sentence}\n`);
  });
}
