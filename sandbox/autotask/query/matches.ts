import { Decimal } from '../../../src/lib/decimal.ts';
import { textOf } from '../../plain-text.ts';
import type { PlainValue } from '../../world/types.ts';
import type { FieldKind } from '../entities/entities.ts';
import type { Filter, Operator } from './read.ts';

/** A row as its entity shows it, before it is written: amounts still decimal text. */
export type View = { readonly values: Readonly<Record<string, PlainValue>>; readonly udf: Readonly<Record<string, string>> };

type Comparable = string | number | boolean | Decimal;

/** Text is compared without regard to case, instants by time, numbers by value. Text without zone counts as UTC. */
export function comparable(kind: FieldKind, value: unknown): Comparable | undefined {
  if (value === null || value === undefined) return undefined;
  const text = textOf(value);
  switch (kind) {
    case 'whole':
      return Number(text);
    case 'decimal':
      return new Decimal(text);
    case 'flag':
      return text.toLowerCase() === 'true' || text === '1';
    case 'instant':
      return Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`);
    case 'text':
      return text.toLowerCase();
  }
}

function compare(a: Comparable, b: Comparable): number {
  if (a instanceof Decimal && b instanceof Decimal) return a.comparedTo(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

type Test = (mine: Comparable, given: Comparable) => boolean;

const tests: Readonly<Partial<Record<Operator, Test>>> = {
  eq: (mine, given) => compare(mine, given) === 0,
  noteq: (mine, given) => compare(mine, given) !== 0,
  gt: (mine, given) => compare(mine, given) > 0,
  gte: (mine, given) => compare(mine, given) >= 0,
  lt: (mine, given) => compare(mine, given) < 0,
  lte: (mine, given) => compare(mine, given) <= 0,
  beginsWith: (mine, given) => String(mine).startsWith(String(given)),
  endsWith: (mine, given) => String(mine).endsWith(String(given)),
  contains: (mine, given) => String(mine).includes(String(given)),
};

export type Predicate = (view: View) => boolean;

/** All filters of a list must hold. Nothing equals or differs from a value that is not there: ask for it with exist and notExist. */
export const predicateOf = (filters: readonly Filter[]): Predicate => {
  const all = filters.map(one);
  return (view) => all.every((holds) => holds(view));
};

function one(filter: Filter): Predicate {
  if ('items' in filter) {
    const inside = filter.items.map(one);
    return filter.op === 'and' ? (view) => inside.every((holds) => holds(view)) : (view) => inside.some((holds) => holds(view));
  }
  const { op, field, udf, value } = filter;
  const mine = (view: View): Comparable | undefined => {
    const found = udf ? view.udf[field.name] : view.values[field.name];
    return found === '' && op !== 'eq' && op !== 'noteq' ? undefined : comparable(field.kind, found);
  };
  if (op === 'exist') return (view) => mine(view) !== undefined;
  if (op === 'notExist') return (view) => mine(view) === undefined;
  if (op === 'in' || op === 'notIn') return oneOf(field.kind, op, value, mine);
  const test = tests[op];
  const given = comparable(field.kind, value);
  // `eq null` and `noteq null` ask whether there is a value.
  if (given === undefined) return (view) => (op === 'eq' ? mine(view) === undefined : op === 'noteq' && mine(view) !== undefined);
  return (view) => {
    const found = mine(view);
    return found !== undefined && test?.(found, given) === true;
  };
}

function oneOf(kind: FieldKind, op: 'in' | 'notIn', value: unknown, mine: (view: View) => Comparable | undefined): Predicate {
  const given = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const wanted = new Set(given.map((each) => String(comparable(kind, each))));
  return (view) => {
    const found = mine(view);
    return found !== undefined && wanted.has(String(found)) === (op === 'in');
  };
}
