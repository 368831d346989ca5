import type { addConnection } from '#contract/connection-changes.ts';
import type { ConnectionKind } from '#model/connection.ts';
import { type ConnectionField, fieldsOf, mistakeOf } from '#model/connection-fields.ts';
import { type BodyOf, isProblem } from '../../lib/api.ts';
import { firstEntries, mistakeWords, wordsOfField } from './add-words.ts';

/** What was typed, by field. Lives in the page's memory only; secrets leave it as soon as the server has them. */
export type Entries = Readonly<Record<string, string>>;
/** What is wrong, in words, by field. */
export type Mistakes = Readonly<Record<string, string>>;

/** A field of the form: those of the kind, and the name of the connection. */
export type FormField = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly field: ConnectionField | undefined;
};

const nameField: FormField = {
  name: 'name',
  label: 'Name',
  hint: 'How people here tell it from others, for example by country.',
  field: undefined,
};

export const formFields = (kind: ConnectionKind, part: ConnectionField['part']): readonly FormField[] =>
  fieldsOf(kind)
    .filter((field) => field.part === part)
    .map((field) => ({ ...wordsOfField(kind, field.name), name: field.name, field }));

/** In the order in which they stand on the page. */
export const allFields = (kind: ConnectionKind): readonly FormField[] => [
  nameField,
  ...formFields(kind, 'settings'),
  ...formFields(kind, 'secrets'),
];

export const emptyForm = (kind: ConnectionKind): Entries => ({ ...firstEntries[kind] });

export const longestName = 100;

/** What is wrong with one entry, in words. */
export function mistakeIn({ field, label }: FormField, entries: Entries, name: string): string | undefined {
  const text = entries[name] ?? '';
  if (field === undefined) {
    if (text.trim() === '') return mistakeWords.missing(label);
    return text.trim().length > longestName ? `${label} has at most ${longestName} characters.` : undefined;
  }
  const mistake = mistakeOf(field, text);
  return mistake === undefined ? undefined : mistakeWords[mistake](label);
}

export function mistakesIn(fields: readonly FormField[], entries: Entries): Mistakes {
  const found = fields.map((field) => [field.name, mistakeIn(field, entries, field.name)] as const);
  return Object.fromEntries(found.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}

function filledIn(fields: readonly FormField[], entries: Entries): Record<string, string> {
  const pairs = fields.map(({ name }) => [name, (entries[name] ?? '').trim()] as const);
  return Object.fromEntries(pairs.filter(([, text]) => text !== ''));
}

export function bodyOf(kind: ConnectionKind, entries: Entries): BodyOf<typeof addConnection> {
  const settings = { kind, ...filledIn(formFields(kind, 'settings'), entries) };
  return {
    name: (entries['name'] ?? '').trim(),
    settings: settings as BodyOf<typeof addConnection>['settings'], // the fields are those of this kind (connection-fields.test.ts), and the server checks
    secrets: secretsOf(kind, entries),
  };
}

/** Only those that were typed: the others stay as they are stored. */
export const secretsOf = (kind: ConnectionKind, entries: Entries): BodyOf<typeof addConnection>['secrets'] =>
  filledIn(formFields(kind, 'secrets'), entries);

/** What the server says about single fields, put to the fields: `/settings/tenantId` to the tenant id. */
export function mistakesOfServer(error: unknown, fields: readonly FormField[]): Mistakes {
  if (!isProblem(error)) return {};
  const told = (error.problem.errors ?? []).map(({ pointer, detail }) => {
    const field = fields.find(({ name }) => name === pointer.split('/').at(-1));
    return field === undefined ? undefined : ([field.name, `${field.label} ${detail}.`.replace(/\.\.$/, '.')] as const);
  });
  return Object.fromEntries(told.filter((pair) => pair !== undefined));
}
