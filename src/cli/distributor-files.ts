import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import type { z } from 'zod';
import {
  applyDistributorFile,
  type DistributorFilePreview,
  listDistributorFiles,
  previewDistributorFile,
  uploadDistributorFile,
} from '../contract/distributor-files.ts';
import { ended, plainly } from '../lib/field-words.ts';
import { ColumnChoice, DistributorFileField, DistributorFileKind, ToldInvoice } from '../model/distributor-file.ts';
import { amountOf, moneyText } from '../model/money.ts';
import { CommandError } from './command-error.ts';
import { pairsOf } from './field-pairs.ts';
import { printJob, watchJob } from './jobs.ts';
import { connectionsNoun, type Noun } from './noun.ts';
import { exitCodes } from './output.ts';
import { type ListFlags, printRows, withOutput } from './print.ts';

type Preview = z.output<typeof DistributorFilePreview>;

type UploadFlags = ListFlags & {
  readonly kind?: DistributorFileKind;
  readonly asOf?: string;
  readonly column?: readonly string[];
  readonly invoice?: string;
  readonly period?: string;
  readonly total?: string;
  readonly apply?: boolean;
  readonly acceptGone?: boolean;
  readonly wait?: boolean;
};

/** connections upload, connections files: a distributor of which only files come. */
export function distributorFileCommands(program: Command, noun: Noun): void {
  const connections = connectionsNoun(program);
  withOutput(
    connections
      .command('upload <id> <file>')
      .description('Upload a CSV of a distributor by file and show what it would do; nothing of it counts before --apply'),
  )
    .addOption(new Option('--kind <kind>', 'known by the columns if left out').choices(DistributorFileKind.options))
    .option('--as-of <date>', 'the day that the file is of, like 2026-11-30; today if left out')
    .option(
      '--column <field=heading...>',
      `which heading a field is read from: ${DistributorFileField.options.join(', ')}; none after the = leaves it out`,
    )
    .option('--invoice <number>', 'of a file of charges whose lines do not say which invoice they are')
    .option('--period <month>', 'the month that it is for, like 2026-11; the one that most lines begin in if left out')
    .option('--total <amount>', 'what the lines must add up to, without tax; it is not complete otherwise')
    .option('--apply', 'take it, if every line can be read')
    .option('--accept-gone', 'take it also when more than half is gone')
    .option('--wait', 'until it was read and the books were compared')
    .action((id: string, file: string, flags: UploadFlags) => upload(noun, id, file, flags));
  withOutput(connections.command('files <id>').description('The files of a distributor by file, newest first')).action(
    async (id: string, flags: ListFlags) => {
      const { data } = await noun.client().call(listDistributorFiles, { params: { id } });
      printRows(noun, flags, data, [
        { title: 'ID', value: (row) => row.id },
        { title: 'NAME', value: (row) => row.name },
        { title: 'KIND', value: (row) => row.applied?.kind ?? '' },
        { title: 'AS OF', value: (row) => row.applied?.asOf.slice(0, 10) ?? '' },
        { title: 'STATE', value: (row) => (row.isInUse ? 'in use' : row.applied === null ? 'not applied' : 'replaced') },
        { title: 'UPLOADED', value: (row) => row.receivedAt },
        { title: 'BY', value: (row) => row.receivedBy },
      ]);
    },
  );
}

async function upload(noun: Noun, connectionId: string, path: string, flags: UploadFlags): Promise<void> {
  const columns = columnsOf(flags.column ?? []);
  const files = [{ name: basename(path), content: await opened(path) }];
  const client = noun.client();
  const { id } = await client.call(uploadDistributorFile, { query: { connectionId }, files });
  const wish = {
    ...(flags.kind !== undefined && { kind: flags.kind }),
    ...(flags.column !== undefined && { columns }),
    ...(flags.asOf !== undefined && { asOf: flags.asOf }),
    ...told(flags),
  };
  const preview = await client.call(previewDistributorFile, { params: { id }, body: wish });
  print(noun, flags, preview);
  if (preview.missing.length > 0 || preview.badLines > 0) noun.done(exitCodes.withErrors);
  if (flags.apply !== true) return;
  if (preview.badLines > 0)
    throw new CommandError(
      exitCodes.withErrors,
      'Nothing was applied: some lines cannot be taken.',
      undefined,
      'the same with a file in which they are right',
    );
  const acceptGone = flags.acceptGone === true;
  const { jobId } = await client.call(applyDistributorFile, { params: { id }, body: { ...wish, token: preview.token, acceptGone } });
  if (jobId === null) noun.err('The same file is in use already.\n');
  else if (flags.wait === true) printJob(noun, flags, await watchJob(noun, client, jobId));
  else noun.err(`Applied; it is read by ${jobId}.\n`);
}

function told({ invoice: number, period, total }: UploadFlags): { readonly invoice?: ToldInvoice } {
  if (number === undefined && period === undefined && total === undefined) return {};
  const read = ToldInvoice.safeParse({ number, period, total }, plainly);
  if (read.success) return { invoice: read.data };
  const lines = read.error.issues.map(({ path, message }) => `--${path[0] === 'number' ? 'invoice' : path.join('.')}: ${ended(message)}`);
  throw new CommandError(exitCodes.usage, lines.join(' '));
}

function columnsOf(pairs: readonly string[]): ColumnChoice {
  const read = ColumnChoice.safeParse(pairsOf(pairs));
  if (read.success) return read.data;
  throw new CommandError(exitCodes.usage, '--column names a field that is not read.', undefined, DistributorFileField.options.join(', '));
}

async function opened(path: string): Promise<Blob> {
  try {
    return await openAsBlob(path);
  } catch (error) {
    throw new CommandError(exitCodes.usage, `${path} cannot be read.`, undefined, 'Check the path.', error);
  }
}

function print(noun: Noun, flags: ListFlags, preview: Preview): void {
  if (flags.json === true || flags.output !== undefined) {
    printRows(noun, flags.json === true ? flags : { ...flags, output: 'json' }, [preview], []);
    return;
  }
  const { file, kind, asOf, columns, unread } = preview;
  noun.out(`${file.id}  ${file.name}  ${kind} as of ${asOf.slice(0, 10)}\n`);
  noun.out(
    `Columns: ${Object.entries(columns)
      .map(([field, heading]) => `${field}=${heading === '' ? '(left out)' : heading}`)
      .join(', ')}\n`,
  );
  if (unread.length > 0) noun.out(`Kept and not read: ${unread.join(', ')}\n`);
  printEffects(noun, preview);
  printProblems(noun, preview);
  if (preview.isOlder) noun.err('What is in use is of a later day.\n');
  if (preview.losesMany) noun.err('More than half would be gone.\n');
}

const moneyOf = (amount: string | null, currency: string): string =>
  amount === null ? `${currency} ?` : moneyText(amountOf({ amount, currency }), currency);

function printEffects(noun: Noun, { kind, effects: { customers, subscriptions }, invoices }: Preview): void {
  const books = kind === 'charges' ? {} : { customers, subscriptions };
  for (const [what, { create, change, gone, unchanged }] of Object.entries(books))
    noun.out(`${what}: ${create} new, ${change} changed, ${gone} gone, ${unchanged} unchanged\n`);
  for (const { number, period, lines, periods, sums, control, isKnown } of invoices) {
    const total = sums.map((sum) => moneyOf(sum.total, sum.currency)).join(' and ');
    noun.out(`invoice ${number} of ${period ?? '?'}: ${lines} lines, ${periods} of them whole periods, together ${total}`);
    noun.out(
      `${control === null ? '' : `, said to be ${moneyOf(control, sums[0]?.currency ?? '')}`}${isKnown ? '; here already, this is its next version' : ''}\n`,
    );
  }
}

function printProblems(noun: Noun, { kind, missing, problems, badLines }: Preview): void {
  for (const [first = '', ...others] of missing) {
    const other = first === 'invoiceNumber' ? ', or --invoice' : '';
    noun.err(`Missing: a column for ${[first, ...others].join(' or ')} (--column ${first}=HEADING${other})\n`);
  }
  for (const { line, sentence } of problems.slice(0, 20)) noun.err(`Line ${line}: ${sentence}\n`);
  const then = kind === 'charges' ? 'they stay on the invoice as they are' : 'while there are any, nothing is removed';
  if (badLines > 0) noun.err(`${badLines} lines cannot be taken; ${then}.\n`);
}
