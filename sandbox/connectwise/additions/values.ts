import { parseDecimal, printDecimal } from '../../../src/lib/decimal.ts';
import { ExactNumber, type JsonValue } from '../../../src/lib/exact-json.ts';

/** What a member's text must be; thrown with words for the caller and turned into a 400 with the member's name. */
export class ValueError extends Error {}

/** Exact decimal text of a number; a number in quotes is taken too, as .NET's reader does. Null counts as 0. */
export function decimalValue(value: JsonValue): string {
  if (value === null) return '0';
  const text = value instanceof ExactNumber || typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const number = parseDecimal(text);
  if (number === undefined) throw new ValueError('must be a number');
  return printDecimal(number);
}

/** The day of `2026-02-01T00:00:00Z` or `2026-02-01`; undefined for null and for the empty text. */
export function dayValue(value: JsonValue): string | undefined {
  if (value === null || value === '') return undefined;
  const day = typeof value === 'string' ? /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d(\.\d+)?Z?)?$/.exec(value)?.[1] : undefined;
  try {
    if (day !== undefined) return Temporal.PlainDate.from(day, { overflow: 'reject' }).toString();
  } catch (error) {
    throw new ValueError('must be a date such as 2026-01-01T00:00:00Z', { cause: error });
  }
  throw new ValueError('must be a date such as 2026-01-01T00:00:00Z');
}

export function textValue(value: JsonValue, longest: number): string {
  if (value === null) return '';
  if (typeof value !== 'string') throw new ValueError('must be text');
  if (value.length > longest) throw new ValueError(`must not be longer than ${longest} characters`);
  return value;
}

export function flagValue(value: JsonValue): boolean {
  if (value === null) return false;
  if (typeof value !== 'boolean') throw new ValueError('must be true or false');
  return value;
}

export function wholeValue(value: JsonValue | undefined): number | undefined {
  const text = value instanceof ExactNumber || typeof value === 'number' ? String(value) : '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
