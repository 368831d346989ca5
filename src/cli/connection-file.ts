import type { z } from 'zod';
import { AddConnection } from '../contract/connection-changes.ts';
import { plainly } from '../lib/field-words.ts';
import { ConnectionKind } from '../model/connection.ts';
import { type FieldMistake, fieldsOf, mistakeOf } from '../model/connection-fields.ts';
import { CommandError } from './command-error.ts';
import { mistakeIn, yamlOf } from './file-mistakes.ts';
import { exitCodes } from './output.ts';

export type ConnectionFile = z.output<typeof AddConnection>;

/** A connection as JSON or YAML: `{name, settings, secrets}` as the API takes it. Mistakes name their field, never what stands in it. */
export function readConnectionFile(text: string): ConnectionFile {
  const checked = checkConnection(yamlOf(text, example));
  if ('mistakes' in checked) throw refused(checked.mistakes);
  return checked.connection;
}

/** One connection as it was written, or what is wrong with it. */
export function checkConnection(written: unknown): { readonly connection: ConnectionFile } | { readonly mistakes: readonly string[] } {
  const given = AddConnection.safeParse(written, plainly);
  if (!given.success) return { mistakes: given.error.issues.map(describe) };
  const mistakes = mistakesOf(given.data);
  return mistakes.length > 0 ? { mistakes } : { connection: given.data };
}

const example = 'docs/guides/connect-your-accounts.md shows one for each kind.';

const refused = (mistakes: readonly string[]): CommandError =>
  new CommandError(exitCodes.usage, 'The connection cannot be added like this:', mistakes.map((line) => `  - ${line}`).join('\n'), example);

/** The kinds that there are, rather than what the schema says of each of them. */
const describe = (issue: z.core.$ZodIssue): string =>
  issue.path.join('.') === 'settings.kind' ? `settings.kind: is one of ${ConnectionKind.options.join(', ')}` : mistakeIn(issue);

const mistakeWords: Readonly<Record<FieldMistake, string>> = {
  missing: 'is needed',
  notGuid: 'is a GUID',
  notNumber: 'is a number',
  notAddress: 'is an address with https://, a host by name, and no port or password',
  notChoice: 'is one of',
  notCurrency: 'is the code of a currency, like EUR',
};

/** The rules of the form, which know more than the schema: which secrets a kind needs, which addresses are ever called. */
const mistakesOf = ({ settings, secrets }: ConnectionFile): string[] =>
  fieldsOf(settings.kind).flatMap((field) => {
    const entries: Readonly<Record<string, string | undefined>> = field.part === 'settings' ? settings : secrets;
    const mistake = mistakeOf(field, entries[field.name] ?? '');
    if (mistake === undefined) return [];
    const choices = mistake === 'notChoice' ? ` ${field.choices?.join(', ') ?? ''}` : '';
    return [`${field.part}.${field.name}: ${mistakeWords[mistake]}${choices}`];
  });
