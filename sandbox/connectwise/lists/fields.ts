import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/lib/exact-json.ts';

/** Only the members that `fields` names (`id,name,company/id`); everything when it names none. Unknown names give nothing. */
export function selectFields(row: JsonObject, fields: string | null): JsonObject {
  const paths = (fields ?? '')
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '');
  if (paths.length === 0) return row;
  const selected: Record<string, JsonValue> = {};
  for (const path of paths) pick(row, path.split('/'), selected);
  return selected;
}

function pick(from: JsonObject, path: readonly string[], into: Record<string, JsonValue>): void {
  const [name = '', ...rest] = path;
  const value = from[name];
  if (value === undefined) return;
  if (rest.length === 0 || !isJsonObject(value)) {
    into[name] = value;
    return;
  }
  const before = into[name];
  const inner: Record<string, JsonValue> = {};
  if (isJsonObject(before)) for (const [key, one] of Object.entries(before)) if (one !== undefined) inner[key] = one;
  pick(value, rest, inner);
  into[name] = inner;
}
