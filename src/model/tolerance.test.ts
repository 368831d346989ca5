import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../lib/decimal.ts';
import { defaultTolerance, isWithin, parseToleranceRule, type Tolerance, type ToleranceRule, toleranceRuleFor } from './tolerance.ts';

const rule = (text: string): ToleranceRule => {
  const parsed = parseToleranceRule(text);
  if (parsed === undefined) throw new Error(`${text} is no rule`);
  return parsed;
};
const tolerance = (...texts: readonly string[]): Tolerance => ({ rules: texts.map(rule) });
const line = (expected: string, given: string, quantity = '1') => ({
  currency: 'EUR',
  family: 'seats' as const,
  expected: new Decimal(expected),
  given: new Decimal(given),
  quantity: new Decimal(quantity),
});

describe('a tolerance as people write it', () => {
  test.each([
    ['EUR=0.50', { currency: 'EUR', absolute: '0.50', percent: '0', perUnit: '0' }],
    ['eur/USAGE=0.1%', { currency: 'EUR', family: 'usage', absolute: '0', percent: '0.1', perUnit: '0' }],
    ['/thirdparty=1 + 2% + 0.01/unit', { family: 'thirdParty', absolute: '1', percent: '2', perUnit: '0.01' }],
    ['=5', { absolute: '5', percent: '0', perUnit: '0' }],
  ])('%s', (text, expected) => {
    expect(parseToleranceRule(text)).toEqual(expected);
  });

  test.each(['', 'EUR', '0.5', 'EUR=', 'EUR=-1', 'EURO=1', 'EUR=1,5', '/cars=1', 'EUR=1e3', 'EUR=1%%'])('%j is none', (text) => {
    expect(parseToleranceRule(text)).toBeUndefined();
  });
});

describe('which rule counts', () => {
  const rules = tolerance('=1', 'EUR=2', '/seats=3', 'EUR/seats=4', 'EUR/seats=5');

  test.each([
    ['EUR', 'seats', '5'],
    ['USD', 'seats', '3'],
    ['EUR', 'usage', '2'],
    ['USD', 'usage', '1'],
    ['EUR', undefined, '2'],
  ] as const)('of %s and %s it is the one of %s', (currency, family, absolute) => {
    expect(toleranceRuleFor(rules, currency, family)?.absolute).toBe(absolute);
  });

  test('where none applies only the very same amount is within', () => {
    expect(isWithin(tolerance('USD=100'), line('1', '1'))).toBe(true);
    expect(isWithin(tolerance('USD=100'), line('1', '1.01'))).toBe(false);
    expect(isWithin({ rules: [] }, line('1', '1.000001'))).toBe(false);
  });
});

describe('within tolerance', () => {
  test('is the greater of money and per cent, and what each seat may add', () => {
    expect(isWithin(tolerance('=0.5+1%'), line('100', '101'))).toBe(true);
    expect(isWithin(tolerance('=0.5+1%'), line('100', '101.01'))).toBe(false);
    expect(isWithin(tolerance('=0.5+1%'), line('10', '10.5'))).toBe(true);
    expect(isWithin(tolerance('=0.5+0.01/unit'), line('10', '11.5', '-100'))).toBe(true);
    expect(isWithin(tolerance('=0.5+0.01/unit'), line('10', '11.51', '-100'))).toBe(false);
  });

  test('the default covers what two published roundings of one line may lie apart, and no more', () => {
    // 12 a seat, 29 of 31 days, 15 seats: 168.38 or 168.30.
    expect(isWithin(defaultTolerance, line('168.30', '168.38', '15'))).toBe(true);
    expect(isWithin(defaultTolerance, line('168.30', '168.47', '15'))).toBe(false);
  });

  test('whichever way an amount is off, and a greater tolerance never tolerates less', () => {
    const cents = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => new Decimal(value).div(100));
    fc.assert(
      fc.property(cents, cents, fc.integer({ min: 0, max: 5000 }), (expected, off, allowed) => {
        const deviation = { ...line('0', '0'), expected, given: expected.plus(off) };
        const less = tolerance(`=${new Decimal(allowed).div(100).toFixed()}`);
        const more = tolerance(`=${new Decimal(allowed + 1).div(100).toFixed()}`);
        const isIn = isWithin(less, deviation);
        expect(isWithin(less, { ...deviation, given: expected.minus(off) })).toBe(isIn);
        expect(isIn && !isWithin(more, deviation)).toBe(false);
        expect(isIn).toBe(off.abs().times(100).lte(allowed));
      }),
    );
  });
});
