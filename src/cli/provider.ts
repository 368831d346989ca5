import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { parse } from 'yaml';
import type { z } from 'zod';
import { getProvider, type Provider, saveProvider } from '../contract/providers.ts';
import { plainly } from '../lib/field-words.ts';
import { providerFields } from '../model/provider-fields.ts';
import { ProviderRecord } from '../model/provider-record.ts';
import { CommandError } from './command-error.ts';
import { mistakesIn } from './file-mistakes.ts';
import { connectionsNoun, type Noun } from './noun.ts';
import { exitCodes } from './output.ts';
import { type ListFlags, printRecord, withOutput } from './print.ts';

/** connections provider: the provider record of a Partner Center account, shown or replaced by a file. */
export function providerCommands(program: Command, noun: Noun): void {
  withOutput(
    connectionsNoun(program)
      .command('provider <id>')
      .description('What is kept about a Partner Center account: country, currency, links, tolerances, specializations')
      .option('--file <path>', 'JSON or YAML that replaces it whole; - for standard input'),
  ).action(async (id: string, { file, ...flags }: ListFlags & { file?: string }) => {
    const client = noun.client();
    const found = await client.call(getProvider, { params: { id } });
    if (file === undefined) {
      print(noun, flags, found);
      return;
    }
    print(noun, flags, await client.call(saveProvider, { params: { id }, body: { record: readRecord(file), version: found.version } }));
  });
}

function print(noun: Noun, flags: ListFlags, provider: z.infer<typeof Provider>): void {
  const { record, account, microsoftId, notes } = provider;
  printRecord(noun, flags, provider, [
    ['microsoft id', microsoftId],
    ['account', account.name ?? 'not read yet'],
    ...providerFields.map(({ name, need }) => [need === 'optional' ? name : `${name} (${need})`, textOf(record[name])] as const),
  ]);
  for (const { field, sentence } of notes) noun.err(`Note (${field}): ${sentence}\n`);
}

const textOf = (value: ProviderRecord[keyof ProviderRecord]): string =>
  value === undefined ? '-' : typeof value === 'string' ? value : JSON.stringify(value);

function readRecord(path: string): ProviderRecord {
  const read = ProviderRecord.safeParse(parseFile(path), plainly);
  if (read.success) return read.data;
  throw new CommandError(exitCodes.usage, 'The provider record cannot be kept like this:', mistakesIn(read.error));
}

function parseFile(path: string): unknown {
  try {
    return parse(readFileSync(path === '-' ? 0 : path, 'utf8'));
  } catch (error) {
    throw new CommandError(exitCodes.usage, `${path} cannot be read as JSON or YAML.`, undefined, undefined, error);
  }
}
