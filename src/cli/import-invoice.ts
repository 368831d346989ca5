import { openAsBlob, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Command, Option } from 'commander';
import { importInvoice } from '../contract/invoices.ts';
import { InvoiceKind } from '../model/invoice.ts';
import { CommandError } from './command-error.ts';
import { printJob, watchJob } from './jobs.ts';
import type { Noun } from './noun.ts';
import { exitCodes } from './output.ts';
import { type ListFlags, withOutput } from './print.ts';

type ImportFlags = ListFlags & {
  readonly connection: string;
  readonly kind?: InvoiceKind;
  readonly number?: string;
  readonly period?: string;
  readonly wait?: boolean;
};

/** invoices import: files, or folders of files, of one invoice; with its header and manifest when they are at hand. */
export function importCommand(invoices: Command, noun: Noun): void {
  withOutput(
    invoices.command('import <path...>').description('Upload the files of one invoice, with its header (invoice.json) if there is one'),
  )
    .requiredOption('--connection <id>', 'the partner account or distributor that it is of')
    .addOption(new Option('--kind <kind>', 'known by the columns if left out').choices(InvoiceKind.options))
    .option('--number <number>', 'if neither header nor lines say it')
    .option('--period <month>', 'like 2026-10, if neither header nor lines say it')
    .option('--wait', 'until it has been read')
    .action(async (paths: string[], flags: ImportFlags) => {
      const files = await Promise.all(
        paths.flatMap(filesAt).map(async (path) => ({ name: basename(path), content: await openAsBlob(path) })),
      );
      const client = noun.client();
      const query = {
        connectionId: flags.connection,
        source: 'cli' as const,
        ...(flags.kind !== undefined && { kind: flags.kind }),
        ...(flags.number !== undefined && { number: flags.number }),
        ...(flags.period !== undefined && { period: flags.period }),
      };
      const { jobId } = await client.call(importInvoice, { query, files });
      if (flags.wait === true) printJob(noun, flags, await watchJob(noun, client, jobId));
      else noun.out(`${jobId}\n`);
    });
}

/** A file, or the files of a folder in the order of their names. */
function filesAt(path: string): readonly string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(path, entry.name))
      .sort();
  } catch (error) {
    throw new CommandError(exitCodes.usage, `${path} cannot be read.`, 'It is no file and no folder.', 'Check the path.', error);
  }
}
