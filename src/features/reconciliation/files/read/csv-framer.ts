import { fileFault } from '../problem.ts';
import { delimiterOf } from './delimiter.ts';
import type { Fields, WantedColumn } from './fields.ts';
import type { Framer } from './records.ts';

const quote = 34;
const comma = 44;
const space = 32;
const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
// Longer records are a quote that is never closed; names of a megabyte are not.
const longestRecord = 8 << 20;

export type CsvFramerOptions = {
  readonly columns: readonly WantedColumn[];
  readonly fields: Fields;
  readonly onRecord: () => void;
  /** `line` counts records from 1, the header included. */
  readonly onBad: (line: number, message: string) => void;
  /** Called once with the wanted columns that the header lacks. */
  readonly onFirst: (missing: readonly WantedColumn[]) => void;
};

/**
 * CSV as RFC 4180, the portal and spreadsheets write it: commas (or what the header separates its names by), quotes doubled inside
 * quotes, line breaks allowed inside quotes. Names by header. Blanks around a cell are left out of what is handed over.
 */
export class CsvFramer implements Framer {
  readonly #options: CsvFramerOptions;
  /** Of each column of the file: which wanted one it is, or -1. */
  #wanted: Int32Array | undefined;
  #from = new Int32Array(256);
  #to = new Int32Array(256);
  #count = 0;
  #hasDoubledQuotes = false;
  #isBroken = false;
  #delimiter = comma;
  /** The header's names as they stand there. */
  names: readonly string[] = [];
  line = 0;

  constructor(options: CsvFramerOptions) {
    this.#options = options;
  }

  take(bytes: Buffer, from: number, last: boolean): number {
    let start = this.line === 0 ? this.#findDelimiter(bytes, from, last) : from;
    if (start < 0) return from;
    while (start < bytes.length) {
      const next = this.#split(bytes, start, last);
      if (next < 0) return start;
      this.line += 1;
      if (next - start <= 2 && this.#count <= 1) start = next;
      else start = this.#record(bytes, start, next);
    }
    return bytes.length;
  }

  /** Where the header begins; -1 when what tells the delimiter is not there yet. */
  #findDelimiter(bytes: Buffer, from: number, last: boolean): number {
    const { byte, from: start, isSure } = delimiterOf(bytes, from);
    if (!isSure && !last) return -1;
    this.#delimiter = byte;
    return start;
  }

  /** Splits one record into fields; answers where the next one begins, or -1 when this one is not whole yet. */
  #split(bytes: Buffer, start: number, last: boolean): number {
    this.#count = 0;
    this.#hasDoubledQuotes = false;
    this.#isBroken = false;
    let at = start;
    for (;;) {
      at = bytes[at] === quote ? this.#quoted(bytes, at, last) : this.#plain(bytes, at);
      if (at < 0) return this.#unfinished(bytes, start, last);
      if (at >= bytes.length) return last ? bytes.length : this.#unfinished(bytes, start, last);
      if (bytes[at] === lineFeed) return at + 1;
      at += 1;
    }
  }

  #plain(bytes: Buffer, from: number): number {
    const end = plainEnd(bytes, from, this.#delimiter);
    this.#push(from, bytes[end - 1] === carriageReturn && bytes[end] === lineFeed ? end - 1 : end);
    return end;
  }

  #quoted(bytes: Buffer, from: number, last: boolean): number {
    const end = this.#quotedEnd(bytes, from + 1);
    // A quote at the very end may be the first half of a doubled one.
    if (end < 0 || (end >= bytes.length - 1 && !last)) return -1;
    this.#push(from + 1, end);
    const after = bytes[end + 1];
    if (after !== this.#delimiter && after !== lineFeed && after !== carriageReturn && end + 1 < bytes.length) this.#isBroken = true;
    return plainEnd(bytes, end + 1, this.#delimiter);
  }

  /** Waits for more, unless there is no more or a quote is plainly never closed. */
  #unfinished(bytes: Buffer, start: number, last: boolean): number {
    if (!last && bytes.length - start < longestRecord) return -1;
    this.#push(start, bytes.length);
    this.#isBroken = true;
    return bytes.length;
  }

  #quotedEnd(bytes: Buffer, from: number): number {
    let at = bytes.indexOf(quote, from);
    while (at >= 0 && bytes[at + 1] === quote) {
      this.#hasDoubledQuotes = true;
      at = bytes.indexOf(quote, at + 2);
    }
    return at;
  }

  #push(from: number, to: number): void {
    if (this.#count === this.#from.length) return;
    this.#from[this.#count] = from;
    this.#to[this.#count] = to;
    this.#count += 1;
  }

  /** All fields of the record that is being handed over; undefined when it could not be split as the header is. */
  texts(bytes: Buffer): readonly string[] | undefined {
    if (this.#isBroken || this.#count !== this.names.length) return undefined;
    return this.names.map((_, index) => bytes.toString('utf8', this.#from[index], this.#to[index]).replaceAll('""', '"'));
  }

  /** Hands over one record; answers where to go on. */
  #record(bytes: Buffer, start: number, next: number): number {
    if (this.#wanted === undefined) {
      this.#readHeader(bytes);
      return next;
    }
    const wanted = this.#wanted;
    const { fields, onBad, onRecord } = this.#options;
    if (this.#isBroken || this.#count !== wanted.length) {
      const why = this.#isBroken ? 'A quoted field is not closed.' : `${this.#count} fields where the header has ${wanted.length}.`;
      // A stray quote may have swallowed whole lines: go on with the line after the first one.
      const lineEnd = bytes.indexOf(lineFeed, start);
      const after = lineEnd < 0 ? next : lineEnd + 1;
      fields.begin(bytes, start, trimEnd(bytes, after));
      onBad(this.line, why);
      return after;
    }
    fields.begin(bytes, start, trimEnd(bytes, next));
    this.#fill(bytes, wanted);
    if (this.#hasDoubledQuotes) this.#undouble(bytes);
    onRecord();
    return next;
  }

  #fill(bytes: Buffer, wanted: Int32Array): void {
    const { fields } = this.#options;
    for (let index = 0; index < wanted.length; index += 1) {
      const column = wanted[index] ?? -1;
      if (column < 0) continue;
      const from = afterBlanks(bytes, this.#from[index] ?? 0, this.#to[index] ?? 0);
      fields.put(column, from, beforeBlanks(bytes, from, this.#to[index] ?? 0));
    }
  }

  /** Lays the fields out again with single quotes; rare, so it may copy. */
  #undouble(bytes: Buffer): void {
    const { fields, columns } = this.#options;
    const texts = columns.map((_, column) => bytes.toString('utf8', fields.start[column], fields.end[column]).replaceAll('""', '"'));
    fields.useTexts(texts);
  }

  #readHeader(bytes: Buffer): void {
    this.names = Array.from({ length: this.#count }, (_, index) => bytes.toString('utf8', this.#from[index], this.#to[index]).trim());
    // All on one line would be a header with nothing below it: silently no record at all.
    if (this.names.some((name) => name.includes('\r'))) throw lineEndsWrong();
    const names = this.names.map((name) => name.toLowerCase());
    const { columns, onFirst } = this.#options;
    const taken = new Set<number>();
    this.#wanted = Int32Array.from(names, (name) => {
      const column = columns.findIndex(
        (wanted, at) => !taken.has(at) && [wanted.name, ...(wanted.also ?? [])].some((known) => known.toLowerCase() === name),
      );
      if (column >= 0) taken.add(column);
      return column;
    });
    onFirst(columns.filter((_, at) => !taken.has(at)));
  }
}

const lineEndsWrong = () =>
  fileFault(
    'line_ends_wrong',
    'Its lines end with a carriage return alone, so the whole file is one line.',
    'Save it with usual line ends (in Excel: "CSV UTF-8", not "CSV (Macintosh)").',
  );

function plainEnd(bytes: Buffer, from: number, delimiter: number): number {
  let at = from;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === delimiter || byte === lineFeed) return at;
  }
  return at;
}

/** Blanks around a cell mean nothing in any file that is read here, and keep a day or an id from being one. */
const isBlank = (byte: number | undefined): boolean => byte === space || byte === tab;

function afterBlanks(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(bytes[at])) at += 1;
  return at;
}

function beforeBlanks(bytes: Buffer, from: number, to: number): number {
  let at = to;
  while (at > from && isBlank(bytes[at - 1])) at -= 1;
  return at;
}

function trimEnd(bytes: Buffer, next: number): number {
  let end = next;
  if (bytes[end - 1] === lineFeed) end -= 1;
  if (bytes[end - 1] === carriageReturn) end -= 1;
  return end;
}
