import { dayOf, parseDay } from '../days.ts';
import { parseExact } from '../exact.ts';

/**
 * Columns that a reader wants, with the other names they go by. Names compare without case. Of an `opaque` one only whether it is
 * empty matters, so its escapes need not be undone.
 */
export type WantedColumn = {
  readonly name: string;
  readonly also?: readonly string[];
  readonly required?: boolean;
  readonly opaque?: boolean;
};

/**
 * One record's wanted fields as positions in a buffer. The same object is filled again for each record: take what you need
 * before the next one.
 */
export class Fields {
  bytes: Buffer = Buffer.alloc(0);
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Where the record itself begins and ends in `record`; two identical records have identical bytes. */
  record: Buffer = this.bytes;
  recordView: DataView = this.view;
  recordStart = 0;
  recordEnd = 0;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** 1 for a column whose bytes are those of the record before: what was made of them still holds. */
  readonly isRepeated: Uint8Array;
  /** Digits of the last decimal beyond the sixth, in units of 1e-15; 0 for nearly all. */
  rest = 0;

  constructor(columns: number) {
    this.start = new Int32Array(columns);
    this.end = new Int32Array(columns);
    this.isRepeated = new Uint8Array(columns);
  }

  /** A new record, whose fields stand in the same buffer until `useTexts` says otherwise. */
  begin(record: Buffer, start: number, end: number): void {
    if (this.record !== record) {
      this.record = record;
      this.recordView = viewOf(record);
    }
    this.recordStart = start;
    this.recordEnd = end;
    this.bytes = record;
    this.view = this.recordView;
  }

  put(column: number, start: number, end: number): void {
    this.start[column] = start;
    this.end[column] = end;
    this.isRepeated[column] = 0;
  }

  /** The same value as in the record before, so many bytes behind it. */
  move(column: number, shift: number): void {
    this.start[column] = (this.start[column] ?? 0) + shift;
    this.end[column] = (this.end[column] ?? 0) + shift;
    this.isRepeated[column] = 1;
  }

  /** Fields that do not stand in the record as they are, laid out in a buffer of their own. */
  useTexts(texts: readonly string[]): void {
    this.bytes = Buffer.from(texts.join(''));
    this.view = viewOf(this.bytes);
    let at = 0;
    for (const [column, text] of texts.entries()) {
      const end = at + Buffer.byteLength(text);
      this.put(column, at, end);
      at = end;
    }
  }

  isEmpty(column: number): boolean {
    return (this.end[column] ?? 0) <= (this.start[column] ?? 0);
  }

  text(column: number): string {
    return this.isEmpty(column) ? '' : this.bytes.toString('utf8', this.start[column], this.end[column]);
  }

  /** For ids and codes: plain ASCII, so that no decoding is needed. */
  ascii(column: number): string {
    return this.isEmpty(column) ? '' : this.bytes.toString('latin1', this.start[column], this.end[column]);
  }

  day(column: number): number | undefined {
    if (this.isEmpty(column)) return undefined;
    const start = this.start[column] ?? 0;
    return isoDayAt(this.bytes, start, this.end[column] ?? 0) ?? parseDay(this.ascii(column));
  }

  /**
   * A decimal as whole millionths; what is smaller goes to `rest`. NaN when it is no number, or not representable exactly:
   * then `text` has the digits.
   */
  micro(column: number): number {
    this.rest = 0;
    const start = this.start[column] ?? 0;
    const end = this.end[column] ?? 0;
    const isNegative = this.bytes[start] === 45;
    const micro = plainMicro(this.bytes, isNegative ? start + 1 : start, end);
    if (micro < 0) return this.#slow(column);
    return isNegative ? 0 - micro : micro;
  }

  #slow(column: number): number {
    const exact = parseExact(this.ascii(column));
    if (exact === undefined) return Number.NaN;
    const { units, scale } = exact;
    const fine = scale > 15 ? units / 10n ** BigInt(scale - 15) : units * 10n ** BigInt(15 - scale);
    const micro = Number(fine / 1_000_000_000n);
    this.rest = Number(fine % 1_000_000_000n);
    // Exports print up to eighteen decimals; that there are more than fifteen must not get lost.
    if (scale > 15 && this.rest === 0) this.rest = units < 0n ? -1 : 1;
    return Number.isSafeInteger(micro) ? micro : Number.NaN;
  }

  /** Money in cents; NaN when it is no number or has parts of a cent. */
  cents(column: number): number {
    const micro = this.micro(column);
    return this.rest === 0 && micro % 10_000 === 0 ? micro / 10_000 : Number.NaN;
  }
}

/** A day that is written as exports write it, `2026-07-01T00:00:00Z`; undefined when it is written otherwise or is none. */
function isoDayAt(bytes: Buffer, start: number, end: number): number | undefined {
  if (end - start < 10 || bytes[start + 4] !== 45 || bytes[start + 7] !== 45) return undefined;
  const year = digits(bytes, start, 4);
  const month = digits(bytes, start + 5, 2);
  const day = digits(bytes, start + 8, 2);
  // Days that only some months have are left to the calendar.
  return year < 0 || month < 1 || month > 12 || day < 1 || day > 28 ? undefined : dayOf(year, month, day);
}

/** So many digits as a number; negative when one is none. */
function digits(bytes: Buffer, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const viewOf = (bytes: Buffer): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Digits and at most one point as millionths; -1 when there is anything else, or more than a safe integer holds. */
function plainMicro(bytes: Buffer, from: number, end: number): number {
  // Beyond 15 digits a number is no exact integer any more.
  if (from >= end || end - from > 16) return -1;
  let value = 0;
  let point = end;
  for (let at = from; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (digit === -2 && point === end) point = at;
    else return -1;
  }
  const factor = microOf[point === end ? 0 : end - point - 1];
  const micro = factor === undefined ? -1 : value * factor;
  return micro <= Number.MAX_SAFE_INTEGER ? micro : -1;
}

const microOf = [1_000_000, 100_000, 10_000, 1000, 100, 10, 1];
