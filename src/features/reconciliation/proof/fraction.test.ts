import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../../lib/decimal.ts';
import { cutTo, type Fraction, fractionOf, halfUpTo, isSame, textOf, times } from './fraction.ts';

const decimal = fc
  .tuple(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), fc.integer({ min: 0, max: 9 }))
  .map(([units, places]) => new Decimal(units).div(new Decimal(10).pow(places)).toFixed());
const exactly = (text: string): Fraction => {
  const value = fractionOf(text);
  if (value === undefined) throw new Error(`${text} is no number`);
  return value;
};

describe('exact fractions', () => {
  test('cut and round as decimals do, towards zero and half away from it', () => {
    fc.assert(
      fc.property(decimal, fc.integer({ min: 0, max: 8 }), (text, places) => {
        const scaled = (rounding: Decimal.Rounding): string =>
          new Decimal(text).toDecimalPlaces(places, rounding).times(new Decimal(10).pow(places)).plus(0).toFixed();
        expect(String(cutTo(exactly(text), places))).toBe(scaled(Decimal.ROUND_DOWN));
        expect(String(halfUpTo(exactly(text), places))).toBe(scaled(Decimal.ROUND_HALF_UP));
      }),
    );
  });

  test('multiply without losing a digit', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(isSame(times(exactly(a), exactly(b)), exactly(new Decimal(a).times(b).toFixed()))).toBe(true);
      }),
    );
  });

  test('keep what no decimal number holds: a third three times is one', () => {
    const third = { over: 1n, under: 3n };
    expect(isSame(times(third, exactly('3')), exactly('1.000'))).toBe(true);
    expect(textOf(third, 4)).toBe('0.3333');
  });

  test('print without trailing zeros', () => {
    expect(textOf(exactly('-12.500'), 6)).toBe('-12.5');
    expect(textOf(exactly('7'), 0)).toBe('7');
    expect(textOf(exactly('0.004'), 2)).toBe('0');
    expect(fractionOf('1,5')).toBeUndefined();
  });
});
