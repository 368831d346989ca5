import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactSeatCents, exactUsageCents, productFirstCents, seatCents } from '../files/line-money.ts';
import { type Fraction, fractionOf, magnitude, one, times } from './fraction.ts';
import { type Product, type RuleSetName, ruleSets, usageCents } from './rule-sets.ts';

const exactly = (text: string): Fraction => {
  const value = fractionOf(text);
  if (value === undefined) throw new Error(`${text} is no number`);
  return value;
};
const proratedProduct = (unit: string, [inDays, days]: readonly [number, number], quantity: number): Product => {
  const price = exactly(unit);
  const exact = times(price, { over: BigInt(days), under: BigInt(inDays) });
  const part = { of: days, in: inDays, unit: 'days' as const };
  return { printed: exact, exact, prorated: { price, part }, quantity: exactly(String(quantity)), rate: one, isSeatChange: true };
};
const centsBy = (name: RuleSetName, product: Product): bigint | undefined => ruleSets.find((set) => set.name === name)?.cents(product);

/** The letters of reliability-security.md 8.2. */
const policies = {
  A: 'product-first-all-digits',
  B: 'seat-unit-first-all-digits',
  C: 'half-up-unit-all-digits',
  D: 'half-up-product-all-digits',
  E: 'half-up-day',
} as const;

describe('the 25 published amounts fit exactly the policies of the table', () => {
  test.each([
    ['10.08', 30, 28, 10, '94.08', 'A D'],
    ['10.08', 30, 28, 12, '112.89', 'A'],
    ['10.08', 30, 28, 8, '75.26', 'A D'],
    ['12', 31, 29, 10, '112.25', 'A'],
    ['12', 31, 29, 15, '168.38', 'A'],
    ['12', 31, 26, 15, '150.96', 'A'],
    ['12', 31, 26, 25, '251.61', 'A D'],
    ['12', 31, 24, 25, '232.25', 'A B C'],
    ['12', 31, 24, 23, '213.67', 'A B C'],
    ['12', 31, 22, 23, '195.87', 'A D'],
    ['12', 31, 22, 20, '170.32', 'A D'],
    ['12', 31, 11, 20, '85.16', 'A D'],
    ['12', 31, 11, 30, '127.74', 'A D'],
    ['10.08', 31, 29, 10, '94.20', 'B'],
    ['10.08', 30, 23, 300, '2316.00', 'B'],
    ['6.43', 30, 23, 300, '1476.00', 'B'],
    ['10.08', 30, 23, 100, '772.00', 'B'],
    ['6.43', 30, 23, 100, '492.00', 'B'],
    ['4', 30, 29, 1, '3.87', 'C D'],
    ['4', 30, 29, 2, '7.74', 'C'],
    // The table says "all"; the price of a day rounded first, 0.13 x 19, is 2.47.
    ['4', 31, 19, 1, '2.45', 'A B C D'],
    ['4', 31, 12, 2, '3.10', 'C D'],
    ['211.20', 365, 27, 2, '31.25', 'D'],
    ['211.20', 365, 337, 2, '390.00', 'C D'],
    ['48', 365, 19, 1, '2.47', 'E'],
  ])('%s for a cycle of %i days, %i days x %i = %s: %s', (unit, inDays, days, quantity, published, expected) => {
    const product = proratedProduct(unit, [inDays, days], quantity);
    const cents = BigInt(published.replace('.', ''));

    expect(
      Object.entries(policies)
        .filter(([, name]) => centsBy(name, product) === cents)
        .map(([letter]) => letter)
        .join(' '),
    ).toBe(expected);
    // Credits are rounded like charges.
    const refund = { ...product, quantity: { over: -product.quantity.over, under: 1n } };
    for (const set of ruleSets) expect(set.cents(refund), set.name).toBe(-set.cents(product));
  });
});

const price = fc.integer({ min: -90_000_000, max: 90_000_000 });
const quantity = fc.integer({ min: -5000, max: 5000 });
const rate = fc.integer({ min: 1, max: 3_000_000 });
const micro = (value: number): Fraction => ({ over: BigInt(value), under: 1_000_000n });
const whole = (value: number): Fraction => ({ over: BigInt(value), under: 1n });
const productOf = (unit: number, seats: number, exchange: number): Product => ({
  printed: micro(unit),
  exact: micro(unit),
  quantity: whole(seats),
  rate: micro(exchange),
  isSeatChange: false,
});

describe('laws of every rule set', () => {
  test('the two documented ones are the ones that every reconciliation uses', () => {
    fc.assert(
      fc.property(price, quantity, rate, (unit, seats, exchange) => {
        const product = productOf(unit, seats, exchange);
        const texts = [String(unit / 1_000_000), String(seats), String(exchange / 1_000_000)] as const;
        expect(centsBy('seat-unit-first', product)).toBe(BigInt(seatCents(unit, seats * 1_000_000, exchange)));
        expect(centsBy('seat-unit-first', product)).toBe(BigInt(exactSeatCents(...texts) ?? Number.NaN));
        expect(centsBy('product-first', product)).toBe(BigInt(productFirstCents(unit, seats * 1_000_000, exchange)));
        expect(usageCents(product)).toBe(BigInt(exactUsageCents(...texts) ?? Number.NaN));
      }),
      { numRuns: 300 },
    );
  });

  test.each(ruleSets.map((set) => [set.name, set] as const))(
    '%s: twice the seats cost twice as much, but for a cent (R9)',
    (_name, set) => {
      fc.assert(
        fc.property(price, quantity, rate, (unit, seats, exchange) => {
          const once = set.cents(productOf(unit, seats, exchange));
          const twice = set.cents(productOf(unit, 2 * seats, exchange));
          const off = magnitude({ over: twice - 2n * once, under: 1n }).over;
          expect(off <= 1n).toBe(true);
        }),
        { numRuns: 100 },
      );
    },
  );

  test.each(ruleSets.map((set) => [set.name, set] as const))(
    '%s: so many seats more and as many less the same day cost nothing (R10)',
    (_name, set) => {
      const days = fc.integer({ min: 1, max: 31 });
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 100_000 }),
          days,
          fc.integer({ min: 1, max: 900 }),
          fc.integer({ min: 1, max: 90 }),
          (unit, of, seats, more) => {
            const line = (count: number): bigint => set.cents(proratedProduct(String(unit / 100), [31, of], count));
            expect(line(-seats) + line(seats + more) + line(-seats - more) + line(seats)).toBe(0n);
          },
        ),
        { numRuns: 100 },
      );
    },
  );

  test('whole cents times whole seats come out the same however they are cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), quantity, (cents, seats) => {
        const product = productOf(cents * 10_000, seats, 1_000_000);
        expect(new Set(ruleSets.map((set) => set.cents(product)))).toEqual(new Set([BigInt(cents) * BigInt(seats)]));
      }),
    );
  });
});
