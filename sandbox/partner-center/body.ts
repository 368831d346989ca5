import { isRecord } from '../../src/lib/is-record.ts';

/**
 * Requests come with PascalCase or camelCase names (the documentation's samples use both), so names are read in any case.
 */
export type Fields = ReadonlyMap<string, unknown>;

export const toFields = (value: unknown): Fields | undefined =>
  isRecord(value) ? new Map(Object.entries(value).map(([name, inner]) => [name.toLowerCase(), inner])) : undefined;

/** The object sent as JSON; undefined when the body is none. */
export function readBody(text: string): Fields | undefined {
  try {
    return toFields(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return undefined;
  }
}

export const has = (fields: Fields, name: string): boolean => {
  const value = fields.get(name.toLowerCase());
  return value !== undefined && value !== null;
};

/** A text; a number is taken as its text, as the real reader does. */
export const textOf = (fields: Fields | undefined, name: string): string | undefined => {
  const value = fields?.get(name.toLowerCase());
  return typeof value === 'number' ? String(value) : typeof value === 'string' ? value : undefined;
};

/** '' when it was not sent. */
export const wordOf = (fields: Fields | undefined, name: string): string => textOf(fields, name) ?? '';

/** Yes or no, also as a word. */
export const flagOf = (fields: Fields | undefined, name: string): boolean | undefined => {
  const value = fields?.get(name.toLowerCase());
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? words[value.toLowerCase()] : undefined;
};

const words: Readonly<Record<string, boolean>> = { true: true, false: false };

/** A whole number, sent as number or as text of digits. */
export const wholeOf = (fields: Fields | undefined, name: string): number | undefined => {
  const value = fields?.get(name.toLowerCase());
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
};

export const objectOf = (fields: Fields | undefined, name: string): Fields | undefined => toFields(fields?.get(name.toLowerCase()));

export const listOf = (fields: Fields | undefined, name: string): readonly unknown[] | undefined => {
  const value = fields?.get(name.toLowerCase());
  return Array.isArray(value) ? value : undefined;
};

/** `{attributes: {etag}}` of a resource that is sent back. */
export const etagIn = (fields: Fields): string | undefined => textOf(objectOf(fields, 'attributes'), 'etag');

type Kind = 'text' | 'flag' | 'whole' | 'object' | 'list';

const fits: Readonly<Record<Kind, (fields: Fields, name: string) => boolean>> = {
  text: (fields, name) => textOf(fields, name) !== undefined,
  flag: (fields, name) => flagOf(fields, name) !== undefined,
  whole: (fields, name) => wholeOf(fields, name) !== undefined,
  object: (fields, name) => objectOf(fields, name) !== undefined,
  list: (fields, name) => listOf(fields, name) !== undefined,
};

/** The first member that was sent as something else than it is: a list for a text, a word for a number. Nulls are left out, not wrong. */
export function wrongKind(fields: Fields | undefined, kinds: Readonly<Record<string, Kind>>): string | undefined {
  if (fields === undefined) return undefined;
  return Object.entries(kinds).find(([name, kind]) => has(fields, name) && !fits[kind](fields, name))?.[0];
}
