import { expect, test } from 'vitest';
import { nameStatements } from './named-statements.ts';

const text = 'select /* planned once */ "name" from "person" where "person_id" = $1';

test('a statement that is planned once has a name of its own and keeps it', () => {
  const { nameOf } = nameStatements();
  const name = nameOf(text);

  expect(name).toBe('concord_1');
  expect(nameOf(text)).toBe(name);
  expect(nameOf('select /* planned once */ 1')).toBe('concord_2');
});

test.each(['select "name" from "person"', 'begin', "select '/* planned once */'"])('%s is planned each time', (other) => {
  expect(nameStatements().nameOf(other)).toBeUndefined();
});

test('when tables have changed it gets another name', () => {
  const { nameOf, forget } = nameStatements();
  nameOf(text);
  forget();

  expect(nameOf(text)).toBe('concord_2');
});
