import { isJsonObject, type JsonValue, readJson, writeJson } from '../../lib/exact-json.ts';

/** Every column of a line with its text, in the file's order. */
export type Columns = readonly (readonly [name: string, text: string])[];

/** A name without escapes; a text, a number, null, or another word; and what ends the member. Strict as RFC 8259 is. */
const member =
  /"([^"\\\u0000-\u001f]*)":(?:"([^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[^"\\\u0000-\u001f]*)*)"|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|null|(true|false))([,}])/y;

/** Numbers keep their digits; what is nested stays JSON. A line that is found but broken inside is shown as it is. */
export function jsonColumns(bytes: Buffer): Columns {
  const text = bytes.toString('utf8');
  const plain = plainColumns(text);
  if (plain !== undefined) return plain;
  try {
    const line = readJson(text);
    if (isJsonObject(line)) return Object.entries(line).map(([name, value]) => [name, textOf(value)] as const);
  } catch {
    // told below
  }
  return [['', text]];
}

/** Of an object as exports write it: a page of lines is read twice as fast as by asking the parser for the digits of each number. */
function plainColumns(text: string): Columns | undefined {
  const columns: (readonly [string, string])[] = [];
  const names = new Set<string>();
  member.lastIndex = 1;
  for (let found = text.startsWith('{') ? member.exec(text) : null; found !== null; found = member.exec(text)) {
    const [, name = '', string, number, word, end] = found;
    if (names.has(name) || oddName.test(name)) return undefined;
    names.add(name);
    columns.push([name, string === undefined ? (number ?? word ?? '') : unescaped(string)]);
    if (end === '}') return member.lastIndex === text.length ? columns : undefined;
  }
  return undefined;
}

/** Objects keep names that are numbers apart, and this one means something to them. */
const oddName = /^(\d|__proto__$)/;

const unescaped = (text: string): string => (text.includes('\\') ? String(JSON.parse(`"${text}"`)) : text);

const textOf = (value: JsonValue | undefined): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : writeJson(value);
};
