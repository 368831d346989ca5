import { expect, test } from 'vitest';
import { ExactNumber, exactNumber, isJsonObject, readJson, writeJson } from './exact-json.ts';

test('an amount is written digit for digit, trailing zeros included', () => {
  expect(writeJson({ price: exactNumber('22.0'), cost: exactNumber('17.60'), quantity: 3 })).toBe(
    '{"price":22.0,"cost":17.60,"quantity":3}',
  );
});

test('members that are undefined are left out and null stays', () => {
  expect(writeJson({ a: undefined, b: null, c: [true, 'x "y"'] })).toBe('{"b":null,"c":[true,"x \\"y\\""]}');
});

test('an amount read and written again is the same text', () => {
  const text = '{"amount":0.1000000000000000055511151231257827,"list":[1e2,-0.50]}';

  expect(writeJson(readJson(text))).toBe(text);
});

test('numbers of a read text are exact numbers, everything else is as usual', () => {
  const read = readJson('{"n":1.10,"s":"1.10","b":false,"z":null}');

  expect(isJsonObject(read) && read['n'] instanceof ExactNumber).toBe(true);
  expect(isJsonObject(read) && [read['s'], read['b'], read['z']]).toEqual(['1.10', false, null]);
});

test.each(['01', '1.', '.5', 'NaN', 'Infinity', '1 ', '', '+1'])('text that is not a JSON number is refused: %j', (text) => {
  expect(() => exactNumber(text)).toThrow('Not a JSON number');
});
