import { isRecord } from '../../../src/lib/is-record.ts';
import { textOf } from '../../plain-text.ts';
import type { EntitySpec, FieldSpec } from '../entities/entities.ts';

export const operators = [
  'eq',
  'noteq',
  'gt',
  'gte',
  'lt',
  'lte',
  'beginsWith',
  'endsWith',
  'contains',
  'exist',
  'notExist',
  'in',
  'notIn',
] as const;
export type Operator = (typeof operators)[number];

export type Filter =
  | { readonly op: 'and' | 'or'; readonly items: readonly Filter[] }
  | { readonly op: Operator; readonly field: FieldSpec; readonly udf: boolean; readonly value: unknown };

export type Query = {
  /** All of them must hold. */
  readonly filter: readonly Filter[];
  /** Rows on a page, at most 500. */
  readonly size: number;
  /** Names of members to answer; all when absent. */
  readonly include?: ReadonlySet<string>;
};

/** What is wrong with a search, in the words of an error. */
export type Wrong = { readonly wrong: string };
export const isWrong = (value: object): value is Wrong => 'wrong' in value;

export const pageSize = 500;
const orParts = 500;

const members = (value: unknown): ReadonlyMap<string, unknown> | undefined =>
  isRecord(value) ? new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member])) : undefined;

/** Reads `{filter: [...], MaxRecords, IncludeFields}`; names and operators in any case. */
export function readQuery(spec: EntitySpec, search: unknown): Query | Wrong {
  const body = members(search);
  if (body === undefined) return { wrong: 'The search must be a JSON object with a filter.' };
  const given = body.get('filter');
  const list: readonly unknown[] = Array.isArray(given) ? given : members(given) === undefined ? [] : [given];
  if (list.length === 0) return { wrong: 'A filter with at least one condition is required.' };
  const filter = readAll(spec, list);
  if (isWrong(filter)) return filter;
  if (countOr(filter) > orParts) return { wrong: `A query may hold at most ${String(orParts)} OR conditions.` };
  const size = readSize(body.get('maxrecords'));
  if (typeof size !== 'number') return size;
  const include = readInclude(spec, body.get('includefields'));
  if (include === undefined) return { filter, size };
  return isWrong(include) ? include : { filter, size, include: include.names };
}

function readSize(value: unknown): number | Wrong {
  if (value === undefined || value === null) return pageSize;
  const size = Number(value);
  return Number.isInteger(size) && size >= 1 && size <= pageSize
    ? size
    : { wrong: `MaxRecords must be between 1 and ${String(pageSize)}.` };
}

function readInclude(spec: EntitySpec, value: unknown): { readonly names: ReadonlySet<string> } | Wrong | undefined {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return undefined;
  if (!Array.isArray(value)) return { wrong: 'IncludeFields must be a list of names.' };
  const names = new Set<string>();
  for (const one of value as readonly unknown[]) {
    const name = String(one);
    const field = spec.byName.get(name.toLowerCase());
    const udf = spec.udfs.find((each) => each.toLowerCase() === name.toLowerCase());
    if (field === undefined && udf === undefined) return unknownField(spec, name);
    names.add(field?.name ?? udf ?? name);
  }
  return { names };
}

function readAll(spec: EntitySpec, list: readonly unknown[]): readonly Filter[] | Wrong {
  const filters: Filter[] = [];
  for (const one of list) {
    const filter = readOne(spec, one);
    if (isWrong(filter)) return filter;
    filters.push(filter);
  }
  return filters;
}

function readOne(spec: EntitySpec, value: unknown): Filter | Wrong {
  const given = members(value);
  const name = textOf(given?.get('op')).toLowerCase();
  if (given === undefined || name === '') return { wrong: 'Every condition needs an op.' };
  if (name === 'and' || name === 'or') return readGroup(spec, name, given.get('items'));
  const op = operators.find((one) => one.toLowerCase() === name);
  if (op === undefined) return { wrong: `The operator ${name} is not valid.` };
  return readCondition(spec, op, given);
}

function readGroup(spec: EntitySpec, op: 'and' | 'or', items: unknown): Filter | Wrong {
  if (!Array.isArray(items) || items.length === 0) return { wrong: `The group ${op} needs items.` };
  const inside = readAll(spec, items);
  return isWrong(inside) ? inside : { op, items: inside };
}

const unknownField = (spec: EntitySpec, name: string): Wrong => ({ wrong: `Unable to find ${name} in the ${spec.singular} Entity.` });

function readCondition(spec: EntitySpec, op: Operator, given: ReadonlyMap<string, unknown>): Filter | Wrong {
  const name = textOf(given.get('field'));
  const udf = given.get('udf') === true || given.get('udf') === 'true';
  const field = udf ? udfField(spec, name) : spec.byName.get(name.toLowerCase());
  if (field === undefined) return unknownField(spec, name);
  const value = given.get('value');
  const wrong = wrongValue(op, field, value);
  return wrong === undefined ? { op, field, udf, value } : { wrong };
}

const udfField = (spec: EntitySpec, name: string): FieldSpec | undefined => {
  const found = spec.udfs.find((one) => one.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : { name: found, kind: 'text', required: false, readOnly: false };
};

const textual: ReadonlySet<Operator> = new Set(['beginsWith', 'endsWith', 'contains']);

function wrongValue(op: Operator, field: FieldSpec, value: unknown): string | undefined {
  if (op === 'exist' || op === 'notExist') return undefined;
  if (op === 'in' || op === 'notIn') {
    if (!Array.isArray(value)) return `The operator ${op} needs a list of values for ${field.name}.`;
    if (value.length > orParts) return `A query may hold at most ${String(orParts)} OR conditions.`;
    return (value as readonly unknown[]).map((one) => wrongScalar(field, one)).find((one) => one !== undefined);
  }
  if (value === undefined) return `A value is required for ${field.name}.`;
  if (textual.has(op) && field.kind !== 'text') return `The operator ${op} is not valid for the field ${field.name}.`;
  return wrongScalar(field, value);
}

function wrongScalar(field: FieldSpec, value: unknown): string | undefined {
  if (value === null) return undefined;
  const text = textOf(value);
  const fits = {
    whole: () => /^-?\d+$/.test(text),
    decimal: () => /^-?\d+(\.\d+)?$/.test(text),
    flag: () => /^(true|false|0|1)$/i.test(text),
    instant: () => !Number.isNaN(Date.parse(text)),
    text: () => typeof value !== 'object',
  }[field.kind]();
  return fits ? undefined : `Unable to convert the value ${text} of ${field.name}.`;
}

/** Parts of OR groups; a list of `in` is checked by itself. */
function countOr(filters: readonly Filter[]): number {
  let parts = 0;
  for (const filter of filters) {
    if (!('items' in filter)) continue;
    parts += (filter.op === 'or' ? filter.items.length : 0) + countOr(filter.items);
  }
  return parts;
}
