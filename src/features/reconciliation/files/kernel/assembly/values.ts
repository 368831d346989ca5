import { isBehindValue } from './bytes';

/*
 * Numbers and days exactly as read/fields.ts reads them. Where that takes its slow way, these answer that they cannot.
 */

/** What `microUntil` read. */
export let micro: f64 = 0;

/** Reads digits with at most one point as millionths; answers where they end, or 0 when fewer bits or decimals than needed are there. */
export function microUntil(from: usize): usize {
  const isNegative = load<u8>(from) === 45;
  const first = isNegative ? from + 1 : from;
  let at = first;
  let digits: u64 = 0;
  let point: usize = 0;
  while (true) {
    const byte = <u32>load<u8>(at);
    const digit = byte - 48; // wraps around below zero, so one comparison is enough
    if (digit <= 9) digits = digits * 10 + <u64>digit;
    else if (byte === 46 && point === 0) point = at;
    else break;
    at += 1;
  }
  const length = at - first;
  const decimals: usize = point === 0 ? 0 : at - point - 1;
  if (length === 0 || length > 16 || decimals > 6) return 0;
  const value = <f64>digits * factor(decimals);
  if (value > 9007199254740991) return 0; // 2^53 - 1
  micro = isNegative ? 0 - value : value;
  return at;
}

function factor(decimals: usize): f64 {
  let factor: f64 = 1000000;
  for (let done: usize = 0; done < decimals; done += 1) factor /= 10;
  return factor;
}

export const noDay: f64 = -2147483648;
/** 0001-01-01: how the first API writes that there is no date. */
const never: i32 = -719162;

/** What `readDay` read. */
export let day: f64 = 0;

/** Reads `2026-07-31...`; false when it is no such day, or one that only some years have. */
export function readDay(from: usize, end: usize): bool {
  if (from === end) {
    day = noDay;
    return true;
  }
  if (end - from < 10 || load<u8>(from + 4) !== 45 || load<u8>(from + 7) !== 45) return false;
  const year = digitPair(from) * 100 + digitPair(from + 2);
  const month = digitPair(from + 5);
  const date = digitPair(from + 8);
  if (year < 1 || year > 9999 || month < 1 || month > 12 || date < 1) return false;
  if (date > 28 && (month === 2 || date > (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31))) return false;
  const number = dayOf(year, month, date);
  day = number === never ? noDay : <f64>number;
  return true;
}

/** Two digits as a number; far below zero when one is none. */
function digitPair(at: usize): i32 {
  const tens = <i32>load<u8>(at) - 48;
  const ones = <i32>load<u8>(at + 1) - 48;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1000000 : tens * 10 + ones;
}

/** Days since 1970-01-01, as days.ts counts them. */
function dayOf(year: i32, month: i32, date: i32): i32 {
  const y = month <= 2 ? year - 1 : year;
  const era = y / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date - 1;
  return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

/** Ids that a spreadsheet rounded begin with a digit and are shorter than a GUID: whoever sees one looks closer. */
export function mayBeRounded(from: usize, end: usize): bool {
  const first = load<u8>(from);
  return end - from > 4 && end - from < 36 && first >= 48 && first <= 57;
}

/** Whether the number that ends here is the whole value. */
export function isWholeNumber(stop: usize, isQuoted: bool): bool {
  return isQuoted ? load<u8>(stop) === 34 && isBehindValue(load<u8>(stop + 1)) : isBehindValue(load<u8>(stop));
}
