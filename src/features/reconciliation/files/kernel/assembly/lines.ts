import { isBehindValue, lineFeed, lineFeedFrom, plainEnd, sameBytes, stringEnd } from './bytes';
import {
  accountColumns,
  allColumns,
  chargeTypeColumn,
  dayColumns,
  descriptionColumn,
  extendedColumns,
  idColumns,
  itemColumns,
  marketColumns,
  moneyColumns,
  move,
  numberColumns,
  opaqueColumns,
  put,
  runColumns,
  setValue,
} from './columns';
import { recordHash } from './hash';
import * as at from './layout';
import { holdsExtended, isAzurePlan, noteRun, writeFlags, writeHash, writeNumbers, writeValues } from './rows';
import { forgetTexts, learn, numberOf } from './texts';
import { day, isWholeNumber, mayBeRounded, micro, microUntil, noDay, readDay } from './values';

/*
 * Reads lines of an invoice: JSON objects whose keys are those of the template, in its order. Nearly all of a line stands in the line
 * before as well: what is the same is found sixteen bytes at a time and needs no second look, and only where two lines part is a value
 * read. Whatever is not certain (other keys, escapes, exponents, texts that have no number yet) is left to TypeScript, line by line.
 */

export {
  batchAt,
  columnOfKey,
  inputAt,
  lineEnds,
  lineStarts,
  mostInput,
  mostKeys,
  mostSeparatorBytes,
  runsAt,
  runWords,
  separatorAt,
  separatorBytes,
  separatorLength,
} from './layout';

// Groups of texts that have numbers.
const accounts: u32 = 1;
const markets: u32 = 2;
const items: u32 = 3;
const chargeTypes: u32 = 4;

// Why `read` returned.
const needsMore = 0;
const isFull = 1;
const isOdd = 2;
const isUnknown = 3;

/** Set by TypeScript before it calls `read`. */
export let keys: i32 = 0;

/** Where the next line begins; rows and runs of this call. */
export let next: usize = at.inputAt;
export let rows: i32 = 0;
export let runs: i32 = 0;

let inputEnd: usize = at.inputAt;
/** The line before; length 0 when it was not read here. */
let previous: usize = 0;
let previousLength: usize = 0;
let ends: usize = at.endsA;
let newEnds: usize = at.endsB;
let line: usize = 0;
/** Columns that differ from the line before, as bits. */
let changed: u32 = 0;

let account: i32 = 0;
let market: i32 = 0;
let item: i32 = 0;
let chargeType: i32 = 0;
let isAzure: bool = false;
let isExtended: bool = false;

/** Another file. */
export function forget(): void {
  if ((<usize>memory.size()) << 16 < at.endOfMemory) unreachable(); // asconfig.json gives too little
  forgetTexts();
  useKeys(0);
}

/** Another template: its separators and columns are written already. */
export function useKeys(count: i32): void {
  keys = count;
  previousLength = 0;
  memory.fill(at.startOfColumn, 0, at.lineStarts - at.startOfColumn);
  // Columns that the file lacks are empty; days too.
  for (let left = dayColumns; left !== 0; left &= left - 1) setValue(ctz(left), noDay);
}

/** So many bytes were written to the input. */
export function useInput(bytes: usize): void {
  previousLength = 0;
  next = at.inputAt;
  inputEnd = at.inputAt + bytes;
  // Whoever looks for the end of anything finds it here at the latest.
  memory.fill(inputEnd, lineFeed, 64);
}

/** Goes on behind a line that TypeScript read. */
export function skipTo(offset: usize): void {
  next = at.inputAt + offset;
}

/** Reads lines into the batch from `firstRow` on; `firstRun` and `firstIndex` are the numbers of the next run and line. */
export function read(firstRow: i32, firstRun: i32, firstIndex: i32): i32 {
  rows = 0;
  runs = 0;
  for (let row = firstRow; row < at.batchRows; row += 1) {
    line = next;
    const end = lineEndOf();
    if (end === 0) {
      previousLength = 0;
      return lineFeedFrom(line) < inputEnd ? isOdd : needsMore;
    }
    const feed = load<u8>(end) === lineFeed ? end : end + 1;
    if (feed >= inputEnd) {
      previousLength = 0;
      return needsMore;
    }
    if (!findNumbers()) {
      previousLength = 0;
      return isUnknown;
    }
    if (rows === 0 || (changed & runColumns) !== 0) {
      noteRun(runs, rows, account, line);
      runs += 1;
    }
    writeValues(row);
    writeNumbers(row, firstIndex + rows, firstRun + runs - 1, market, item, chargeType);
    writeFlags(row, isAzure, isExtended);
    writeHash(row, recordHash(line, end));
    store<u32>(at.lineStarts + ((<usize>rows) << 2), <u32>(line - at.inputAt));
    store<u32>(at.lineEnds + ((<usize>rows) << 2), <u32>(end - at.inputAt));
    const old = ends;
    ends = newEnds;
    newEnds = old;
    previous = line;
    previousLength = end - line;
    next = feed + 1;
    rows += 1;
  }
  return isFull;
}

/** What TypeScript made of the line that `read` did not know the texts of. */
export function learnNumbers(accountNumber: i32, marketNumber: i32, itemNumber: i32, chargeTypeNumber: i32): void {
  learn(accounts, accountColumns, line, accountNumber);
  learn(markets, marketColumns, line, marketNumber);
  learn(items, itemColumns, line, itemNumber);
  learn(chargeTypes, chargeTypeColumn, line, chargeTypeNumber);
}

/** Finds all values of a line; answers where it ends, or 0 when it is not like the template. */
function lineEndOf(): usize {
  changed = previousLength === 0 ? allColumns : 0;
  // The same place in the line before and in this one, each counted from its start: always behind a value.
  let was: usize = 0;
  let is: usize = 0;
  for (let key: i32 = 0; key < keys; ) {
    let same: usize = 0;
    if (previousLength > 0) same = was + sameBytes(previous + was, line + is, previousLength - was);
    const shift = is - was;
    // A value is the same when the byte behind it is.
    for (; key < keys && <usize>load<u32>(ends + ((<usize>key) << 2)) < same; key += 1) {
      is = <usize>load<u32>(ends + ((<usize>key) << 2)) + shift;
      store<u32>(newEnds + ((<usize>key) << 2), <u32>is);
      const column = load<i32>(at.columnOfKey + ((<usize>key) << 2));
      if (column >= 0) move(column, shift);
    }
    if (key === keys) break;
    const length = <usize>load<u32>(at.separatorLength + ((<usize>key) << 2));
    // Where they part before the value, the key must be the template's all the same.
    const from = line + is + length;
    const separator = <usize>load<u32>(at.separatorAt + ((<usize>key) << 2));
    if (same < from - line - shift && sameBytes(separator, line + is, length) < length) return 0;
    const end = valueEnd(from, load<i32>(at.columnOfKey + ((<usize>key) << 2)));
    if (end === 0 || end - line > at.mostLineBytes) return 0;
    was = <usize>load<u32>(ends + ((<usize>key) << 2));
    is = end - line;
    store<u32>(newEnds + ((<usize>key) << 2), <u32>is);
    key += 1;
  }
  const close = line + is;
  if (keys === 0 || is > at.mostLineBytes || load<u8>(close) !== 125) return 0;
  const end = close + 1;
  return load<u8>(end) === lineFeed || (load<u8>(end) === 13 && load<u8>(end + 1) === lineFeed) ? end : 0;
}

/** Reads the value at `from`; answers where it ends, its closing quote included, or 0. */
function valueEnd(from: usize, column: i32): usize {
  const isQuoted = load<u8>(from) === 34;
  if (column < 0) return isQuoted ? behindQuote(stringEnd(from + 1, true)) : plainEnd(from);
  const bit = (<u32>1) << column;
  changed |= bit;
  const start = isQuoted ? from + 1 : from;
  if ((bit & numberColumns) !== 0) {
    const stop = microUntil(start);
    if (stop === 0 || !isWholeNumber(stop, isQuoted)) return 0;
    if ((bit & moneyColumns) !== 0 && <i64>micro % 10000 !== 0) return 0; // parts of a cent
    setValue(column, micro);
    put(column, <u32>(start - line), <u32>(stop - line));
    return isQuoted ? stop + 1 : stop;
  }
  if (!isQuoted) return nullEnd(from, column, bit);
  const stop = stringEnd(start, (bit & opaqueColumns) !== 0);
  if (stop === 0 || !isUsable(bit, column, start, stop)) return 0;
  put(column, <u32>(start - line), <u32>(stop - line));
  return stop + 1;
}

function behindQuote(stop: usize): usize {
  return stop === 0 ? 0 : stop + 1;
}

/** Of texts only null may stand without quotes. */
function nullEnd(from: usize, column: i32, bit: u32): usize {
  if (load<u32>(from) !== 0x6c6c756e || !isBehindValue(load<u8>(from + 4)) || !isUsable(bit, column, from, from)) return 0;
  put(column, <u32>(from - line), <u32>(from - line));
  return from + 4;
}

/** Days must be days, and ids must be whole. */
function isUsable(bit: u32, column: i32, start: usize, stop: usize): bool {
  if ((bit & idColumns) !== 0) return !mayBeRounded(start, stop);
  if ((bit & dayColumns) === 0) return true;
  if (!readDay(start, stop)) return false;
  setValue(column, day);
  return true;
}

/** Looks up what changed; false when TypeScript must number it first. */
function findNumbers(): bool {
  if ((changed & accountColumns) !== 0) account = numberOf(accounts, accountColumns, line);
  if ((changed & marketColumns) !== 0) market = numberOf(markets, marketColumns, line);
  if ((changed & itemColumns) !== 0) item = numberOf(items, itemColumns, line);
  if ((changed & chargeTypeColumn) !== 0) {
    chargeType = numberOf(chargeTypes, chargeTypeColumn, line);
    setValue(6, <f64>chargeType);
  }
  if ((changed & descriptionColumn) !== 0) {
    isAzure = isAzurePlan(line);
    setValue(13, isAzure ? 1 : 0);
  }
  if ((changed & extendedColumns) !== 0) isExtended = !isAzure && (holdsExtended(line, 24) || holdsExtended(line, 12));
  return (account | market | item | chargeType) >= 0;
}
