import { expect, test } from 'vitest';
import { isoDay } from '../files/days.ts';
import { chargedMonth } from './month.ts';

const of = (period: string, now: string) => {
  const { start, end, asOf } = chargedMonth(period, Temporal.Instant.from(now));
  return [isoDay(start), isoDay(end), asOf.toString()];
};

test.each([
  ['2026-10', '2026-11-21T09:00:00Z', ['2026-10-01', '2026-10-31', '2026-11-01T00:00:00Z']],
  ['2026-12', '2027-02-01T00:00:00Z', ['2026-12-01', '2026-12-31', '2027-01-01T00:00:00Z']],
  ['2028-02', '2028-03-05T00:00:00Z', ['2028-02-01', '2028-02-29', '2028-03-01T00:00:00Z']],
  ['2026-11', '2026-11-21T09:00:00Z', ['2026-11-01', '2026-11-30', '2026-11-21T09:00:00Z']],
])('%s is compared as it was at its end, or as it is while it runs', (period, now, expected) => {
  expect(of(period, now)).toEqual(expected);
});
