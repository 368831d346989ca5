import { expect, test } from 'vitest';
import { distance, nearest } from './nearest.ts';

test.each([
  ['', '', 0],
  ['port', 'port', 0],
  ['prot', 'port', 2],
  ['', 'abc', 3],
  ['kitten', 'sitting', 3],
])('from %j to %j it is %i steps', (a, b, steps) => {
  expect(distance(a, b)).toBe(steps);
  expect(distance(b, a)).toBe(steps);
});

test('the nearest name is offered, and none when nothing is near', () => {
  expect(nearest('databaseURL', ['dataDir', 'databaseUrl'])).toBe(' (did you mean databaseUrl?)');
  expect(nearest('colour', ['dataDir', 'databaseUrl'])).toBe('');
  expect(nearest('x', [])).toBe('');
});
