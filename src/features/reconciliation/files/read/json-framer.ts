import { isRecord } from '../../../../lib/is-record.ts';
import type { Fields, WantedColumn } from './fields.ts';
import type { Framer } from './records.ts';

const quote = 34;
const backslash = 92;
const letterN = 110; // null

type Key = { readonly bytes: Buffer; readonly length: number; readonly opaque: boolean };

const spellings = (column: WantedColumn): readonly string[] => [column.name, ...(column.also ?? [])].map((name) => name.toLowerCase());

export type JsonFramerOptions = {
  readonly columns: readonly WantedColumn[];
  readonly fields: Fields;
  readonly onRecord: () => void;
  /** A line that is no JSON object; `line` counts from 1. */
  readonly onBad: (line: number, message: string) => void;
  /** Called with the wanted columns that the first object lacks. */
  readonly onFirst: (missing: readonly WantedColumn[]) => void;
};

/**
 * JSON lines without parsing them: only the wanted top-level fields are located. Sound because the bytes `"Name":` cannot occur
 * inside a JSON string (its quotes are escaped). Exports repeat the same keys in the same order, so each key is first looked for
 * at its distance of the line before; whatever is unusual (other order, spaces, escapes in a wanted field) goes through JSON.parse.
 */
export class JsonFramer implements Framer {
  readonly #options: JsonFramerOptions;
  #keys: readonly Key[] = [];
  /** Wanted columns in the order in which the file has them. */
  #order: Int32Array = new Int32Array(0);
  #gaps: Int32Array = new Int32Array(0);
  #names = new Map<string, number>();
  /** Wanted keys that the learned object lacked; a later object that has one is learned instead. */
  #absent: readonly Buffer[] = [];
  #isKnown = false;
  line = 0;

  constructor(options: JsonFramerOptions) {
    this.#options = options;
  }

  take(bytes: Buffer, from: number, last: boolean): number {
    const { fields } = this.#options;
    let start = from;
    while (start < bytes.length) {
      let end = bytes.indexOf(10, start);
      if (end < 0) {
        if (!last) return start;
        end = bytes.length;
      }
      this.line += 1;
      if (end - start > 1) {
        fields.use(bytes);
        fields.record = bytes;
        fields.recordStart = start;
        fields.recordEnd = bytes[end - 1] === 13 ? end - 1 : end;
        this.#record(bytes, start, fields.recordEnd);
      }
      start = end + 1;
    }
    return bytes.length;
  }

  #record(bytes: Buffer, start: number, end: number): void {
    if ((this.#keys.length === 0 || this.#hasAbsent(bytes, start, end)) && !this.#learn(bytes, start, end)) return;
    if (bytes[start] !== 123 || bytes[end - 1] !== 125 || !this.#locate(bytes, start, end)) {
      if (!this.#parse(bytes, start, end)) return;
    }
    this.#options.onRecord();
  }

  #hasAbsent(bytes: Buffer, start: number, end: number): boolean {
    if (this.#absent.length === 0) return false;
    const line = bytes.subarray(start, end);
    return this.#absent.some((key) => line.includes(key));
  }

  /** Learns spelling and order of the keys from the first object. */
  #learn(bytes: Buffer, start: number, end: number): boolean {
    const first = this.#object(bytes, start, end);
    if (first === undefined) return false;
    const { columns } = this.#options;
    const keys: Key[] = [];
    const order: number[] = [];
    const found = new Set<number>();
    for (const name of Object.keys(first)) {
      const column = columns.findIndex((wanted, at) => !found.has(at) && spellings(wanted).includes(name.toLowerCase()));
      if (column < 0) continue;
      found.add(column);
      const key = Buffer.from(`${JSON.stringify(name)}:`);
      keys.push({ bytes: key, length: key.length, opaque: columns[column]?.opaque === true });
      order.push(column);
    }
    for (const [at, column] of columns.entries()) for (const name of spellings(column)) this.#names.set(name, at);
    this.#keys = keys;
    this.#order = Int32Array.from(order);
    this.#gaps = new Int32Array(order.length);
    const missing = columns.filter((_, at) => !found.has(at));
    this.#absent = missing.map((column) => Buffer.from(`"${column.name}":`));
    for (const [at, column] of columns.entries()) if (missing.includes(column)) clear(this.#options.fields, at);
    if (!this.#isKnown) this.#options.onFirst(missing);
    this.#isKnown = true;
    return true;
  }

  #locate(bytes: Buffer, start: number, end: number): boolean {
    const { fields } = this.#options;
    fields.use(bytes);
    const keys = this.#keys;
    let at = start;
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index];
      if (key === undefined) return false;
      let position = at + (this.#gaps[index] ?? 0);
      if (!matches(bytes, position, key.bytes, end)) {
        position = find(bytes, at, key.bytes, end);
        if (position < 0) {
          // Learn again from the next line: where keys come and go, looking far ahead for one would be slow.
          this.#keys = [];
          return false;
        }
        this.#gaps[index] = position - at;
      }
      const from = position + key.length;
      at = valueEnd(bytes, from, end, key.opaque);
      if (at < 0) return false;
      const column = this.#order[index] ?? 0;
      const quoted = bytes[from] === quote ? 1 : 0;
      fields.start[column] = from + quoted;
      fields.end[column] = bytes[from] === letterN ? from : at - quoted;
    }
    return true;
  }

  #object(bytes: Buffer, start: number, end: number): Record<string, unknown> | undefined {
    try {
      const value: unknown = JSON.parse(bytes.toString('utf8', start, end));
      if (isRecord(value)) return value;
      this.#options.onBad(this.line, 'The line is JSON, but no object.');
    } catch {
      this.#options.onBad(this.line, 'The line is not valid JSON.');
    }
    return undefined;
  }

  /** The slow, always right way: parse, and lay the wanted values out in a buffer of their own. */
  #parse(bytes: Buffer, start: number, end: number): boolean {
    const object = this.#object(bytes, start, end);
    if (object === undefined) return false;
    const { fields, columns } = this.#options;
    const texts = columns.map(() => '');
    for (const [name, value] of Object.entries(object)) {
      const column = this.#names.get(name.toLowerCase());
      if (column !== undefined) texts[column] = plainText(value);
    }
    const own = Buffer.from(texts.join(''));
    let at = 0;
    for (const [column, text] of texts.entries()) {
      fields.start[column] = at;
      at += Buffer.byteLength(text);
      fields.end[column] = at;
    }
    fields.use(own);
    return true;
  }
}

function clear(fields: Fields, column: number): void {
  fields.start[column] = 0;
  fields.end[column] = 0;
}

const plainText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
};

function matches(bytes: Buffer, at: number, key: Buffer, end: number): boolean {
  const length = key.length;
  // The last letters differ most often: `StartDate":` and `EndDate":`.
  if (at + length >= end || bytes[at + length - 3] !== key[length - 3] || bytes[at] !== quote) return false;
  for (let index = 1; index < length; index += 1) if (bytes[at + index] !== key[index]) return false;
  return true;
}

function find(bytes: Buffer, from: number, key: Buffer, end: number): number {
  const at = bytes.indexOf(key, from);
  return at >= 0 && at + key.length < end ? at : -1;
}

/** Where a value ends (after its closing quote); -1 when it needs the real parser: escapes, nested values, spaces. */
function valueEnd(bytes: Buffer, from: number, end: number, opaque: boolean): number {
  if (bytes[from] === quote) return stringEnd(bytes, from + 1, end, opaque);
  if (bytes[from] === letterN) return from + 4;
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 44 || byte === 125) return at > from ? at : -1;
    if (!isNumberByte(byte)) return -1;
  }
  return -1;
}

function stringEnd(bytes: Buffer, from: number, end: number, opaque: boolean): number {
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === quote) return at + 1;
    if (byte !== backslash) continue;
    if (!opaque) return -1;
    at += 1;
  }
  return -1;
}

// Digits, point, signs, e and E; true and false are not wanted anywhere.
const isNumberByte = (byte: number): boolean => (byte >= 48 && byte <= 57) || (byte >= 43 && byte <= 46) || byte === 101 || byte === 69;
