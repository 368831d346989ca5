import { expect, test } from 'vitest';
import { isStale } from './staleness.ts';

const at = (time: string) => Temporal.Instant.from(`2026-11-22T${time}:00Z`);
const allowed = { now: at('12:00'), minutes: 60 };

test('a record that was read within the hour is fresh, whatever its account does', () => {
  expect(isStale(at('11:00'), 'books', { lastSuccessAt: null, booksReadAt: null }, allowed)).toBe(false);
});

test('an older record of which nobody told a change is as fresh as its account', () => {
  expect(isStale(at('08:00'), 'books', { lastSuccessAt: at('11:58'), booksReadAt: at('07:55') }, allowed)).toBe(false);
  expect(isStale(at('08:00'), 'books', { lastSuccessAt: at('10:59'), booksReadAt: at('07:55') }, allowed)).toBe(true);
  expect(isStale(at('08:00'), 'books', { lastSuccessAt: null, booksReadAt: null }, allowed)).toBe(true);
});

test('a record that the last reading of everything did not bring is stale although its account answers', () => {
  expect(isStale(at('08:00'), 'books', { lastSuccessAt: at('11:58'), booksReadAt: at('10:00') }, allowed)).toBe(true);
});

test('what is read once a day may be a day and an hour old', () => {
  const heard = { lastSuccessAt: at('11:58'), booksReadAt: at('11:00') };
  expect(isStale(Temporal.Instant.from('2026-11-21T11:00:00Z'), 'charges', heard, allowed)).toBe(false);
  expect(isStale(Temporal.Instant.from('2026-11-21T10:59:59Z'), 'charges', heard, allowed)).toBe(true);
});
