import { isRecord } from '../../../../lib/is-record.ts';
import type { FastLines } from './fast-lines.ts';
import type { Fields, WantedColumn } from './fields.ts';
import { JsonTemplate, type Outcome } from './json-template.ts';
import type { Framer } from './records.ts';

const spellings = (column: WantedColumn): readonly string[] => [column.name, ...(column.also ?? [])].map((name) => name.toLowerCase());

export type JsonFramerOptions = {
  readonly columns: readonly WantedColumn[];
  readonly fields: Fields;
  readonly onRecord: () => void;
  /** A line that is no JSON object; `line` counts from 1. */
  readonly onBad: (line: number, message: string) => void;
  /** Called with the wanted columns that the first object lacks. */
  readonly onFirst: (missing: readonly WantedColumn[]) => void;
  /** Reads the lines that it understands; all others come here. */
  readonly fast?: FastLines | undefined;
};

/**
 * JSON lines without parsing them: only the wanted top-level fields are located, by the template of an earlier line. Whatever is
 * unusual (other order, spaces, escapes in a wanted field) goes through JSON.parse.
 */
export class JsonFramer implements Framer {
  readonly #options: JsonFramerOptions;
  readonly #names = new Map<string, number>();
  #template: JsonTemplate | undefined;
  /** Wanted keys that the learned object lacked; a later object that has one is learned instead. */
  #absent: readonly Buffer[] = [];
  #isKnown = false;
  line = 0;

  constructor(options: JsonFramerOptions) {
    this.#options = options;
    for (const [at, column] of options.columns.entries()) for (const name of spellings(column)) this.#names.set(name, at);
  }

  take(bytes: Buffer, from: number, last: boolean): number {
    const { fields, fast } = this.#options;
    let start = from;
    while (start < bytes.length) {
      if (fast !== undefined) {
        start = fast.take(bytes, start);
        this.line += fast.taken;
      }
      let end = bytes.indexOf(10, start);
      if (end < 0) {
        if (!last || start >= bytes.length) return start;
        end = bytes.length;
      }
      this.line += 1;
      if (end - start > 1) {
        fields.begin(bytes, start, bytes[end - 1] === 13 ? end - 1 : end);
        this.#record(bytes, start, fields.recordEnd);
      }
      fast?.goOn();
      start = end + 1;
    }
    return bytes.length;
  }

  #record(bytes: Buffer, start: number, end: number): void {
    if (this.#template === undefined || this.#hasAbsent(bytes, start, end)) {
      const object = this.#object(bytes, start, end);
      if (object === undefined) return;
      this.#learn(object);
    }
    const outcome = this.#locate(bytes, start, end);
    if (outcome !== 'found') {
      const object = this.#object(bytes, start, end);
      if (object === undefined) return;
      // Where keys come and go, looking far ahead for one in every line would be slow. Learned from this line and no later one, a template
      // depends only on the lines that did not fit: what is read is the same whoever reads those that do.
      if (outcome === 'unknown') this.#learn(object);
      this.#layOut(object);
    }
    this.#options.onRecord();
  }

  #hasAbsent(bytes: Buffer, start: number, end: number): boolean {
    if (this.#absent.length === 0) return false;
    const line = bytes.subarray(start, end);
    return this.#absent.some((key) => line.includes(key));
  }

  /** Learns spelling and order of the keys from an object. */
  #learn(first: Record<string, unknown>): void {
    const { columns, fields } = this.#options;
    const found = new Set<number>();
    const keys = Object.keys(first).map((name) => {
      const column = columns.findIndex((wanted, at) => !found.has(at) && spellings(wanted).includes(name.toLowerCase()));
      found.add(column);
      return { name, column };
    });
    this.#template = new JsonTemplate(keys, columns);
    const missing = columns.filter((_, at) => !found.has(at));
    this.#absent = missing.map((column) => Buffer.from(`"${column.name}":`));
    for (const [at, column] of columns.entries()) if (missing.includes(column)) fields.put(at, 0, 0);
    if (!this.#isKnown) this.#options.onFirst(missing);
    this.#options.fast?.useKeys(keys, !missing.some((column) => column.required === true));
    this.#isKnown = true;
  }

  #locate(bytes: Buffer, start: number, end: number): Outcome {
    const { fields } = this.#options;
    const isObject = bytes[start] === 123 && bytes[end - 1] === 125;
    if (!isObject) this.#template?.forgetLine();
    return isObject && this.#template !== undefined ? this.#template.locate(fields, start, end) : 'odd';
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

  /** The slow, always right way: the wanted values of the parsed object in a buffer of their own. */
  #layOut(object: Record<string, unknown>): void {
    const { fields, columns } = this.#options;
    const texts = columns.map(() => '');
    for (const [name, value] of Object.entries(object)) {
      const column = this.#names.get(name.toLowerCase());
      if (column !== undefined) texts[column] = plainText(value);
    }
    fields.useTexts(texts);
  }
}

const plainText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
};
