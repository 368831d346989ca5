import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BillingCycle, Term } from '../types.ts';
import { anchorOf, cycleEnd, dayAt, dayMs, instantAt, monthsLater, monthsOf, nextPoint, spanEnd } from './times.ts';

const ms = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** First days of so many charge cycles one after the other, as Microsoft's invoices list them. */
function starts(first: string, term: Term, cycle: BillingCycle, count: number): string[] {
  const anchor = anchorOf(ms(first), ms(first), term);
  const days: string[] = [];
  for (let at = ms(first); days.length < count; at = nextPoint(anchor, at, monthsOf(cycle))) days.push(dayAt(at));
  return days;
}

describe('published sequences of charges (reliability-security.md 8.3)', () => {
  test.each<[string, Term, BillingCycle, readonly string[]]>([
    ['2021-01-31', 'P1Y', 'monthly', ['2021-01-31', '2021-02-28', '2021-03-31', '2021-04-30', '2021-05-31']],
    [
      '2021-01-30',
      'P1Y',
      'monthly',
      ['2021-01-30', '2021-02-27', '2021-03-30', '2021-04-29', '2021-05-30', '2021-06-29', '2021-07-30', '2021-08-30', '2021-09-29'],
    ],
    ['2021-01-31', 'P1M', 'monthly', ['2021-01-31', '2021-02-28']],
    ['2021-01-30', 'P1M', 'monthly', ['2021-01-30', '2021-02-28']],
    ['2024-01-31', 'P1Y', 'monthly', ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31']],
    ['2024-02-29', 'P3Y', 'annual', ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']],
    [
      '2026-08-31',
      'P1M',
      'monthly',
      ['2026-08-31', '2026-09-30', '2026-10-31', '2026-11-30', '2026-12-31', '2027-01-31', '2027-02-28', '2027-03-31'],
    ],
    ['2026-01-14', 'P1Y', 'monthly', ['2026-01-14', '2026-02-14', '2026-03-14']],
    ['2026-04-30', 'P1Y', 'monthly', ['2026-04-30', '2026-05-30', '2026-06-30']],
    ['2026-01-29', 'P1Y', 'monthly', ['2026-01-29', '2026-02-28', '2026-03-29']],
    ['2026-05-01', 'P3Y', 'triennial', ['2026-05-01', '2029-05-01']],
  ])('from %s, %s charged %s', (first, term, cycle, expected) => {
    expect(starts(first, term, cycle, expected.length)).toEqual(expected);
  });

  test.each([
    ['2021-01-31', 1, '2021-02-27T23:59:59Z'],
    ['2021-01-30', 1, '2021-02-27T23:59:59Z'],
    ['2024-02-29', 12, '2025-02-27T23:59:59Z'],
    ['2024-02-29', 36, '2027-02-27T23:59:59Z'],
    ['2024-02-29', 48, '2028-02-28T23:59:59Z'],
    ['2021-01-14', 12, '2022-01-13T23:59:59Z'],
    ['2026-12-15', 1, '2027-01-14T23:59:59Z'],
  ])('a term from %s of %i months ends %s', (first, months, end) => {
    expect(spanEnd(ms(first), months)).toBe(end);
  });
});

describe('a first cycle that was cut to meet another end (partner-center-api.md 8.5)', () => {
  test.each<[string, string, BillingCycle, string]>([
    ['bought on 15 July, month ends', '2026-08-01', 'monthly', '2026-08-01'],
    ['aligned to the 26th', '2027-01-26', 'monthly', '2026-07-26'],
    ['aligned to the 10th', '2027-01-10', 'monthly', '2026-08-10'],
    ['yearly charge, ends with June', '2027-07-01', 'annual', '2027-07-01'],
    ['yearly charge of a term of three years, ends with September', '2028-10-01', 'annual', '2026-10-01'],
  ])('%s', (_name, anchor, cycle, next) => {
    expect(dayAt(nextPoint({ ms: ms(anchor) }, ms('2026-07-15'), monthsOf(cycle)))).toBe(next);
  });
});

const day = fc.integer({ min: 0, max: 15_000 }).map((count) => ms('2000-01-01') + count * dayMs);
const term = fc.constantFrom<Term>('P1M', 'P1Y', 'P3Y');

describe('laws of dates', () => {
  test('cycles join without a gap, and none is longer than a month', () => {
    fc.assert(
      fc.property(day, term, (first, span) => {
        const anchor = anchorOf(first, first, span);
        let at = first;
        for (let cycle = 0; cycle < 24; cycle += 1) {
          const next = nextPoint(anchor, at, 1);
          expect((next - at) / dayMs).toBeGreaterThanOrEqual(28);
          expect((next - at) / dayMs).toBeLessThanOrEqual(31);
          at = next;
        }
      }),
      { numRuns: 300 },
    );
  });

  test('twelve months and one year lead to the same day, and the day of the month never drifts', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (first, years) => {
        const anchor = anchorOf(first, first, 'P1M');
        let at = first;
        for (let month = 0; month < years * 12; month += 1) at = nextPoint(anchor, at, 1);
        expect(at).toBe(monthsLater(first, years * 12));
      }),
      { numRuns: 200 },
    );
  });

  test('the running cycle is over after now and had begun before it', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 400 }), term, (first, later, span) => {
        const now = first + later * dayMs;
        const next = Date.parse(cycleEnd(first, now, 'monthly', span)) + 1000;
        expect(next).toBeGreaterThan(now);
        expect(next - now).toBeLessThanOrEqual(31 * dayMs);
      }),
    );
  });

  test('so many months forth and back is the same day unless the month was shorter', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -60, max: 60 }), (first, months) => {
        const there = monthsLater(first, months);
        const isClamped = new Date(there).getUTCDate() !== new Date(first).getUTCDate();
        if (!isClamped) expect(monthsLater(there, -months)).toBe(first);
        expect(new Date(there + dayMs).getUTCDate() === 1 || !isClamped).toBe(true);
      }),
    );
  });
});

test('the hour at which it was bought changes no day', () => {
  const morning = Date.parse('2026-08-31T00:00:01Z');
  const night = Date.parse('2026-08-31T23:59:59Z');

  expect(cycleEnd(morning, morning, 'monthly', 'P1Y')).toBe('2026-09-29T23:59:59Z');
  expect(cycleEnd(night, night, 'monthly', 'P1Y')).toBe('2026-09-29T23:59:59Z');
});

test('parts of a second are not written', () => {
  expect(instantAt(Date.parse('2026-08-31T10:00:00.999Z'))).toBe('2026-08-31T10:00:00Z');
});
