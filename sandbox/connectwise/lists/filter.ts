import type { JsonObject } from '../../../src/lib/exact-json.ts';
import { matches, matchesChild, matchesCustomField } from '../conditions/matches.ts';
import { type Condition, parseConditions } from '../conditions/parse.ts';
import { ConditionError } from '../conditions/tokens.ts';
import { isKnownField } from './known-fields.ts';

/** The three kinds of conditions of a query, read. */
export type Query = {
  readonly conditions: Condition | undefined;
  readonly child: Condition | undefined;
  readonly custom: Condition | undefined;
};

/** The conditions of a query; undefined when there are none. Throws ConditionError for a text that cannot be read. */
export function queryOf(query: URLSearchParams, kind: string): Query | undefined {
  const conditions = parsed(query.get('conditions'));
  const child = parsed(query.get('childConditions'));
  const custom = parsed(query.get('customFieldConditions'));
  if (conditions === undefined && child === undefined && custom === undefined) return undefined;
  for (const condition of [conditions, child]) if (condition !== undefined) checkFields(condition, kind);
  return { conditions, child, custom };
}

/** Whether a row fulfils all of them. */
export const keeps = ({ conditions, child, custom }: Query, row: JsonObject): boolean =>
  (conditions === undefined || matches(conditions, row)) &&
  (child === undefined || matchesChild(child, row)) &&
  (custom === undefined || matchesCustomField(custom, row));

/** The whole number that a field must equal for the conditions to hold at all. */
export function equalIn({ conditions }: Query, field: string): string | undefined {
  for (const part of conditions?.kind === 'and' ? conditions.parts : conditions === undefined ? [] : [conditions]) {
    if (part.kind === 'compare' && part.operator === '=' && part.field === field && part.value.kind === 'number') {
      if (/^\d+$/.test(part.value.text)) return part.value.text;
    }
  }
  return undefined;
}

const parsed = (text: string | null): Condition | undefined => (text === null || text.trim() === '' ? undefined : parseConditions(text));

/** A field that this kind of resource does not have is refused, even when there is no row to compare. */
function checkFields(condition: Condition, kind: string): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const part of condition.parts) checkFields(part, kind);
      return;
    case 'not':
      checkFields(condition.of, kind);
      return;
    case 'in':
    case 'compare':
      if (!isKnownField(kind, condition.field)) throw new ConditionError(`'${condition.field}' is not a field of ${kind}`);
  }
}
