import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amount, parseLossless, whole } from './lossless.ts';

test.each([
  ['0', 0],
  ['25', 25],
  ['-3', -3],
  ['999999999999999', 999_999_999_999_999],
  ['9007199254740993', '9007199254740993'],
  ['12.50', '12.50'],
  ['0.1', '0.1'],
  ['1e-7', '1e-7'],
  ['1E+2', '1E+2'],
  ['-0', '-0'],
  ['123456789012345678901234567890.12', '123456789012345678901234567890.12'],
  ['"12.50"', '12.50'],
  ['null', null],
  ['\uFEFF{"a":[1.10,{"b":2}]}', { a: ['1.10', { b: 2 }] }],
])('%s is read without losing a digit', (text, value) => {
  expect(parseLossless(text)).toEqual(value);
});

test('whatever number a remote writes, its digits survive', () => {
  const digits = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.stringMatching(/^\d{1,20}$/), fc.boolean());
  fc.assert(
    fc.property(digits, ([integer, fraction, negative]) => {
      const text = `${negative ? '-' : ''}${integer}.${fraction}`;
      expect(parseLossless(`{"n":${text}}`)).toEqual({ n: text });
    }),
  );
});

test('one such number among any values keeps its digits, and nothing else changes', () => {
  const number = fc.constantFrom('12.50', '1e5', '-0', '-0.5', '1234567890123456', '-1234567890123456', '0.0', '7E-2');
  const place = fc.constantFrom(' ', '\n\t', '');
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), number, place, fc.boolean(), (value, odd, space, first) => {
      const other = JSON.stringify(
        JSON.parse(JSON.stringify(value), (_key, one: unknown) => (typeof one === 'number' ? Math.sign(one) || 0 : one)),
      );
      const whole: unknown = JSON.parse(other);
      expect(parseLossless(other)).toEqual(whole);
      const text = first ? `{"n":${space}${odd},"v":${other}}` : `[${other},${space}${odd}${space}]`;
      expect(parseLossless(text)).toEqual(first ? { n: odd, v: whole } : [whole, odd]);
    }),
  );
});

test.each(['', '"]]]]\\"",', '"\\\\",'])('nesting without end is refused, whatever texts stand before it (%s)', (text) => {
  const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expect(() => parseLossless(`[${text}${nested}]`)).toThrow(RangeError);
});

test.each(['{', '<html>', '{"a":NaN}', '{"a":01}'])('%s is no JSON', (text) => {
  expect(() => parseLossless(text)).toThrow(SyntaxError);
});

describe('an amount', () => {
  test.each([
    ['12.50', '12.50'],
    [12, '12'],
    ['-94.08', '-94.08'],
    [' 3 ', '3'],
    ['1e-7', '1e-7'],
  ])('%j is taken as %s', (given, taken) => {
    expect(amount.parse(given)).toBe(taken);
  });
  test.each(['NaN', '', '1,5', '$3', '--1', '0x1f', null, true])('%j is refused', (given) => {
    expect(amount.safeParse(given).success).toBe(false);
  });
});

describe('a whole number', () => {
  test.each([
    [25, 25],
    ['25', 25],
    ['25.0', 25],
    ['-3.000', -3],
  ])('%j is taken as %i', (given, taken) => {
    expect(whole.parse(given)).toBe(taken);
  });
  test.each(['25.5', 'x', '', '1e3', 12.5])('%j is refused', (given) => {
    expect(whole.safeParse(given).success).toBe(false);
  });
});
