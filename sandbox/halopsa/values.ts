import { Decimal, printDecimal } from '../../src/lib/decimal.ts';
import { ExactNumber, isJsonObject, type JsonObject, type JsonValue, readJson } from '../../src/lib/exact-json.ts';
import { textOf } from '../plain-text.ts';
import type { RemoteRequest } from '../remote.ts';
import type { PlainJson } from '../world/types.ts';
import type { HaloKind, Resource } from './resources.ts';

/** The elements of a POST: an array of objects; undefined when it is something else. */
export function elementsOf(request: RemoteRequest): readonly JsonObject[] | undefined {
  try {
    const body = readJson(request.body);
    const list: readonly JsonValue[] = Array.isArray(body) ? (body as readonly JsonValue[]) : [];
    return list.length > 0 && list.every(isJsonObject) ? list : undefined;
  } catch {
    return undefined;
  }
}

export const idOf = (element: JsonObject): number => {
  const id = Number(textOf(element['id']));
  return Number.isInteger(id) && id > 0 ? id : 0;
};

/** Members of the resource that the element sends; unknown ones are passed over. A name that ends the list is what could not be read. */
export function readMembers(
  kind: Resource,
  element: JsonObject,
): { readonly values: Record<string, PlainJson> } | { readonly wrong: string } {
  const values: Record<string, PlainJson> = {};
  for (const [name, value] of Object.entries(element)) {
    const type = kind.fields.get(name);
    if (type === undefined || value === undefined || computed.has(name)) continue;
    const plain = plainOf(type, value);
    if (plain === undefined) return { wrong: name };
    values[name] = plain;
  }
  return { values };
}

/** What the service makes itself, or keeps elsewhere. */
const computed: ReadonlySet<string> = new Set(['id', 'net_amount', 'total', 'lines', 'add_lines', '_warning']);

const readers: Readonly<Record<Exclude<HaloKind, 'json' | 'flag'>, (text: string) => PlainJson | undefined>> = {
  whole: (text) => (/^-?\d{1,10}(\.0+)?$/.test(text) ? Number(text) : undefined),
  decimal: (text) => (/^-?\d{1,15}(\.\d+)?$/.test(text) ? printDecimal(new Decimal(text)) : undefined),
  date: (text) => dateText(text),
  text: (text) => text,
};

function plainOf(kind: HaloKind, value: JsonValue): PlainJson | undefined {
  if (value === null) return null;
  if (kind === 'json') return plainJson(value);
  if (kind === 'flag') return typeof value === 'boolean' ? value : undefined;
  return typeof value === 'object' && !(value instanceof ExactNumber) ? undefined : readers[kind](String(value));
}

/** Dates have no zone: the day and time as they stand. */
function dateText(text: string): string | null | undefined {
  if (text === '') return null;
  const [, day, , time = '00:00:00'] = /^(\d{4}-\d\d-\d\d)(T(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  return day === undefined || Number.isNaN(Date.parse(day)) ? undefined : `${day}T${time}`;
}

function plainJson(value: JsonValue): PlainJson {
  if (value instanceof ExactNumber) return Number(value.text);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(plainJson);
  if (!isJsonObject(value)) return value as string | number | boolean | null;
  return Object.fromEntries(Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : [[name, plainJson(member)]])));
}
