import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = Temporal.Instant.from('2026-11-21T09:00:00Z');
const oneHour = 3_600_000;

describe('Retry-After as a number of seconds', () => {
  test.each([
    ['0', 0],
    ['1', 1_000],
    ['30', 30_000],
    [' 30 ', 30_000],
    ['0.5', 500],
    ['1.0005', 1_001],
    ['3600', oneHour],
    ['86400', oneHour],
    ['99999999999999999999', oneHour],
  ])('%j waits %d ms', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});

// The three forms of RFC 9110 section 5.6.7, and the ISO form that some gateways send. All name the same instant.
describe('Retry-After as a date', () => {
  test.each([
    ['IMF-fixdate', 'Sat, 21 Nov 2026 09:00:45 GMT'],
    ['the obsolete RFC 850 form', 'Saturday, 21-Nov-26 09:00:45 GMT'],
    ['the obsolete asctime form, which has no zone and means UTC', 'Sat Nov 21 09:00:45 2026'],
    ['ISO 8601', '2026-11-21T09:00:45Z'],
    ['ISO 8601 with an offset', '2026-11-21T10:00:45+01:00'],
  ])('%s', (_form, header) => {
    expect(retryAfterMs(header, now)).toBe(45_000);
  });

  test('a form without a zone means UTC wherever the machine stands', () => {
    const before = process.env['TZ'];
    try {
      process.env['TZ'] = 'America/New_York';
      expect(retryAfterMs('Sat Nov 21 09:00:45 2026', now)).toBe(45_000);
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  test('a date that has passed means now', () => {
    expect(retryAfterMs('Fri, 20 Nov 2026 09:00:00 GMT', now)).toBe(0);
  });

  test('a date far ahead is cut to an hour, so that a wrong clock at the remote does not stop us for a day', () => {
    expect(retryAfterMs('Sun, 21 Nov 2027 09:00:00 GMT', now)).toBe(oneHour);
  });
});

describe('a Retry-After that says nothing', () => {
  test.each([
    ['absent', undefined],
    ['null', null],
    ['empty', ''],
    ['blank', '   '],
    ['a word', 'soon'],
    // Lenient date readers take these for a day in the year 2001, which would mean "at once".
    ['a negative number', '-5'],
    ['a word with a number', 'soon 5'],
    ['a number with a unit', '5 seconds'],
    ['two numbers', '30, 60'],
    ['a date without a time', 'Sat, 21 Nov 2026'],
    ['a broken date', 'Sat, 99 Nov 2026 99:99:99 GMT'],
  ])('%s leaves the waiting to our own back-off', (_what, header) => {
    expect(retryAfterMs(header, now)).toBeUndefined();
  });

  test('no text at all makes it wait below zero or above an hour', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.date().map(String), fc.integer().map(String), fc.double().map(String)), (header) => {
        const ms = retryAfterMs(header, now);

        expect(ms === undefined || (Number.isInteger(ms) && ms >= 0 && ms <= oneHour)).toBe(true);
      }),
    );
  });
});
