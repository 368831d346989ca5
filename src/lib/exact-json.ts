/** A JSON number that keeps its digits: amounts never pass through a binary float on their way out. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    if (!jsonNumber.test(text)) throw new Error(`Not a JSON number: ${text}`);
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** What can be written as JSON. Members that are undefined are left out, as JSON.stringify does. */
export type JsonValue = null | boolean | number | string | ExactNumber | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [member: string]: JsonValue | undefined };

export const exactNumber = (text: string): ExactNumber => new ExactNumber(text);

export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);

/** JSON text without white space; exact numbers digit for digit. */
export function writeJson(value: JsonValue): string {
  if (value instanceof ExactNumber) return value.text;
  if (isJsonArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${JSON.stringify(name)}:${writeJson(member)}`],
  );
  return `{${members.join(',')}}`;
}

/** Reads JSON; numbers arrive as exact numbers with the digits of the text. Throws SyntaxError as JSON.parse does. */
export function readJson(text: string): JsonValue {
  const keep = (_name: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' && context?.source !== undefined ? new ExactNumber(context.source) : value;
  // The reviver only turns numbers into exact numbers, so the result is JSON by construction.
  return JSON.parse(text, keep) as JsonValue;
}

const isJsonArray = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
