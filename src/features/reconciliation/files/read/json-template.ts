import { isSame } from './bytes.ts';
import type { Fields, WantedColumn } from './fields.ts';

const quote = 34;
const comma = 44;
const backslash = 92;
const letterN = 110; // null

/** A key of the learned object, as its bytes stand in a line: `"Name":`. `column` is the wanted one, or -1. */
type Key = { readonly bytes: Buffer; readonly view: DataView; readonly column: number; readonly opaque: boolean };

/** A wanted key: where it stands among all keys, and how far it lay behind the wanted value before it in the last line. */
type Stop = { readonly key: Key; readonly place: number; gap: number };

/**
 * The keys of a file's objects in the order in which it writes them. Exports repeat the same keys in the same order, and most values
 * are those of the line before or as long, so each wanted key is first looked for at the distance at which it was last found. What
 * is found there is exact, never guessed: the bytes `"Name":` cannot stand inside a JSON string, whose quotes are escaped.
 */
export class JsonTemplate {
  readonly #keys: readonly Key[];
  readonly #stops: readonly Stop[];

  /** `columnOf` answers the wanted column of a name, or -1. */
  constructor(names: readonly string[], columns: readonly WantedColumn[], columnOf: (name: string) => number) {
    this.#keys = names.map((name) => {
      const bytes = Buffer.from(`${JSON.stringify(name)}:`);
      const column = columnOf(name);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      return { bytes, view, column, opaque: columns[column]?.opaque === true };
    });
    this.#stops = this.#keys.flatMap((key, place) => (key.column < 0 ? [] : [{ key, place, gap: 0 }]));
  }

  /**
   * Fills in where the wanted values of a line stand: 'found', or 'odd' when the real parser must read this line, or 'unknown' when
   * in addition a key is not there, so that the template should be learned anew.
   */
  locate(fields: Fields, start: number, end: number): 'found' | 'odd' | 'unknown' {
    const { view } = fields;
    let at = start;
    let place = -1;
    for (const stop of this.#stops) {
      const { key } = stop;
      let position = at + stop.gap;
      if (!isKey(view, position, key, end)) {
        position = this.#search(fields, at, place, stop, end);
        if (position < 0) return 'unknown';
        stop.gap = position - at;
      }
      at = valueInto(fields, key, position + key.bytes.length, end);
      if (at < 0) return 'odd';
      place = stop.place;
    }
    return 'found';
  }

  /** Goes from key to key as the template says; where that fails, looks for the key ahead. -1 when the line does not have it. */
  #search(fields: Fields, from: number, place: number, stop: Stop, end: number): number {
    const { bytes, view } = fields;
    let at = from;
    for (let between = place + 1; between < stop.place && at >= 0; between += 1) {
      const key = this.#keys[between];
      at = key !== undefined && isKey(view, at + 1, key, end) ? skipValue(bytes, at + 1 + key.bytes.length, end) : -1;
    }
    if (at >= 0 && isKey(view, at + 1, stop.key, end)) return at + 1;
    const found = bytes.indexOf(stop.key.bytes, from);
    return found >= 0 && found + stop.key.bytes.length < end ? found : -1;
  }
}

const isKey = (view: DataView, at: number, key: Key, end: number): boolean =>
  at + key.bytes.length < end && isSame(view, at, key.view, 0, key.bytes.length);

/** Notes where the value that begins at `from` stands; answers where it ends, its closing quote included, or -1. */
function valueInto(fields: Fields, key: Key, from: number, end: number): number {
  const { bytes } = fields;
  const { column } = key;
  if (bytes[from] === letterN) {
    fields.put(column, from, from, false);
    return from + 4;
  }
  const quoted = bytes[from] === quote ? 1 : 0;
  const start = from + quoted;
  const length = fields.repeatedLength(column, start, quoted === 1);
  if (length >= 0) {
    fields.put(column, start, start + length, true);
    return start + length + quoted;
  }
  const stop = quoted === 1 ? stringEnd(bytes, start, end, key.opaque) : numberEnd(bytes, start, end);
  if (stop < 0) return -1;
  fields.put(column, start, stop, false);
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
