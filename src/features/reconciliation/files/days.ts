/** Calendar dates as whole days since 1970-01-01 (UTC). Providers' dates are UTC dates and are taken as given. */
export type Day = number;

/** Day number of a civil date; months from 1. Howard Hinnant's days_from_civil. */
export function dayOf(year: number, month: number, day: number): Day {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export type CivilDate = { readonly year: number; readonly month: number; readonly day: number };

export function civilOf(day: Day): CivilDate {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

const two = (value: number): string => String(value).padStart(2, '0');
export const isoDay = (day: Day): string => {
  const { year, month, day: date } = civilOf(day);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`;
};

export const daysInMonth = (year: number, month: number): number =>
  dayOf(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - dayOf(year, month, 1);

/** Moves by whole months; the wished day of month is clamped to the month's end. */
export function addMonths(day: Day, months: number, wishedDay: number = civilOf(day).day): Day {
  const { year, month } = civilOf(day);
  const total = year * 12 + month - 1 + months;
  const toYear = Math.floor(total / 12);
  const toMonth = total - toYear * 12 + 1;
  return dayOf(toYear, toMonth, Math.min(wishedDay, daysInMonth(toYear, toMonth)));
}

// The portal's files are en-us; some carry a time behind the date.
const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s|$)/;
const hyphen = 45;

function checked(year: number, month: number, day: number): Day | undefined {
  if (!(month >= 1 && month <= 12 && day >= 1) || Number.isNaN(year)) return undefined;
  return day > 28 && day > daysInMonth(year, month) ? undefined : dayOf(year, month, day);
}

/** `2026-07-01...` or `7/1/2026...` as a day number; undefined for anything else. */
export function parseDay(text: string): Day | undefined {
  // Hundreds of thousands of times in one run, and times of day make nearly every text another: so neither a pattern nor a memory.
  if (text.charCodeAt(4) === hyphen && text.charCodeAt(7) === hyphen)
    return checked(digitsAt(text, 0, 4), digitsAt(text, 5, 7), digitsAt(text, 8, 10));
  const american = us.exec(text);
  return american === null ? undefined : checked(Number(american[3]), Number(american[1]), Number(american[2]));
}

/** The number that stands there; NaN when it is not all digits. */
function digitsAt(text: string, from: number, end: number): number {
  let value = 0;
  for (let at = from; at < end; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
