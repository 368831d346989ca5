import type { Command } from 'commander';
import type { Noun } from './noun.ts';
import { reconcileFilesCommand } from './reconcile-files.ts';

type FileFlags = {
  readonly data?: string;
  readonly findings: string;
  readonly json?: boolean;
  readonly format?: string;
} & Readonly<Partial<Record<(typeof inputs)[number], string[]>>>;

const inputs = ['invoice', 'usage', 'estate', 'audit', 'prices', 'distributor', 'psa', 'mapping'] as const;

/** reconcile files: needs no server and no connection (product.md 4.5). */
export function reconcileCommands(program: Command, noun: Noun, nowMs: () => number): void {
  const reconcile = program.command('reconcile').description('Compare books');
  const files = reconcile
    .command('files')
    .description('Compare files of Microsoft, the distributor and the PSA; needs no connection')
    .option('--data <dir>', 'folder laid out as the generator in bench/ does')
    .requiredOption('--findings <file>', 'where the findings go, one JSON object a line')
    .option('--format <format>', 'jsonl or csv, where the folder holds both')
    .option('--json', 'print the totals as JSON');
  for (const input of inputs)
    files.option(
      `--${input} <path>`,
      `a file or folder of that input; may be given several times`,
      (path: string, before: string[] | undefined) => [...(before ?? []), path],
    );
  files.action(async (flags: FileFlags) => {
    noun.done(
      await reconcileFilesCommand({ ...flags } as Parameters<typeof reconcileFilesCommand>[0], { out: noun.out, err: noun.err, nowMs }),
    );
  });
}
