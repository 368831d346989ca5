import { textOf, toFields } from './body.ts';
import { type Refusal, refuse } from './errors.ts';

/** `filter=` + JSON `{"Field","Value","Operator"}`; names in any case, values compared without case. */
export type Filter = { readonly field: string; readonly value: string; readonly operator: string };

/** Which operators a resource's fields take; field and operator in lower case without `_`. */
export type FilterRules = Readonly<Record<string, readonly string[]>>;

const plain = (text: string) => text.toLowerCase().replaceAll('_', '');

/** The filter of a query, nothing when there is none, or what is wrong with it. */
export function readFilter(text: string | null | undefined, rules: FilterRules): Filter | Refusal | undefined {
  if (text === null || text === undefined || text === '') return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refuse(800002);
  }
  const fields = toFields(parsed);
  const field = plain(textOf(fields, 'field') ?? '');
  const operator = plain(textOf(fields, 'operator') ?? '');
  const value = textOf(fields, 'value');
  if (value === undefined || rules[field]?.includes(operator) !== true) return refuse(3000);
  return { field, value: value.toLowerCase(), operator };
}

export function matches(filter: Filter, value: string | undefined): boolean {
  const text = (value ?? '').toLowerCase();
  if (filter.operator === 'startswith') return text.startsWith(filter.value);
  if (filter.operator === 'substring') return text.includes(filter.value);
  return text === filter.value;
}
