import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { ExportFormat } from '../contract/evidence.ts';
import type { Noun } from './noun.ts';

export type FileFlags = { readonly format: (typeof ExportFormat.options)[number]; readonly to?: string };

const format = (text: string): string => {
  if (!ExportFormat.safeParse(text).success) throw new InvalidArgumentError(`is one of ${ExportFormat.options.join(', ')}.`);
  return text;
};

/** The flags of every command that gets a file. */
export const withFile = (command: Command): Command =>
  command
    .requiredOption('--format <format>', ExportFormat.options.join(', '), format)
    .option('--to <file>', 'where to write it; left out: csv and json to standard output');

/** Puts a file of the server where the flags say. */
export async function saveFile(noun: Noun, flags: FileFlags, parts: AsyncIterable<Uint8Array>): Promise<void> {
  if (flags.to !== undefined) {
    await pipeline(parts, createWriteStream(flags.to));
    noun.err(`Written: ${flags.to}\n`);
    return;
  }
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for await (const part of parts) noun.out(decoder.decode(part, { stream: true }));
  noun.out(decoder.decode());
}

/** A spreadsheet or a document is no text for a terminal. */
export const needsPlace = ({ format: chosen, to }: FileFlags): boolean => to === undefined && (chosen === 'xlsx' || chosen === 'pdf');
