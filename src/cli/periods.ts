import type { Command } from 'commander';
import type { z } from 'zod';
import { exportPeriod } from '../contract/evidence.ts';
import { getPeriod, listPeriods, type Period, reopenPeriod, signOffPeriod } from '../contract/periods.ts';
import { CommandError } from './command-error.ts';
import { type FileFlags, needsPlace, saveFile, withFile } from './download.ts';
import type { Noun } from './noun.ts';
import { exitCodes, printMoney } from './output.ts';
import { type ListFlags, printRecord, printRows, withOutput } from './print.ts';

/** periods list, show, sign-off, reopen; evidence. */
export function periodCommands(program: Command, noun: Noun): void {
  const periods = program.command('periods').description('Months to close');
  withOutput(periods.command('list').description('Months with what is left to do, newest first')).action(async (flags: ListFlags) => {
    const { data } = await noun.client().call(listPeriods);
    printRows(noun, flags, data, [
      { title: 'MONTH', value: (row) => row.month },
      { title: 'STATE', value: (row) => row.state },
      { title: 'TO DO', value: (row) => String(row.todo), right: true },
      { title: 'WAITING', value: (row) => String(row.waiting), right: true },
      { title: 'RESOLVED', value: (row) => String(row.resolved), right: true },
      { title: 'DISMISSED', value: (row) => String(row.dismissed), right: true },
      { title: 'SIGNED OFF BY', value: (row) => row.signedOffBy ?? '' },
    ]);
  });
  withOutput(periods.command('show <month>').description('The checklist and the control totals of a month, like 2026-10')).action(
    async (month: string, flags: ListFlags) => {
      printPeriod(noun, flags, await noun.client().call(getPeriod, { params: { month } }));
    },
  );
  withOutput(periods.command('sign-off <month>').description('Close a month'))
    .option('--reason <text>', 'why, when a line of the checklist is not met')
    .action(async (month: string, flags: ListFlags & { readonly reason?: string }) => {
      const body = flags.reason === undefined ? {} : { reason: flags.reason };
      printPeriod(noun, flags, await noun.client().call(signOffPeriod, { params: { month }, body }));
    });
  withOutput(periods.command('reopen <month>').description('Open a closed month again'))
    .requiredOption('--reason <text>', 'why')
    .action(async (month: string, flags: ListFlags & { readonly reason: string }) => {
      printPeriod(noun, flags, await noun.client().call(reopenPeriod, { params: { month }, body: { reason: flags.reason } }));
    });
  withFile(program.command('evidence <month>').description('The evidence pack of a month')).action(
    async (month: string, flags: FileFlags) => {
      if (needsPlace(flags)) throw noPlace();
      await saveFile(noun, flags, await noun.client().download(exportPeriod, { params: { month }, query: { format: flags.format } }));
    },
  );
}

export const noPlace = (): CommandError =>
  new CommandError(exitCodes.usage, 'Say where to write it.', 'A spreadsheet or a document is no text for a terminal.', 'Add --to FILE.');

function printPeriod(noun: Noun, flags: ListFlags, period: z.output<typeof Period>): void {
  printRecord(noun, flags, period, [
    ['month', period.month],
    ['state', period.state],
    ...(period.signOff === null ? [] : [['signed off', `${period.signOff.by}, ${period.signOff.at}`] as const]),
    ...(period.changedSince ? [['since then', 'something moved; the frozen content stays as it was'] as const] : []),
    ...period.checks.map(({ state, sentence }) => [state === 'met' ? 'met' : 'not met', sentence] as const),
    ...period.totals.map(
      ({ per, found, resolved, dismissed, open }) =>
        [
          per === 'month' ? 'a month' : 'once',
          `found ${printMoney(found)}, resolved ${printMoney(resolved)}, dismissed ${printMoney(dismissed)}, open ${printMoney(open)}`,
        ] as const,
    ),
    ...period.invoices.map(
      ({ invoices, header, lines }) => ['invoices', `${invoices}: header ${printMoney(header)}, lines ${printMoney(lines)}`] as const,
    ),
  ]);
}
