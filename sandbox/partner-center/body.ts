/**
 * Requests come with PascalCase or camelCase names (the documentation's samples use both), so names are read in any case.
 */
export type Fields = ReadonlyMap<string, unknown>;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export const toFields = (value: unknown): Fields | undefined =>
  isObject(value) ? new Map(Object.entries(value).map(([name, inner]) => [name.toLowerCase(), inner])) : undefined;

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

export const textOf = (fields: Fields | undefined, name: string): string | undefined => {
  const value = fields?.get(name.toLowerCase());
  return typeof value === 'string' ? value : undefined;
};

/** '' when it was not sent. */
export const wordOf = (fields: Fields | undefined, name: string): string => textOf(fields, name) ?? '';

export const flagOf = (fields: Fields | undefined, name: string): boolean | undefined => {
  const value = fields?.get(name.toLowerCase());
  return typeof value === 'boolean' ? value : undefined;
};

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
