import { expect, test } from 'vitest';
import { moveBy } from './list-keys.ts';
import { besideGap } from './row-place.ts';

const order = ['a', 'b', 'c', 'd'];
/** Where a key leads from the row `id`, which is gone. */
const from = (id: string, now: readonly string[], key: string): string | undefined =>
  now[moveBy(key, besideGap(now, { id, order }, key), now.length, 10) ?? -1];

test('J goes on with the row that followed the decided one, K with the one before it', () => {
  expect(from('b', ['a', 'c', 'd'], 'j')).toBe('c');
  expect(from('b', ['a', 'c', 'd'], 'k')).toBe('a');
});

test('rows that come above meanwhile do not lead back to what was decided', () => {
  expect(from('b', ['new', 'newer', 'a', 'c', 'd'], 'j')).toBe('c');
  expect(from('b', ['new', 'newer', 'a', 'c', 'd'], 'k')).toBe('a');
});

test('neighbours that went as well are passed over', () => {
  expect(from('b', ['a', 'new', 'd'], 'j')).toBe('d');
  expect(from('c', ['a', 'new', 'd'], 'k')).toBe('a');
});

test('after the last row J takes what came behind it, and before the first K stays at the top', () => {
  expect(from('d', ['a', 'b', 'c', 'new'], 'j')).toBe('new');
  expect(from('a', ['b', 'c', 'd'], 'k')).toBe('b');
  expect(from('d', ['a', 'b', 'c'], 'j')).toBe('c');
});

test('a list of which nothing is left begins again at its top', () => {
  expect(from('b', ['new', 'newer'], 'j')).toBe('new');
  expect(from('b', ['new', 'newer'], 'k')).toBe('new');
});
