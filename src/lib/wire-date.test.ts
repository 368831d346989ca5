import { expect, test } from 'vitest';
import { z } from 'zod';
import { optionalDay, optionalInstant, readDay, readInstant } from './wire-date.ts';

test.each([
  ['2021-01-01', '2021-01-01'],
  ['2021-01-01T08:30:00Z', '2021-01-01'],
  // Pax8 writes offsets without a colon.
  ['2023-08-11T11:33:12.314-0600', '2023-08-11'],
  ['2023-08-11T23:33:12.314-0600', '2023-08-12'],
  ['2019-01-09T00:21:45.9263727+00:00', '2019-01-09'],
  // Partner Center without a zone means UTC.
  ['2021-07-14T18:02:00', '2021-07-14'],
  // As a page of the documentation prints it.
  ['2022-01-13T00: 0:00Z', '2022-01-13'],
  ['0001-01-01T00:00:00Z', 'none'],
  ['9999-12-10T00:00:00Z', 'none'],
])('%s is the day %s', (text, day) => {
  expect(readDay(text)).toBe(day);
});

test.each(['6/1/2017', '01-02-2026', 'tomorrow', '2026-02-30', '2026-13-01', ''])('%s is never guessed to be a day', (text) => {
  expect(readDay(text)).toBeUndefined();
});

test('no day of an instant in UTC is shifted by its own zone', () => {
  for (const hour of ['00', '12', '23']) expect(readDay(`2026-03-29T${hour}:59:59Z`)).toBe('2026-03-29');
});

test('instants keep their moment', () => {
  expect(readInstant('2023-08-11T11:33:12.314-0600')?.toString()).toBe('2023-08-11T17:33:12.314Z');
  expect(readInstant('2026-01-01')?.toString()).toBe('2026-01-01T00:00:00Z');
  expect(readInstant('soon')).toBeUndefined();
});

test('an unset date is none, an unreadable one fails its record', () => {
  const record = z.object({ endsOn: optionalDay, endsAt: optionalInstant });

  expect(record.parse({ endsOn: '', endsAt: '9999-12-31T00:00:00Z' })).toEqual({ endsOn: undefined, endsAt: undefined });
  expect(record.parse({})).toEqual({ endsOn: undefined, endsAt: undefined });
  expect(record.safeParse({ endsOn: '31.12.2026' }).success).toBe(false);
  expect(record.safeParse({ endsAt: 'later' }).success).toBe(false);
});
