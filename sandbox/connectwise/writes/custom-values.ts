import { isJsonObject, type JsonValue } from '../../../src/lib/exact-json.ts';
import type { PsaCustomField, PsaCustomValue } from '../../world/types.ts';
import { textValue, ValueError, wholeValue } from '../additions/values.ts';

/** Values by field id; a field that the write does not name keeps its value, one with null or no value loses it. */
export function customValues(
  before: readonly PsaCustomValue[],
  value: JsonValue,
  fields: readonly PsaCustomField[],
): readonly PsaCustomValue[] {
  if (value === null) return [];
  if (!Array.isArray(value)) throw new ValueError('must be an array');
  const values = new Map(before.map((one) => [one.fieldId, one.value]));
  for (const entry of value as readonly JsonValue[]) {
    const id = isJsonObject(entry) ? wholeValue(entry['id']) : undefined;
    const given = isJsonObject(entry) ? entry['value'] : undefined;
    if (id === undefined || !fields.some((field) => field.id === id))
      throw new ValueError('must name custom fields of this resource by id');
    if (given === undefined || given === null) values.delete(id);
    else values.set(id, textValue(given, 4000));
  }
  return [...values].map(([fieldId, text]) => ({ fieldId, value: text }));
}
