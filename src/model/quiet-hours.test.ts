import { describe, expect, test } from 'vitest';
import { QuietHours, quietUntil } from './quiet-hours.ts';

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const nights: QuietHours = { timeZone: 'Europe/Berlin', windows: [{ days: everyDay, from: '22:00', to: '07:00' }] };
const end = (quiet: QuietHours, at: string) => quietUntil(quiet, Temporal.Instant.from(at))?.toString();

describe('a night is quiet by the clock on the wall', () => {
  test.each([
    ['before it begins', '2026-11-21T20:59:59Z', undefined],
    ['as it begins', '2026-11-21T21:00:00Z', '2026-11-22T06:00:00Z'],
    ['behind midnight', '2026-11-22T02:00:00Z', '2026-11-22T06:00:00Z'],
    ['as it ends', '2026-11-22T06:00:00Z', undefined],
    // Berlin goes from 02:00 to 03:00 on 28 March 2027, and from 03:00 back to 02:00 on 31 October.
    ['in the night that is an hour shorter', '2027-03-27T22:00:00Z', '2027-03-28T05:00:00Z'],
    ['in the night that is an hour longer', '2027-10-30T22:00:00Z', '2027-10-31T06:00:00Z'],
  ])('%s', (_when, at, until) => {
    expect(end(nights, at)).toBe(until);
  });
});

test('an end that the clock leaves out comes when it has passed; one that comes twice is the first', () => {
  const short = (to: string): QuietHours => ({ timeZone: 'Europe/Berlin', windows: [{ days: everyDay, from: '22:00', to }] });
  expect(end(short('02:30'), '2027-03-28T00:00:00Z')).toBe('2027-03-28T01:30:00Z');
  expect(end(short('02:30'), '2027-10-30T22:00:00Z')).toBe('2027-10-31T00:30:00Z');
});

test('nights and a weekend that follow each other are one quiet time', () => {
  const quiet: QuietHours = {
    timeZone: 'America/New_York',
    windows: [
      { days: [1, 2, 3, 4, 5], from: '20:00', to: '08:00' },
      { days: [6, 7], from: '00:00', to: '00:00' },
    ],
  };
  expect(end(quiet, '2026-11-21T02:00:00Z')).toBe('2026-11-23T05:00:00Z');
});

test.each([
  ['a zone that nobody knows', { timeZone: 'Europe/Atlantis', windows: nights.windows }],
  ['hours that never end', { timeZone: 'UTC', windows: [{ days: everyDay, from: '08:00', to: '08:00' }] }],
  [
    'two that fill the week together',
    {
      timeZone: 'UTC',
      windows: [
        { days: everyDay, from: '08:00', to: '20:00' },
        { days: everyDay, from: '19:00', to: '08:00' },
      ],
    },
  ],
  ['none', { timeZone: 'UTC', windows: [] }],
])('%s is refused', (_what, given) => {
  expect(QuietHours.safeParse(given).success).toBe(false);
});

test('a week with one minute left is taken', () => {
  expect(QuietHours.safeParse({ timeZone: 'UTC', windows: [{ days: everyDay, from: '08:01', to: '08:00' }] }).success).toBe(true);
});
