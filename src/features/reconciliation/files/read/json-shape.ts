import { isSame } from './bytes.ts';
import { ColumnTexts } from './column-texts.ts';

const quote = 34;
const comma = 44;
const backslash = 92;
const close = 125;
const closeList = 93;

type Piece = { readonly length: number; readonly view: DataView };

const pieceOf = (text: string): Piece => {
  const bytes = Buffer.from(text);
  return { length: bytes.length, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
};

/**
 * All of a JSON line but its values: what stands before each of them and behind the last. Rows of one table nearly all have the same,
 * lists and objects within them too, so where the values stand is found by walking from piece to piece; only those that are asked for
 * become texts. A row of another shape is not this shape, never half of it.
 */
export class JsonShape {
  readonly #pieces: readonly Piece[];
  readonly #end: Piece;
  /** By path: `company.id`, `customFields.0.value`. */
  readonly #places = new Map<string, number>();
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  /** What values were made to; undefined until a value is asked for. */
  readonly #texts: (string | undefined)[] = [];
  readonly #columns: ColumnTexts[] = [];
  #bytes: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** The shape of a line that was parsed. */
  constructor(value: object) {
    const outline = new Outline();
    outline.add(value, '');
    this.#pieces = outline.before.map(pieceOf);
    this.#end = pieceOf(outline.open);
    for (const [place, path] of outline.paths.entries()) if (path !== undefined) this.#places.set(path, place);
    this.#starts = new Int32Array(outline.before.length);
    this.#ends = new Int32Array(outline.before.length);
    for (const _ of outline.before) this.#columns.push(new ColumnTexts());
  }

  /** Whether the line from `start` to `end` is of this shape; then its values can be asked for until the next line. */
  fits(bytes: Buffer, start: number, end: number): boolean {
    const isSameBuffer = this.#bytes === bytes;
    if (!isSameBuffer) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    let at = start;
    for (let place = 0; place < this.#pieces.length; place += 1) {
      const piece = this.#pieces[place];
      if (piece === undefined || at + piece.length >= end || !isSame(this.#view, at, piece.view, 0, piece.length)) return false;
      const from = at + piece.length;
      at = (isSameBuffer ? this.#asBefore(place, from, end) : 0) || this.#anew(place, from, end);
      if (at < 0) return false;
    }
    return at + this.#end.length === end && isSame(this.#view, at, this.#end.view, 0, this.#end.length);
  }

  /** A string, a number, true or false as text; '' for null, and where the row has neither. */
  text(path: string): string {
    const place = this.#places.get(path);
    if (place === undefined) return '';
    return (this.#texts[place] ??= this.#columns[place]?.text(this.#bytes, this.#starts[place] ?? 0, this.#ends[place] ?? 0) ?? '');
  }

  /** Where a value ends that is the same as in the line before, with the byte behind it; 0 when it is another. */
  #asBefore(place: number, from: number, end: number): number {
    const before = this.#starts[place] ?? 0;
    const length = (this.#ends[place] ?? 0) - before;
    if (from + length >= end || !isSame(this.#view, from, this.#view, before, length + 1)) return 0;
    this.#starts[place] = from;
    this.#ends[place] = from + length;
    return from + length;
  }

  #anew(place: number, from: number, end: number): number {
    const at = valueEnd(this.#bytes, from, end);
    this.#starts[place] = from;
    this.#ends[place] = Math.max(from, at);
    this.#texts[place] = undefined;
    return at;
  }
}

/** Writes a value as JSON.stringify does, its plain values left out. */
class Outline {
  readonly before: string[] = [];
  readonly paths: (string | undefined)[] = [];
  /** What was written since the last value. */
  open = '';

  add(value: unknown, path: string | undefined): void {
    if (Array.isArray(value)) this.#list(value, path);
    else if (typeof value === 'object' && value !== null) this.#object(value, path);
    else {
      this.before.push(this.open);
      this.paths.push(path);
      this.open = '';
    }
  }

  #list(values: readonly unknown[], path: string | undefined): void {
    this.open += '[';
    for (const [index, value] of values.entries()) {
      if (index > 0) this.open += ',';
      this.add(value, below(path, String(index)));
    }
    this.open += ']';
  }

  #object(value: object, path: string | undefined): void {
    this.open += '{';
    for (const [index, [name, inner]] of Object.entries(value).entries()) {
      this.open += `${index > 0 ? ',' : ''}${JSON.stringify(name)}:`;
      this.add(inner, below(path, name));
    }
    this.open += '}';
  }
}

// A name with a point in it has no path.
const below = (path: string | undefined, name: string): string | undefined =>
  path === undefined || name.includes('.') ? undefined : path === '' ? name : `${path}.${name}`;

/** Where a plain value ends; -1 when it is none. */
function valueEnd(bytes: Buffer, from: number, end: number): number {
  if (bytes[from] === quote) return stringEnd(bytes, from, end);
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === comma || byte === close || byte === closeList) return at > from ? at : -1;
    if (!isPlain(byte)) return -1;
  }
  return -1;
}

/** What stands within a number, true, false or null: no spaces, quotes or brackets. */
const isPlain = (byte: number | undefined): boolean => byte !== undefined && byte > quote && byte !== 91 && byte !== 123;

function stringEnd(bytes: Buffer, from: number, end: number): number {
  for (let at = from + 1; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === quote) return at + 1;
    if (byte === backslash) at += 1;
  }
  return -1;
}
