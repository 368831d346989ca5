import { expect, test } from 'vitest';
import { Choice } from './choice.ts';
import { Ids } from './ids.ts';

test('a row whose id is taken gets another, always the same one', () => {
  const draw = (): string[] => {
    const ids = new Ids(1);
    return ['a', 'b', 'a', 'a'].map((id) => ids.apart({ id }).id);
  };
  const drawn = draw();

  expect(drawn.slice(0, 2)).toEqual(['a', 'b']);
  expect(new Set(drawn).size).toBe(4);
  expect(draw()).toEqual(drawn);
});

test('an id of two keeps its second half', () => {
  const ids = new Ids(1);
  const id = '11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222';
  ids.apart({ id });

  expect(ids.apart({ id }).id).toMatch(/-22222222-2222-4222-8222-222222222222$/);
});

test('the first that is possible is found again after others were taken', () => {
  const taken = new Set<number>();
  const choice = new Choice([1, 2, 3, 4], (number) => number % 2 === 0 && !taken.has(number));

  expect([choice.first(), choice.first()]).toEqual([2, 2]);
  taken.add(2);
  expect(choice.first()).toBe(4);
  taken.add(4);
  expect(choice.first()).toBeUndefined();
});
