import { expect, test } from 'vitest';
import { wordsIn } from './words-in.ts';

test.each([
  ['Gold, Schools ,Public sector', ['Gold', 'Schools', 'Public sector']],
  [' Gold,, ,', ['Gold']],
  ['', []],
])('"%s" is read word by word', (text, words) => {
  expect(wordsIn(text)).toEqual(words);
});
