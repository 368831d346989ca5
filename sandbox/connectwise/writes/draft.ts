import type { JsonObject, JsonValue } from '../../../src/lib/exact-json.ts';
import type { PsaExtra } from '../../world/types.ts';
import type { Changes } from '../additions/patch.ts';
import { ValueError } from '../additions/values.ts';
import { type FieldError, invalid } from '../errors.ts';
import { extraMembers } from './members.ts';

/** One rule for each member that the world works with; throws ValueError with the words of the refusal. */
export type Writers<Row, Around> = Readonly<Record<string, (row: Row, value: JsonValue, around: Around) => Row>>;

/**
 * A row after a write, or every reason why not. Members without a rule of their own that the schema lets a caller write are kept as told;
 * all others are worked out by the remote and silently left.
 */
export function draft<Row extends { readonly extra?: PsaExtra }, Around>(
  resource: string,
  base: Row,
  changes: Changes,
  writers: Writers<Row, Around>,
  around: Around,
): Row | readonly FieldError[] {
  const errors: FieldError[] = [];
  let row = base;
  for (const [name, value] of Object.entries(changes)) {
    try {
      const write = writers[name];
      row = write === undefined ? withExtra(resource, row, name, value) : write(row, value, around);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      errors.push(invalid(resource, name, `${name} ${error.message}.`));
    }
  }
  return errors.length > 0 ? errors : row;
}

/** One member that nothing works with: null and the empty text take it away. */
export function withExtra<Row extends { readonly extra?: PsaExtra }>(resource: string, row: Row, name: string, value: JsonValue): Row {
  const member = extraMembers[resource]?.[name];
  if (member === undefined) return row;
  const { [name]: _before, ...rest } = row.extra ?? {};
  const extra = value === null ? rest : { ...rest, [name]: member.read(value) };
  return { ...row, extra };
}

export const isErrors = (value: object): value is readonly FieldError[] => Array.isArray(value);

/** Members of a body; those that are undefined are none. */
export const toChanges = (body: JsonObject): Changes =>
  Object.fromEntries(Object.entries(body).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
