import { isRecord } from '../../../../lib/is-record.ts';
import { JsonShape } from './json-shape.ts';
import type { Framer } from './records.ts';
import type { Row } from './row.ts';

// Tables have few shapes; one that has many is parsed row by row.
const mostShapes = 8;

export type JsonRowsOptions = {
  /** The row holds until this returns. */
  readonly onRow: (row: Row) => void;
  readonly onBad: (line: number, message: string) => void;
};

/** Rows of JSON lines, by path. */
export class JsonRows implements Framer {
  readonly #options: JsonRowsOptions;
  readonly #shapes: ShapedRow[] = [];
  line = 0;

  constructor(options: JsonRowsOptions) {
    this.#options = options;
  }

  take(bytes: Buffer, from: number, last: boolean): number {
    let start = from;
    for (;;) {
      let end = bytes.indexOf(10, start);
      if (end < 0) {
        if (!last || start >= bytes.length) return start;
        end = bytes.length;
      }
      this.line += 1;
      this.#record(bytes, start, bytes[end - 1] === 13 ? end - 1 : end);
      start = end + 1;
    }
  }

  #record(bytes: Buffer, start: number, end: number): void {
    const known = this.#shapes.find(({ shape }) => shape.fits(bytes, start, end));
    if (known !== undefined) {
      known.line = this.line;
      this.#options.onRow(known);
      return;
    }
    const text = bytes.toString('utf8', start, end).trim();
    if (text === '') return;
    const value = this.#parse(text);
    if (value === undefined) return;
    if (isRecord(value) && this.#shapes.length < mostShapes) this.#shapes.push(new ShapedRow(new JsonShape(value)));
    this.#options.onRow(new ParsedRow(value, this.line));
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      this.#options.onBad(this.line, 'The line is not valid JSON.');
      return undefined;
    }
  }
}

function textAt(value: unknown, path: readonly string[]): string {
  let at: unknown = value;
  for (const name of path) at = (isRecord(at) || Array.isArray(at)) && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined;
  if (typeof at === 'string') return at;
  return typeof at === 'number' || typeof at === 'boolean' ? String(at) : '';
}

const paths = new Map<string, readonly string[]>();
function pathOf(name: string): readonly string[] {
  let path = paths.get(name);
  if (path === undefined) {
    path = name.split('.');
    paths.set(name, path);
  }
  return path;
}

class ParsedRow implements Row {
  readonly #value: unknown;
  readonly line: number;

  constructor(value: unknown, line: number) {
    this.#value = value;
    this.line = line;
  }

  text(...names: readonly string[]): string {
    for (const name of names) {
      const text = textAt(this.#value, pathOf(name));
      if (text !== '') return text;
    }
    return '';
  }
}

/** A row of a known shape: of its values only those that are asked for become texts. */
class ShapedRow implements Row {
  readonly shape: JsonShape;
  line = 0;

  constructor(shape: JsonShape) {
    this.shape = shape;
  }

  text(...names: readonly string[]): string {
    for (const name of names) {
      const text = this.shape.text(name);
      if (text !== '') return text;
    }
    return '';
  }
}
