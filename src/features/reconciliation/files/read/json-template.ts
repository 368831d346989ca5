import { isSame, sameBytes } from './bytes.ts';
import type { Fields, WantedColumn } from './fields.ts';

const quote = 34;
const comma = 44;
const backslash = 92;
const letterN = 110; // null

/** A key of the learned object, as its bytes stand in a line: `"Name":`. `column` is the wanted one, or -1. */
type Key = { readonly bytes: Buffer; readonly view: DataView; readonly column: number; readonly opaque: boolean };

/** A name of the object, and which wanted column it is, or -1. */
export type NamedColumn = { readonly name: string; readonly column: number };

/** A wanted key, and its place among all keys. */
type Stop = { readonly key: Key; readonly place: number };

/** 'found', or 'odd' when the real parser must read this line, or 'unknown' when in addition a key is not there and the line is to be learned. */
export type Outcome = 'found' | 'odd' | 'unknown';

/**
 * The keys of a file's objects in the order in which it writes them. Exports repeat the same keys in the same order, and most of a
 * line stands in the line before as well, so a line is compared with the one before: what is the same needs no second look, and only
 * where they part is a value read. What is found is exact, never guessed: the bytes `"Name":` cannot stand inside a JSON string,
 * whose quotes are escaped.
 */
export class JsonTemplate {
  readonly #keys: readonly Key[];
  readonly #stops: readonly Stop[];
  /** Of each stop in the line before: where its key begins, and the first byte behind its value. */
  readonly #keyAt: Int32Array;
  readonly #after: Int32Array;
  /** Where the line before stands; undefined when it was not found. */
  #previous: Buffer | undefined;
  #start = 0;
  #end = 0;

  constructor(names: readonly NamedColumn[], columns: readonly WantedColumn[]) {
    this.#keys = names.map(({ name, column }) => {
      const bytes = Buffer.from(`${JSON.stringify(name)}:`);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      return { bytes, view, column, opaque: columns[column]?.opaque === true };
    });
    this.#stops = this.#keys.flatMap((key, place) => (key.column < 0 ? [] : [{ key, place }]));
    this.#keyAt = new Int32Array(this.#stops.length);
    this.#after = new Int32Array(this.#stops.length);
  }

  /** Fills in where the wanted values of a line stand. After 'unknown' the template should be learned anew, from this line. */
  locate(fields: Fields, start: number, end: number): Outcome {
    const { bytes } = fields;
    const outcome = this.#previous === bytes ? this.#beside(fields, start, end) : this.#alone(fields, start, end);
    this.#previous = outcome === 'found' ? bytes : undefined;
    this.#start = start;
    this.#end = end;
    return outcome;
  }

  /** The next line does not follow one that was located. */
  forgetLine(): void {
    this.#previous = undefined;
  }

  #alone(fields: Fields, start: number, end: number): Outcome {
    let from = start;
    for (let next = 0; next < this.#stops.length; next += 1) {
      const position = this.#search(fields, from, next, end);
      if (position < 0) return 'unknown';
      from = this.#valueInto(fields, next, position, end);
      if (from < 0) return 'odd';
    }
    return 'found';
  }

  /** `was` and `is` are the same place in the line before and in this one. */
  #beside(fields: Fields, start: number, end: number): Outcome {
    const { view } = fields;
    let was = this.#start;
    let is = start;
    let next = 0;
    for (;;) {
      const same = was + sameBytes(view, was, is, Math.min(this.#end - was, end - is));
      next = this.#move(fields, next, same, is - was);
      const key = this.#stops[next]?.key;
      if (key === undefined) return 'found';
      const keyWas = this.#keyAt[next] ?? 0;
      let position = keyWas + is - was;
      if (same < keyWas + key.bytes.length) {
        // They part before the value; often by as many bytes in both lines.
        if (!isKey(view, position, key, end)) position = this.#search(fields, next === 0 ? start : (this.#after[next - 1] ?? 0), next, end);
        if (position < 0) return 'unknown';
        was = keyWas;
        is = position;
        continue;
      }
      was = this.#after[next] ?? 0;
      is = this.#valueInto(fields, next, position, end);
      if (is < 0) return 'odd';
      next += 1;
    }
  }

  /** Takes over the values that are the same up to `same`, with the byte behind them that ends them; answers the first that is not. */
  #move(fields: Fields, first: number, same: number, shift: number): number {
    let next = first;
    for (; next < this.#stops.length && (this.#after[next] ?? 0) < same; next += 1) {
      fields.move(this.#stops[next]?.key.column ?? 0, shift);
      this.#keyAt[next] = (this.#keyAt[next] ?? 0) + shift;
      this.#after[next] = (this.#after[next] ?? 0) + shift;
    }
    return next;
  }

  /** Notes where the value behind the key at `position` stands; answers the first byte behind it, or -1. */
  #valueInto(fields: Fields, next: number, position: number, end: number): number {
    const key = this.#stops[next]?.key;
    if (key === undefined) return -1;
    const after = valueInto(fields, key, position + key.bytes.length, end);
    this.#keyAt[next] = position;
    this.#after[next] = after;
    return after;
  }

  /** Goes from key to key as the template says; where that fails, looks for the key ahead. -1 when the line does not have it. */
  #search(fields: Fields, from: number, next: number, end: number): number {
    const { bytes, view } = fields;
    const stop = this.#stops[next];
    if (stop === undefined) return -1;
    let at = from;
    for (let between = (this.#stops[next - 1]?.place ?? -1) + 1; between < stop.place && at >= 0; between += 1) {
      const key = this.#keys[between];
      at = key !== undefined && isKey(view, at + 1, key, end) ? skipValue(bytes, at + 1 + key.bytes.length, end) : -1;
    }
    if (at >= 0 && isKey(view, at + 1, stop.key, end)) return at + 1;
    const found = bytes.subarray(from, end).indexOf(stop.key.bytes);
    return found >= 0 && from + found + stop.key.bytes.length < end ? from + found : -1;
  }
}

const isKey = (view: DataView, at: number, key: Key, end: number): boolean =>
  at + key.bytes.length < end && isSame(view, at, key.view, 0, key.bytes.length);

/** Notes where the value that begins at `from` stands; answers where it ends, its closing quote included, or -1. */
function valueInto(fields: Fields, key: Key, from: number, end: number): number {
  const { bytes } = fields;
  const { column } = key;
  if (bytes[from] === letterN) {
    fields.put(column, from, from);
    return from + 4;
  }
  const quoted = bytes[from] === quote ? 1 : 0;
  const start = from + quoted;
  const stop = quoted === 1 ? stringEnd(bytes, start, end, key.opaque) : numberEnd(bytes, start, end);
  if (stop < 0) return -1;
  fields.put(column, start, stop);
  return stop + quoted;
}

/** Where a string's closing quote stands; -1 when it has escapes and is wanted as text. */
function stringEnd(bytes: Buffer, from: number, end: number, opaque: boolean): number {
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === quote) return at;
    if (byte !== backslash) continue;
    if (!opaque) return -1;
    at += 1;
  }
  return -1;
}

function numberEnd(bytes: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === comma || byte === 125) return at > from ? at : -1;
    if (!isNumberByte(byte)) return -1;
  }
  return -1;
}

// Digits, point, signs, e and E; true and false are not wanted anywhere.
const isNumberByte = (byte: number): boolean => (byte >= 48 && byte <= 57) || (byte >= 43 && byte <= 46) || byte === 101 || byte === 69;

/** Where a value that nobody wants ends; -1 when it is an object or a list. */
function skipValue(bytes: Buffer, from: number, end: number): number {
  if (bytes[from] === quote) {
    const stop = stringEnd(bytes, from + 1, end, true);
    return stop < 0 ? -1 : stop + 1;
  }
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === comma || byte === 125) return at;
    if (byte === 123 || byte === 91) return -1;
  }
  return -1;
}
