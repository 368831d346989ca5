import { Decimal } from '../../../src/lib/decimal.ts';
import { ExactNumber, type JsonObject, type JsonValue } from '../../../src/lib/exact-json.ts';
import { valueAt } from '../conditions/matches.ts';
import { ConditionError } from '../conditions/tokens.ts';
import { isKnownField } from './known-fields.ts';

type Key = { readonly field: string; readonly descending: boolean };

/** Rows in the order of `orderBy` (`name asc, company/id desc`); without one, by id. Equal rows keep the order of their ids. */
export function orderRows<Row>(
  rows: readonly Row[],
  orderBy: string | null,
  kind: string,
  shown: (row: Row) => JsonObject,
): readonly Row[] {
  const keys = toKeys(orderBy ?? '', kind);
  if (keys.length === 0) return rows;
  // Rows come by number and sorting keeps the order of equals.
  return rows
    .map((row) => ({ row, values: keys.map(({ field }) => valueAt(shown(row), field)) }))
    .sort((a, b) => compareKeys(a.values, b.values, keys))
    .map(({ row }) => row);
}

function compareKeys(a: readonly JsonValue[], b: readonly JsonValue[], keys: readonly Key[]): number {
  for (const [index, { descending }] of keys.entries()) {
    const difference = compareValues(a[index] ?? null, b[index] ?? null);
    if (difference !== 0) return descending ? -difference : difference;
  }
  return 0;
}

const toKeys = (orderBy: string, kind: string): readonly Key[] =>
  orderBy
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => toKey(part, kind));

function toKey(part: string, kind: string): Key {
  const found = /^(\S+)(?:\s+(asc|desc))?$/i.exec(part);
  const field = found?.[1];
  if (field === undefined || !isKnownField(kind, field)) throw new ConditionError(`orderBy is invalid near '${part}'`);
  return { field, descending: found?.[2]?.toLowerCase() === 'desc' };
}

/** Nothing comes before something, as in the vendor's database. */
function compareValues(a: JsonValue, b: JsonValue): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left !== undefined && right !== undefined) return left.comparedTo(right);
  const [one, other] = [textOf(a), textOf(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}

const numberOf = (value: JsonValue): Decimal | undefined =>
  typeof value === 'number' || value instanceof ExactNumber ? new Decimal(String(value)) : undefined;

const textOf = (value: JsonValue): string => (typeof value === 'string' || typeof value === 'boolean' ? String(value).toLowerCase() : '');
