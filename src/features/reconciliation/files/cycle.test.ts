import { describe, expect, test } from 'vitest';
import { cycleBeginningIn, cycleEndingOn, fullDays, proratedUnit } from './cycle.ts';
import { isoDay, parseDay } from './days.ts';

const day = (text: string): number => parseDay(text) ?? Number.NaN;

describe('charge cycles', () => {
  test.each([
    // last day, term start, months, cycle start, full days
    ['2026-08-09', '2026-03-10', 1, '2026-07-10', 31],
    ['2026-07-31', '2026-01-01', 1, '2026-07-01', 31],
    ['2026-03-09', '2025-03-10', 1, '2026-02-10', 28],
    ['2027-07-14', '2026-07-15', 12, '2026-07-15', 365],
    // Published: an annual term from 31 January billed monthly has the cycle 28 February to 30 March.
    ['2021-03-30', '2021-01-31', 1, '2021-02-28', 28],
  ])('the one that ends on %s of a term from %s', (last, termStart, months, start, full) => {
    const cycle = cycleEndingOn(day(last), day(termStart), months);
    expect([isoDay(cycle.start), cycle.fullDays]).toEqual([start, full]);
  });

  test('a co-terminated first cycle is short, but counted against a full month', () => {
    const cycle = cycleEndingOn(day('2026-07-31'), day('2026-07-12'), 1);
    expect([isoDay(cycle.start), cycle.next - cycle.start, cycle.fullDays]).toEqual(['2026-07-12', 20, 31]);
  });

  test('days of a full cycle are those of the month in which it begins, or of the year', () => {
    expect(fullDays(day('2026-06-15'), 1)).toBe(30);
    expect(fullDays(day('2021-01-31'), 1)).toBe(31);
    expect(fullDays(day('2027-03-01'), 12)).toBe(366);
  });

  test('a running term has its cycle on its day of the month', () => {
    const cycle = cycleBeginningIn(day('2026-07-01'), { start: day('2026-01-20'), end: day('2027-01-19') }, 1);
    expect(cycle && [isoDay(cycle.start), isoDay(cycle.next)]).toEqual(['2026-07-20', '2026-08-20']);
  });

  test('a term that begins after the month has none', () => {
    expect(cycleBeginningIn(day('2026-07-01'), { start: day('2026-08-01'), end: day('2027-07-31') }, 1)).toBeUndefined();
  });

  test('a yearly one has a cycle only in the month of its anniversary', () => {
    const term = { start: day('2024-03-05'), end: day('2027-03-04') };
    expect(cycleBeginningIn(day('2026-07-01'), term, 12)).toBeUndefined();
    expect(isoDay(cycleBeginningIn(day('2026-03-01'), term, 12)?.start ?? 0)).toBe('2026-03-05');
  });

  test('a new subscription that is co-terminated to the first of the month ends its first cycle there', () => {
    const cycle = cycleBeginningIn(day('2026-07-01'), { start: day('2026-07-12'), end: day('2027-06-30') }, 1);
    expect(isoDay(cycle?.next ?? 0)).toBe('2026-08-01');
  });

  test('the price of some days is cut to a millionth', () => {
    // 10.08 for 28 of 30 days (published seat change).
    expect(proratedUnit(10_080_000, day('2026-06-03'), day('2026-06-30'), 30)).toBe(9_408_000);
    expect(proratedUnit(12_000_000, day('2026-07-03'), day('2026-07-31'), 31)).toBe(11_225_806);
    expect(proratedUnit(12_000_000, day('2026-07-01'), day('2026-07-31'), 31)).toBe(12_000_000);
  });
});
