import { describe, expect, test } from 'vitest';
import {
  amountText,
  centsText,
  microText,
  moneyWords,
  mulDivDown,
  mulDivHalfUp,
  parseCents,
  parseExact,
  parseMicro,
  productCents,
} from './exact.ts';

describe('whole-number arithmetic', () => {
  test.each([
    [7, 3, 2, 10],
    [-7, 3, 2, -10],
    [0, 5, 3, 0],
    // 2^53 is passed by the product, so a double would be off.
    [9_007_199_254_740_991, 3, 2, 13_510_798_882_111_486],
    [123_456_789_012, 987_654_321, 1_000_000, 121_932_631_124_487],
  ])('%d x %d / %d is cut towards zero', (a, b, divisor, expected) => {
    expect(mulDivDown(a, b, divisor)).toBe(expected);
  });

  test('a refund is cut towards zero, not down', () => {
    expect(mulDivDown(-1999, 1, 1000)).toBe(-1);
    expect(Object.is(mulDivDown(-1, 1, 1000), 0)).toBe(true);
  });

  test.each([
    [5, 1, 10, 1],
    [-5, 1, 10, -1],
    [4, 1, 10, 0],
    [149, 1, 100, 1],
    [150, 1, 100, 2],
  ])('%d x %d / %d is rounded half away from zero', (a, b, divisor, expected) => {
    expect(mulDivHalfUp(a, b, divisor)).toBe(expected);
  });
});

describe('decimal text', () => {
  test.each([
    ['1.10', 1_100_000],
    ['1.1', 1_100_000],
    ['-0.000001', -1],
    ['.5', 500_000],
    ['1e-6', 1],
    ['1.5E3', 1_500_000_000],
    [' 7 ', 7_000_000],
    // What exports and spreadsheets make of numbers.
    ['0E-20', 0],
    ['12.340000000000000000', 12_340_000],
    ["'12.5", 12_500_000],
    ["'-12.5", -12_500_000],
  ])('%s is %d millionths', (text, expected) => {
    expect(parseMicro(text)).toBe(expected);
  });

  test.each(['', '.', 'abc', '1,5', '1.2.3', 'NaN', 'Infinity', '0x10', '--1', '1e', '0.0000001', "'", "''1"])(
    '%j is no number of millionths',
    (text) => {
      expect(parseMicro(text)).toBeUndefined();
    },
  );

  test('a number beyond safe integers is refused, not bent', () => {
    expect(parseMicro('9007199254740993')).toBeUndefined();
    expect(parseExact('9007199254740993')).toEqual({ units: 9_007_199_254_740_993n, scale: 0 });
  });

  test('parts of a cent are no cents', () => {
    expect(parseCents('1.005')).toBeUndefined();
    expect(parseCents('4.35')).toBe(435);
    expect(parseCents('112178841.98')).toBe(11_217_884_198);
  });

  test('prints without trailing zeros, money with both digits', () => {
    expect(microText(1_250_000)).toBe('1.25');
    expect(microText(-3)).toBe('-0.000003');
    expect(microText(2_000_000)).toBe('2');
    expect(centsText(5)).toBe('0.05');
    expect(centsText(-12_345)).toBe('-123.45');
  });

  test('a product of many digits is exact before it is cut', () => {
    expect(productCents('0.123456789', '1000', '1.1')).toBe(13_580);
    expect(productCents('-0.019', '1')).toBe(-1);
    expect(productCents('x', '1')).toBeUndefined();
  });
});

test('money in a sentence is written as on the screens: the currency first, both digits, a real minus', () => {
  expect([amountText(1_250, 'USD'), amountText(-5, 'EUR'), amountText(0, 'USD')]).toEqual(['USD 12.50', '\u2212EUR 0.05', 'USD 0.00']);
  expect(moneyWords('12.5 (17 of 30 days)', 'USD')).toBe('USD 12.50 (17 of 30 days)');
  expect(moneyWords('0.012345', 'USD')).toBe('USD 0.012345');
  expect(moneyWords('no line', 'USD')).toBe('no line');
});
