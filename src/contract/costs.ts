import type { z } from 'zod';
import type { Permission } from '../model/person.ts';
import type { Route } from './route.ts';

/** Who may see what the partner pays (rule RB8). What is made of sell prices needs only the right to the thing itself. */
export const costRight = 'costs:read' satisfies Permission;

/** How a marked field is kept from callers without the right. It is part of the schema, so OpenAPI tells of it too. */
export type CostMark = {
  readonly 'x-permission': typeof costRight;
  /** Only when this field beside it is true. */
  readonly 'x-when'?: string;
  /** A sentence: said without amounts, by the cause that this field beside it names. */
  readonly 'x-said-by'?: string;
  /** Free JSON: what is named like a cost inside it. */
  readonly 'x-inside'?: true;
};

const right = { 'x-permission': costRight } as const satisfies CostMark;

/** What the partner pays: null for callers without the right. */
export const cost = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().meta({ ...right, description: `null without the right \`${costRight}\`` });

/** An amount that is a cost, or tells one, when the field `when` beside it is true: then null for callers without the right. */
export const costWhen = <Schema extends z.ZodType>(when: string, schema: Schema) =>
  schema.nullable().meta({ ...right, 'x-when': when, description: `null without the right \`${costRight}\` when \`${when}\` is true` });

/** A sentence that can name costs, beside the cause code that tells it without them. */
export const costSentence = <Schema extends z.ZodType>(saidBy: string, schema: Schema) =>
  schema.meta({ ...right, 'x-said-by': saidBy, description: `Names no cost without the right \`${costRight}\`` });

/** JSON of another system or of the trail: what is named like a cost in it is null for callers without the right. */
export const costsInside = <Schema extends z.ZodType>(schema: Schema) =>
  schema.meta({ ...right, 'x-inside': true, description: `Costs in it are null without the right \`${costRight}\`` });

/** The mark on this very schema, if it has one. */
export function costMarkOf(schema: z.ZodType): CostMark | undefined {
  const meta = schema.meta();
  return meta?.['x-permission'] === costRight ? (meta as CostMark) : undefined; // written by the functions above only
}

/** Whether an order of this list is by costs: the order of rows would tell them. */
export const isCostSort = (route: Route, sort: string): boolean => {
  const rows = memberOf(memberOf(route.reply, 'data'), 'element');
  const field = memberOf(rows, sort.replace(/^-/, ''));
  const mark = field === undefined ? undefined : costMarkOf(field);
  return mark !== undefined && mark['x-when'] === undefined;
};

type Holder = { readonly shape?: Readonly<Record<string, z.ZodType>>; readonly element?: z.ZodType };

/** A field of an object, or the `element` of a list. */
function memberOf(schema: z.ZodType | undefined, name: string): z.ZodType | undefined {
  if (schema === undefined) return undefined;
  const holder = schema as Holder; // objects and lists have these; whatever else has neither
  return name === 'element' && holder.element !== undefined ? holder.element : holder.shape?.[name];
}
