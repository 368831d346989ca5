import type { Command } from 'commander';
import type { Noun } from './noun.ts';
import { proveFilesCommand } from './prove-files.ts';
import { reconcileFilesCommand } from './reconcile-files.ts';

const inputs = ['invoice', 'usage', 'estate', 'audit', 'prices', 'distributor', 'psa', 'mapping'] as const;

type FileFlags = {
  readonly data?: string;
  readonly badRows?: string;
  readonly partner?: string;
  readonly before?: string;
  readonly json?: boolean;
  readonly format?: string;
} & Readonly<Partial<Record<(typeof inputs)[number], string[]>>>;

const andAgain = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

/** Where the files are, the same for every command over files (product.md 4.5). */
function fileOptions(command: Command, names: readonly (typeof inputs)[number][]): Command {
  command
    .option('--data <dir>', 'folder laid out as the generator in bench/ does')
    .option('--format <format>', 'jsonl or csv, where the folder holds both')
    .option('--partner <tenant>', 'use only invoice lines of this partner tenant; refuse those of others')
    .option('--bad-rows <file>', 'where the rows go that could not be used, as CSV to correct and import')
    .option('--json', 'print the result as JSON');
  for (const input of names) command.option(`--${input} <path>`, `a file or folder of that input; may be given several times`, andAgain);
  return command;
}

/** reconcile files and reconcile prove: need no server and no connection. */
export function reconcileCommands(program: Command, noun: Noun, nowMs: () => number): void {
  const reconcile = program.command('reconcile').description('Compare books');
  const io = { out: noun.out, err: noun.err, nowMs };
  fileOptions(
    reconcile.command('files').description('Compare files of Microsoft, the distributor and the PSA; needs no connection'),
    inputs,
  )
    .requiredOption('--findings <file>', 'where the findings go, one JSON object a line')
    .option('--before <dir>', 'folder of the month before, laid out the same: what is gone since stands only there')
    .action(async (flags: FileFlags & { readonly findings: string }) => {
      noun.done(await reconcileFilesCommand({ ...flags } as Parameters<typeof reconcileFilesCommand>[0], io));
    });
  fileOptions(reconcile.command('prove').description('Prove invoice files to the cent; needs no connection'), ['invoice', 'prices'])
    .option('--misfits <file>', 'where every line that does not fit goes, one JSON object a line')
    .option(
      '--tolerance <rule>',
      'what may be off: EUR=0.50, /usage=0.1% or EUR/seats=0.01+0.01/unit; may be given several times',
      andAgain,
    )
    .option('--fail-on-misfit', 'end with 9 when an invoice is not proved')
    .action(async (flags: FileFlags & { readonly misfits?: string; readonly tolerance?: string[]; readonly failOnMisfit?: boolean }) => {
      noun.done(await proveFilesCommand({ ...flags } as Parameters<typeof proveFilesCommand>[0], io));
    });
}
