import type { Command } from 'commander';
import type { z } from 'zod';
import { type DifferenceDetail, decideDifference, getDifference, listDifferences } from '../contract/reconciliation.ts';
import { openStates } from '../model/difference.ts';
import type { Noun } from './noun.ts';
import { exitCodes, noRight, printMoney } from './output.ts';
import { type ListFlags, printRecord, printRows, readPages, withOutput, withPaging } from './print.ts';
import { filtersOf, savedViewCommands } from './saved-views.ts';
import { worklistCommands } from './worklist.ts';

type ListDifferenceFlags = ListFlags & {
  readonly kind?: string;
  readonly state?: string;
  readonly failOnOpen?: boolean;
  readonly view?: string;
};

const quantity = (side: { readonly present: boolean; readonly quantity?: string | undefined }): string =>
  side.present ? (side.quantity ?? 'yes') : '-';

/** differences list, show, accept, and what makes them work. */
export function differenceCommands(program: Command, noun: Noun): void {
  const differences = program.command('differences').description('Differences between Microsoft, the distributor and the PSA');
  withPaging(differences.command('list').description('What differs, dearest first'))
    .option('--kind <kinds>', 'only these kinds, separated by commas')
    .option('--state <states>', 'only these states', openStates.join(','))
    .option('--view <id>', 'what one of the saved views shows (viw_...)')
    .option('--fail-on-open', 'exit 9 when there are any')
    .action(async (flags: ListDifferenceFlags) => {
      const client = noun.client();
      const filter = {
        sort: '-impact',
        ...(await filtersOf(noun, flags.view, listDifferences)),
        ...(flags.state !== undefined && { state: flags.state }),
        ...(flags.kind !== undefined && { kind: flags.kind }),
      };
      const rows = await readPages(flags, (page) => client.call(listDifferences, { query: { ...page, ...filter } }));
      printRows(noun, flags, rows, [
        { title: 'ID', value: (row) => row.id },
        { title: 'CUSTOMER', value: (row) => row.customerName },
        { title: 'PRODUCT', value: (row) => row.productName },
        { title: 'KIND', value: (row) => row.kind },
        { title: 'MICROSOFT', value: (row) => quantity(row.microsoft), right: true },
        { title: 'DISTRIBUTOR', value: (row) => quantity(row.distributor), right: true },
        { title: 'PSA', value: (row) => quantity(row.psa), right: true },
        { title: 'A MONTH', value: (row) => printMoney(row.impact), right: true },
      ]);
      if (flags.failOnOpen === true && rows.length > 0) noun.done(exitCodes.differencesFound);
    });

  withOutput(differences.command('show <id>').description('One difference: the three books, causes, evidence')).action(
    async (id: string, flags: ListFlags) => {
      printDifference(noun, flags, await noun.client().call(getDifference, { params: { id } }));
    },
  );

  withOutput(differences.command('accept <id>').description('Leave it as it is'))
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, flags: ListFlags & { reason: string }) => {
      const client = noun.client();
      const { version } = await client.call(getDifference, { params: { id } });
      printDifference(
        noun,
        flags,
        await client.call(decideDifference, { params: { id }, body: { decision: 'accept', reason: flags.reason, version } }),
      );
    });
  worklistCommands(differences, noun);
  savedViewCommands(differences, noun, 'differences');
}

function printDifference(noun: Noun, flags: ListFlags, difference: z.output<typeof DifferenceDetail>): void {
  const { microsoft, distributor, psa } = difference;
  printRecord(noun, flags, difference, [
    ['id', difference.id],
    ['customer', difference.customerName],
    ['product', difference.productName],
    ['kind', difference.kind],
    ['state', difference.state],
    ['Microsoft', quantity(microsoft)],
    ['distributor', quantity(distributor)],
    ['PSA', quantity(psa)],
    ['a month', printMoney(difference.impact)],
    ...difference.causes.map((cause) => ['cause', `${cause.sentence} (${cause.certainty})`] as const),
    ...difference.evidence.map((each) => ['evidence', `${each.label}: ${each.value ?? noRight} [${each.source}]`] as const),
    ['next', difference.correctable ? `concord plans create ${difference.id}` : 'nothing that Concord can correct'],
  ]);
}
