import { Decimal } from '../../src/lib/decimal.ts';

export type SortKey<Row> = (row: Row) => string | number | Decimal | undefined;

/**
 * Rows in the order of `sort=field` or `sort=field,desc`; without it as they are. undefined when the field is not one of the list's.
 * Rows without a value come last.
 */
export function sorted<Row>(
  rows: readonly Row[],
  sort: string | null,
  keys: Readonly<Record<string, SortKey<Row>>>,
): readonly Row[] | undefined {
  if (sort === null) return rows;
  const [field = '', direction = 'asc'] = sort.split(',');
  const key = keys[field];
  if (key === undefined || (direction !== 'asc' && direction !== 'desc')) return undefined;
  const sign = direction === 'desc' ? -1 : 1;
  return [...rows].sort((a, b) => compare(key(a), key(b), sign));
}

function compare(a: string | number | Decimal | undefined, b: string | number | Decimal | undefined, sign: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (a instanceof Decimal || b instanceof Decimal) return sign * new Decimal(a).comparedTo(new Decimal(b));
  return a === b ? 0 : sign * (a < b ? -1 : 1);
}
