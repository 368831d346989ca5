import { expect, test } from 'vitest';
import { Fields } from '../read/fields.ts';
import { TextNumbers } from './text-numbers.ts';

const fields = new Fields(1);
const saying = (text: string): Fields => {
  fields.useTexts([text]);
  return fields;
};
const numbers = () => new TextNumbers([0], (each) => each.text(0));

test('the same text has the same number in a whole blob, and is listed once in a stretch with its first line', () => {
  const texts = numbers();

  expect(['a', 'b', 'a', 'c'].map((text, line) => texts.numberOf(saying(text), line + 1))).toEqual([0, 1, 0, 2]);
  expect(texts.takeNew()).toEqual([
    { text: 'a', line: 1 },
    { text: 'b', line: 2 },
    { text: 'c', line: 4 },
  ]);
  expect(texts.numberOf(saying('b'), 9)).toBe(1);
  expect(texts.takeNew()).toEqual([]);
});

test('another stretch lists what stands in it, in its own order, whoever saw it there', () => {
  const texts = numbers();
  for (const [at, text] of ['a', 'b', 'c'].entries()) texts.numberOf(saying(text), at);
  texts.takeNew();

  texts.beginStretch();
  const places = [texts.placeOf(2, 1), texts.placeOf(texts.numberOf(saying('a'), 2), 2), texts.placeOf(2, 3)];

  expect(places).toEqual([0, 1, 0]);
  expect(texts.takeNew()).toEqual([
    { text: 'c', line: 1 },
    { text: 'a', line: 2 },
  ]);
  expect(texts.placeOf(99, 4)).toBe(-1);
});

test('thousands of them keep their numbers', () => {
  const texts = numbers();
  const all = Array.from({ length: 5_000 }, (_, n) => texts.numberOf(saying(`text ${n}`), n));
  texts.beginStretch();

  expect(all).toEqual(all.map((_, n) => n));
  expect(all.map((number) => texts.placeOf(4_999 - number, 0))).toEqual(all);
});
