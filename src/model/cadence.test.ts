import { describe, expect, test } from 'vitest';
import { type Cadence, darkUntil, isZone, nextTurn, TimeOfDay } from './cadence.ts';

const at = (text: string): Temporal.Instant => Temporal.Instant.from(text);
const next = (cadence: Cadence, last: string, zone = 'UTC') => nextTurn(cadence, at(last), zone)?.toString();

describe('the next turn', () => {
  test.each<[Cadence, string, string | undefined]>([
    [{ every: 'minutes', minutes: 90 }, '2026-11-22T23:00:00Z', '2026-11-23T00:30:00Z'],
    [{ every: 'day', at: '02:00' }, '2026-11-22T01:59:00Z', '2026-11-22T02:00:00Z'],
    [{ every: 'day', at: '02:00' }, '2026-11-22T02:00:00Z', '2026-11-23T02:00:00Z'],
    [{ every: 'week', day: 1, at: '06:30' }, '2026-11-22T12:00:00Z', '2026-11-23T06:30:00Z'],
    [{ every: 'month', day: 31, at: '04:00' }, '2026-11-22T12:00:00Z', '2026-11-30T04:00:00Z'],
    [{ every: 'month', day: 1, at: '04:00' }, '2026-12-01T04:00:00Z', '2027-01-01T04:00:00Z'],
    [{ every: 'never' }, '2026-11-22T12:00:00Z', undefined],
  ])('of %j after %s is %s', (cadence, last, expected) => {
    expect(next(cadence, last)).toBe(expected);
  });

  test('of a daily turn is one on each local day of a year, in every zone, also where the clock jumps', () => {
    for (const zone of Intl.supportedValuesOf('timeZone').filter((_zone, index) => index % 7 === 0)) {
      const days = new Set<string>();
      let last = at('2026-01-01T00:00:00Z').toZonedDateTimeISO(zone).startOfDay().toInstant().subtract({ seconds: 1 });
      for (let turn = 0; turn < 365; turn += 1) {
        last = nextTurn({ every: 'day', at: '02:30' }, last, zone) ?? last;
        days.add(last.toZonedDateTimeISO(zone).toPlainDate().toString());
      }
      expect(days.size, zone).toBe(365);
    }
  });
});

test.each([
  ['Europe/Berlin', true],
  ['europe/berlin', true],
  ['UTC', true],
  ['+02:00', true],
  ['Mars/Phobos', false],
  ['', false],
  ['2026-11-22T00:00Z', false],
  ['2026-11-22T00:00[Europe/Berlin]', false],
])('whether %j is a time zone: %s', (name, expected) => {
  expect(isZone(name)).toBe(expected);
});

test('a time of day that is none is told how it is written', () => {
  expect(TimeOfDay.safeParse('24:00').error?.issues.map(({ message }) => message)).toEqual(['is not a time of day like 23:05']);
});

describe('dark time', () => {
  const nights = [{ days: [1, 2, 3, 4, 5], from: '22:00', to: '06:00' }];
  test.each([
    ['2026-11-23T21:59:00Z', undefined],
    ['2026-11-23T22:00:00Z', '2026-11-24T06:00:00Z'],
    ['2026-11-28T05:59:00Z', '2026-11-28T06:00:00Z'], // Saturday morning belongs to Friday's night
    ['2026-11-28T22:30:00Z', undefined],
  ])('at %s lasts until %s', (now, expected) => {
    expect(darkUntil(at(now), nights, 'UTC')?.toString()).toBe(expected);
  });

  test('goes on through windows that follow each other, and is reckoned in the local zone', () => {
    const both = [...nights, { days: [2], from: '06:00', to: '08:00' }];
    expect(darkUntil(at('2026-11-23T21:30:00Z'), both, 'Europe/Berlin')?.toString()).toBe('2026-11-24T07:00:00Z');
  });

  test('that never ends is told as far as it can be seen', () => {
    const always = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }];
    expect(darkUntil(at('2026-11-23T21:30:00Z'), always, 'UTC')).toBeDefined();
  });
});
