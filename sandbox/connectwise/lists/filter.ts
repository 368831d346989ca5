import type { JsonObject } from '../../../src/lib/exact-json.ts';
import { matches, matchesChild, matchesCustomField } from '../conditions/matches.ts';
import { type Condition, parseConditions } from '../conditions/parse.ts';
import { ConditionError } from '../conditions/tokens.ts';
import { isKnownField } from './known-fields.ts';

/** The rows that fulfil all three kinds of conditions of a query. Throws ConditionError for a text that cannot be read. */
export function filterRows(rows: readonly JsonObject[], query: URLSearchParams, kind: string): readonly JsonObject[] {
  const conditions = parsed(query.get('conditions'));
  const child = parsed(query.get('childConditions'));
  const custom = parsed(query.get('customFieldConditions'));
  for (const condition of [conditions, child]) if (condition !== undefined) checkFields(condition, kind);
  return rows.filter(
    (row) =>
      (conditions === undefined || matches(conditions, row)) &&
      (child === undefined || matchesChild(child, row)) &&
      (custom === undefined || matchesCustomField(custom, row)),
  );
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
