import { z } from 'zod';
import { type CostMark, costMarkOf } from '../contract/costs.ts';
import { isRecord } from '../lib/is-record.ts';
import { sentenceWithoutCosts } from '../model/costs.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * An answer as somebody may have it who may not see costs (rule RB8): what its schema marks is null, or said without amounts. One place for
 * all routes: a new field is covered by declaring it with the words of src/contract/costs.ts. Pure.
 */
export function withoutCosts(schema: z.ZodType, value: unknown, beside: Fields = {}): unknown {
  const mark = costMarkOf(schema);
  if (mark !== undefined) return marked(mark, value, beside);
  const inside = wrapped(schema);
  if (inside !== undefined) return withoutCosts(inside, value, beside);
  // Each choice hides its own: a field that one of them marks is hidden whichever it is.
  if (schema instanceof z.ZodUnion)
    return schema.options.reduce<unknown>((left, one) => withoutCosts(one as z.ZodType, left, beside), value);
  if (Array.isArray(value))
    return schema instanceof z.ZodArray ? value.map((item: unknown) => withoutCosts(schema.element as z.ZodType, item, beside)) : value;
  return isRecord(value) ? fieldsWithoutCosts(schema, value) : value;
}

/** What says only whether something is there, or what it is if not; zod types the inside by its core. */
const wrapped = (schema: z.ZodType): z.ZodType | undefined =>
  schema instanceof z.ZodNullable ||
  schema instanceof z.ZodOptional ||
  schema instanceof z.ZodReadonly ||
  schema instanceof z.ZodLazy ||
  schema instanceof z.ZodDefault
    ? (schema.unwrap() as z.ZodType)
    : undefined;

function fieldsWithoutCosts(schema: z.ZodType, fields: Fields): Fields {
  if (schema instanceof z.ZodRecord) return mapped(fields, (item) => withoutCosts(schema.valueType as z.ZodType, item));
  if (!(schema instanceof z.ZodObject)) return fields;
  const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
  return mapped(fields, (item, name) => {
    const field = Object.hasOwn(shape, name) ? shape[name] : undefined;
    return field === undefined ? item : withoutCosts(field, item, fields);
  });
}

function marked(mark: CostMark, value: unknown, beside: Fields): unknown {
  if (mark['x-inside'] === true) return withoutNamedCosts(value);
  if (mark['x-said-by'] !== undefined) {
    const cause = beside[mark['x-said-by']];
    return Object.entries(sentenceWithoutCosts).find(([code]) => code === cause)?.[1] ?? value;
  }
  if (mark['x-when'] !== undefined && beside[mark['x-when']] === false) return value;
  return value === undefined ? undefined : null;
}

/** Names under which other systems and our own trail tell costs, or sums with costs in them. */
const costName = /cost|margin|^totals$|^impact$/i;

/** In JSON whose shape is not ours: fields named like a cost, and JSON patches of such a field. */
function withoutNamedCosts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNamedCosts);
  if (!isRecord(value)) return value;
  const patched = typeof value['path'] === 'string' && costName.test(value['path']);
  return mapped(value, (item, name) => (costName.test(name) || (patched && name === 'value') ? null : withoutNamedCosts(item)));
}

const mapped = (fields: Fields, change: (value: unknown, name: string) => unknown): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(value, name)]));
