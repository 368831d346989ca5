import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths, civilOf, dayOf, daysInMonth, isoDay, parseDay } from './days.ts';

const day = (text: string): number => parseDay(text) ?? Number.NaN;

describe('days', () => {
  test('counts from 1970 as Temporal does', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 80_000 }), (number) => {
        const date = Temporal.PlainDate.from('1970-01-01').add({ days: number });
        expect(civilOf(number)).toEqual({ year: date.year, month: date.month, day: date.day });
        expect(dayOf(date.year, date.month, date.day)).toBe(number);
        expect(isoDay(number)).toBe(date.toString());
      }),
    );
  });

  test('months move from the anchor and are clamped to the month end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: -50, max: 50 }), (number, months) => {
        const date = Temporal.PlainDate.from('1970-01-01').add({ days: number });
        expect(isoDay(addMonths(number, months))).toBe(date.add({ months }).toString());
      }),
    );
  });

  test('the wished day of month comes back when the month is long enough', () => {
    expect(isoDay(addMonths(day('2024-02-29'), 1, 31))).toBe('2024-03-31');
    expect(isoDay(addMonths(day('2024-01-31'), 1))).toBe('2024-02-29');
  });

  test.each([
    ['2026-07-01T00:00:00Z', '2026-07-01'],
    ['2026-07-01', '2026-07-01'],
    ['7/1/2026', '2026-07-01'],
    ['12/31/2026 12:00:00 AM', '2026-12-31'],
  ])('%s is %s', (text, expected) => {
    expect(isoDay(day(text))).toBe(expected);
  });

  test.each(['', '31.07.2026', '2026-0a-01', '2026-02-30', '13/1/2026', '2/30/2026', '2026-00-10', 'yesterday', '7/1/26'])(
    '%j is no date',
    (text) => {
      expect(parseDay(text)).toBeUndefined();
    },
  );

  test('knows leap years', () => {
    expect([daysInMonth(2024, 2), daysInMonth(2026, 2), daysInMonth(2000, 2), daysInMonth(1900, 2), daysInMonth(2026, 12)]).toEqual([
      29, 28, 29, 28, 31,
    ]);
  });
});
