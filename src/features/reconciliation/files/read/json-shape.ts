import { isSame } from './bytes.ts';

const quote = 34;
const comma = 44;
const backslash = 92;
const open = 123;
const close = 125;
const openList = 91;
const closeList = 93;
const letterN = 110; // null

type Key = { readonly length: number; readonly view: DataView };

/**
 * The keys of an object in order. Rows of one table nearly all have the same ones, so where their values stand is found by walking
 * from key to key; only the values that are asked for become texts. A row of another shape is not this shape, never half of it.
 */
export class JsonShape {
  readonly #keys: readonly Key[];
  readonly #places = new Map<string, number>();
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #bytes: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));

  constructor(names: readonly string[]) {
    this.#keys = names.map((name, place) => {
      this.#places.set(name, place);
      const bytes = Buffer.from(`${JSON.stringify(name)}:`);
      return { length: bytes.length, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
    });
    this.#starts = new Int32Array(names.length);
    this.#ends = new Int32Array(names.length);
  }

  /** Whether the line from `start` to `end` is an object of this shape; then `raw` has its values until the next line. */
  fits(bytes: Buffer, start: number, end: number): boolean {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    let at = start;
    for (let place = 0; place < this.#keys.length; place += 1) {
      const key = this.#keys[place];
      if (key === undefined || bytes[at] !== (place === 0 ? open : comma) || at + 1 + key.length >= end) return false;
      if (!isSame(this.#view, at + 1, key.view, 0, key.length)) return false;
      const from = at + 1 + key.length;
      at = valueEnd(bytes, from, end);
      if (at < 0) return false;
      this.#starts[place] = from;
      this.#ends[place] = at;
    }
    return at === end - 1 && bytes[at] === close && this.#keys.length > 0;
  }

  /** The JSON text of a list or an object; undefined when the value is neither. */
  nested(name: string): string | undefined {
    const place = this.#places.get(name) ?? -1;
    const start = this.#starts[place] ?? 0;
    const isNested = place >= 0 && isOpening(this.#bytes[start]);
    return isNested ? this.#bytes.toString('utf8', start, this.#ends[place]) : undefined;
  }

  /** A string, a number, true or false as text; '' for anything else. */
  text(name: string): string {
    const place = this.#places.get(name);
    if (place === undefined) return '';
    const start = this.#starts[place] ?? 0;
    const end = this.#ends[place] ?? 0;
    const first = this.#bytes[start];
    if (first === quote) return unescaped(this.#bytes.toString('utf8', start + 1, end - 1));
    // null, lists and objects have no text.
    return first === letterN || isOpening(first) ? '' : this.#bytes.toString('latin1', start, end);
  }
}

const isOpening = (byte: number | undefined): boolean => byte === open || byte === openList;

const unescaped = (text: string): string => (text.includes('\\') ? String(JSON.parse(`"${text}"`)) : text);

/** Where a value of any kind ends; -1 when it does not. */
function valueEnd(bytes: Buffer, from: number, end: number): number {
  const first = bytes[from];
  if (first === quote) return stringEnd(bytes, from, end);
  if (isOpening(first)) return nestedEnd(bytes, from, end);
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === comma || byte === close) return at > from ? at : -1;
    if (!isPlain(byte)) return -1;
  }
  return -1;
}

/** What stands within a number, true, false or null: no spaces, quotes or brackets. */
const isPlain = (byte: number | undefined): boolean => byte !== undefined && byte > quote && byte !== closeList && !isOpening(byte);

function stringEnd(bytes: Buffer, from: number, end: number): number {
  for (let at = from + 1; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === quote) return at + 1;
    if (byte === backslash) at += 1;
  }
  return -1;
}

/** The bracket that closes the one at `from`, whatever strings between them hold. */
function nestedEnd(bytes: Buffer, from: number, end: number): number {
  let depth = 0;
  let at = from;
  while (at < end && at >= 0) {
    const byte = bytes[at];
    if (byte === quote) {
      at = stringEnd(bytes, at, end);
      continue;
    }
    if (isOpening(byte)) depth += 1;
    else if (byte === close || byte === closeList) depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return -1;
}
