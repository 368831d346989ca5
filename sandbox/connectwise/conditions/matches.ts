import { Decimal } from '../../../src/lib/decimal.ts';
import { ExactNumber, isJsonObject, type JsonObject, type JsonValue } from '../../../src/lib/exact-json.ts';
import type { Condition, Literal, Operator } from './parse.ts';
import { ConditionError } from './tokens.ts';

/** Whether a resource fulfils `conditions`. Arrays are not reached this way: that is what `childConditions` is for. */
export const matches = (condition: Condition, resource: JsonObject): boolean => evaluate(condition, (field) => [valueAt(resource, field)]);

/** Whether a resource fulfils `childConditions`: `types/name="Client"` holds when any of the types is called so. */
export const matchesChild = (condition: Condition, resource: JsonObject): boolean =>
  evaluate(condition, (field) => childValues(resource, field));

/** Whether one of the custom fields fulfils the whole condition: `caption="..." and value="..."`. */
export const matchesCustomField = (condition: Condition, resource: JsonObject): boolean => {
  const fields = resource['customFields'];
  return Array.isArray(fields) && fields.some((field: JsonValue) => isJsonObject(field) && matches(condition, field));
};

type Lookup = (field: string) => readonly JsonValue[];

function evaluate(condition: Condition, lookup: Lookup): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every((part) => evaluate(part, lookup));
    case 'or':
      return condition.parts.some((part) => evaluate(part, lookup));
    case 'not':
      return !evaluate(condition.of, lookup);
    case 'in':
      return lookup(condition.field).some((value) => condition.values.some((wanted) => compare(condition.field, value, '=', wanted)));
    case 'compare':
      return lookup(condition.field).some((value) => compare(condition.field, value, condition.operator, condition.value));
  }
}

/** The value at `a/b/c`. `lastUpdated` and its sisters stand in `_info`, and conditions name them without it. */
export function valueAt(resource: JsonObject, field: string): JsonValue {
  const inInfo = resource['_info'];
  if (infoFields.has(field) && isJsonObject(inInfo)) return inInfo[field] ?? null;
  let value: JsonValue = resource;
  for (const name of field.split('/')) {
    if (Array.isArray(value)) throw new ConditionError(`Field '${field}' is a list: use childConditions`);
    if (!isJsonObject(value)) return null;
    value = value[name] ?? null;
  }
  return value;
}

const infoFields: ReadonlySet<string> = new Set(['lastUpdated', 'updatedBy', 'dateEntered', 'enteredBy', 'createdDate', 'createdBy']);

function childValues(resource: JsonObject, field: string): readonly JsonValue[] {
  const [list = '', ...rest] = field.split('/');
  const children = resource[list];
  if (!Array.isArray(children) || rest.length === 0) throw new ConditionError(`Field '${field}' is not a field of a list`);
  return children.map((child: JsonValue) => (isJsonObject(child) ? valueAt(child, rest.join('/')) : child));
}

function compare(field: string, value: JsonValue, operator: Operator, wanted: Literal): boolean {
  // An unset date may be sent as an empty text; for a condition it is unset all the same.
  const isUnset = value === null || (value === '' && wanted.kind === 'date');
  if (wanted.kind === 'null') return compareNull(field, value === null || value === '', operator);
  // Whether an unset field "differs" is not documented; here it does, as in the vendor's own screens. (unverified)
  if (isUnset) return operator === '!=';
  if (operator === 'contains' || operator === 'like') return compareText(field, value, operator, wanted);
  return fits(order(field, value, wanted), operator);
}

function compareNull(field: string, isNull: boolean, operator: Operator): boolean {
  if (operator === '=') return isNull;
  if (operator === '!=') return !isNull;
  throw new ConditionError(`Field '${field}' can only be compared with null by = or !=`);
}

function compareText(field: string, value: JsonValue, operator: 'contains' | 'like', wanted: Literal): boolean {
  if (typeof value !== 'string' || wanted.kind !== 'string') throw new ConditionError(`Field '${field}' is not text`);
  return operator === 'contains' ? value.toLowerCase().includes(wanted.text.toLowerCase()) : toPattern(wanted.text).test(value);
}

/** `%` stands for any text and `_` for one letter; upper and lower case are the same, as in the vendor's database. */
function toPattern(like: string): RegExp {
  const escaped = like
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${escaped}$`, 'is');
}

function order(field: string, value: JsonValue, wanted: Literal): number {
  if (wanted.kind === 'boolean' && typeof value === 'boolean') return Number(value) - Number(wanted.value);
  if (wanted.kind === 'number' && (typeof value === 'number' || value instanceof ExactNumber)) {
    return new Decimal(String(value)).comparedTo(new Decimal(wanted.text));
  }
  if (wanted.kind === 'date' && typeof value === 'string') return Temporal.Instant.compare(Temporal.Instant.from(value), wanted.at);
  if (wanted.kind === 'string' && typeof value === 'string') return orderText(value.toLowerCase(), wanted.text.toLowerCase());
  throw new ConditionError(`Field '${field}' cannot be compared with ${wanted.kind === 'date' ? 'a date' : `a ${wanted.kind}`}`);
}

const orderText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function fits(difference: number, operator: '=' | '!=' | '<' | '>' | '<=' | '>='): boolean {
  switch (operator) {
    case '=':
      return difference === 0;
    case '!=':
      return difference !== 0;
    case '<':
      return difference < 0;
    case '>':
      return difference > 0;
    case '<=':
      return difference <= 0;
    case '>=':
      return difference >= 0;
  }
}
