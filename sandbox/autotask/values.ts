import { Decimal, printDecimal } from '../../src/lib/decimal.ts';
import { ExactNumber, isJsonObject, type JsonObject, type JsonValue, readJson } from '../../src/lib/exact-json.ts';
import { textOf } from '../plain-text.ts';
import type { RemoteRequest } from '../remote.ts';
import type { PlainValue } from '../world/types.ts';
import { type EntitySpec, type FieldKind, type FieldSpec, picklistOf, userListOf } from './entities/entities.ts';

/** What a body says: members of the entity by their own names, user-defined fields by name. Members that the entity does not have are passed over. */
export type Told = {
  readonly values: Readonly<Record<string, PlainValue>>;
  readonly udf: Readonly<Record<string, string | null>>;
  readonly errors: readonly string[];
};

export function bodyOf(request: RemoteRequest): JsonObject | undefined {
  try {
    const body = readJson(request.body);
    return isJsonObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

export function readValues(spec: EntitySpec, body: JsonObject): Told {
  const values: Record<string, PlainValue> = {};
  const errors: string[] = [];
  for (const [name, value] of Object.entries(body)) {
    const field = spec.byName.get(name.toLowerCase());
    if (field === undefined || value === undefined) continue;
    const plain = plainValue(field, value);
    if (plain === undefined) errors.push(`Unable to convert the value of ${field.name}.`);
    else if (!isInPicklist(spec, field, plain)) errors.push(`Value ${String(plain)} does not exist for the picklist field ${field.name}.`);
    else values[field.name] = plain;
  }
  return { values, errors, udf: readUdf(spec, body, errors) };
}

function readUdf(spec: EntitySpec, body: JsonObject, errors: string[]): Record<string, string | null> {
  const udf: Record<string, string | null> = {};
  const given = body['userDefinedFields'];
  for (const one of Array.isArray(given) ? (given as readonly JsonValue[]) : []) {
    const name = isJsonObject(one) ? textOf(one['name']) : '';
    const found = spec.udfs.find((each) => each.toLowerCase() === name.toLowerCase());
    const value = isJsonObject(one) && one['value'] !== null && one['value'] !== undefined ? plainText(one['value']) : null;
    if (found === undefined) errors.push(`The user-defined field ${name} does not exist.`);
    else if (!isInUserList(spec, found, value)) errors.push(`Value ${value ?? ''} does not exist for the picklist field ${found}.`);
    else udf[found] = value;
  }
  return udf;
}

const isInUserList = (spec: EntitySpec, name: string, value: string | null): boolean =>
  value === null || userListOf(spec.name, name)?.some((one) => one.value === value) !== false;

const plainText = (value: JsonValue): string =>
  typeof value === 'object' && !(value instanceof ExactNumber) ? JSON.stringify(value) : String(value);

function isInPicklist(spec: EntitySpec, field: FieldSpec, value: PlainValue): boolean {
  const list = picklistOf(spec.name, field.name);
  return list === undefined || value === null || list.some((one) => one.value === String(value));
}

const readers: Readonly<Record<FieldKind, (text: string) => PlainValue | undefined>> = {
  whole: (text) => (/^-?\d{1,15}(\.0+)?$/.test(text) ? Number(text) : undefined),
  decimal: (text) =>
    /^-?\d{1,15}(\.\d+)?([eE][+-]?\d{1,2})?$/.test(text) ? printDecimal(new Decimal(text).toDecimalPlaces(4)) : undefined,
  flag: (text) => (/^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined),
  instant: (text) => instantText(text),
  text: (text) => text,
};

/** The value as the row keeps it; undefined when it is of another kind. Numbers in quotes are taken, as .NET's reader does. */
export function plainValue(field: FieldSpec, value: JsonValue): PlainValue | undefined {
  if (value === null) return null;
  if (typeof value === 'object' && !(value instanceof ExactNumber)) return undefined;
  const text = String(value);
  // Contract periods have letters in some databases.
  return field.name === 'contractPeriodType' && /^[mqsy]$/.test(text) ? text : readers[field.kind](text);
}

function instantText(text: string): string | undefined {
  const [, day, , time = '00:00:00'] = /^(\d{4}-\d\d-\d\d)([T ](\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  const ms = Date.parse(day ?? '');
  // A day that the month does not have is read as one of the next.
  return day === undefined || Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day ? undefined : `${day}T${time}Z`;
}
