import { expect, test } from 'vitest';
import { nameStatements } from './named-statements.ts';

const text = 'select name from person where person_id = $1';
const times = (n: number, work: () => string | undefined): string | undefined => Array.from({ length: n }, work).at(-1);

test('a text that comes for the fifth time has a name, and keeps it', () => {
  const { nameOf } = nameStatements();

  expect(times(4, () => nameOf(text, ['p1']))).toBeUndefined();
  const name = nameOf(text, ['p2']);
  expect(name).toBe('concord_1');
  expect(nameOf(text, ['p3'])).toBe(name);
  expect(times(5, () => nameOf('select 1', []))).toBe('concord_2');
});

test('a text with a list has none: how it is best carried out depends on the length', () => {
  const { nameOf } = nameStatements();

  expect(times(9, () => nameOf(text, [['p1', 'p2']]))).toBeUndefined();
});

test('neither do beginnings and ends of transactions', () => {
  const { nameOf } = nameStatements();

  expect(times(9, () => nameOf('commit', []))).toBeUndefined();
});

test('when tables have changed every text gets another name', () => {
  const { nameOf, forget } = nameStatements();
  times(5, () => nameOf(text, []));
  forget();

  expect(times(4, () => nameOf(text, []))).toBeUndefined();
  expect(nameOf(text, [])).toBe('concord_2');
});

test('there are 300 names at most', () => {
  const { nameOf } = nameStatements();
  for (let n = 0; n < 300; n += 1) times(5, () => nameOf(`select ${n}`, []));

  expect(times(9, () => nameOf('select 1000', []))).toBeUndefined();
  expect(nameOf('select 299', [])).toBe('concord_300');
});
