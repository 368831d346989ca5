import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactSeatCents, exactUsageCents, productFirstCents, seatCents, taxCents, usageCents } from './line-money.ts';

const micro = (value: number): number => Math.round(value * 1e6);

describe("Microsoft's formulas", () => {
  // reliability-security.md 8.2: published examples; B cuts the unit first, A after multiplying.
  test.each([
    [9.42, 10, 94.2],
    [7.72, 300, 2316],
    [4.92, 300, 1476],
  ])('seats: %d x %d is %d with the unit cut first', (price, quantity, published) => {
    expect(seatCents(micro(price), micro(quantity), 1e6)).toBe(Math.round(published * 100));
  });

  test.each([
    [9.408, 12, 112.89],
    [11.225806, 10, 112.25],
    [11.225806, 15, 168.38],
  ])('seats: %d x %d is %d with the product cut', (price, quantity, published) => {
    expect(productFirstCents(micro(price), micro(quantity), 1e6)).toBe(Math.round(published * 100));
  });

  test('the product is cut exactly, however large it is', () => {
    const safe = { min: -9_000_000_000_000, max: 9_000_000_000_000 };
    fc.assert(
      fc.property(
        fc.integer(safe),
        fc.integer({ min: -5000, max: 5000 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 2e8 }),
        (price, seats, isWhole, rate) => {
          const quantity = isWhole ? seats * 1_000_000 : seats * 7919;
          expect(productFirstCents(price, quantity, rate)).toBe(Number((BigInt(price) * BigInt(quantity) * BigInt(rate)) / 10n ** 16n));
        },
      ),
    );
  });

  test('usage is cut in the pricing currency and again after the rate', () => {
    expect(usageCents(micro(0.1234), micro(100), micro(0.918443))).toBe(1133);
    expect(usageCents(micro(-0.1234), micro(100), micro(0.918443))).toBe(-1133);
  });

  test('digits beyond the sixth count', () => {
    expect(exactUsageCents('0.0999999999', '10', '1')).toBe(99);
    expect(exactUsageCents('0.1000000001', '10', '1')).toBe(100);
    expect(exactSeatCents('1.0099999999', '3', '1')).toBe(300);
    expect(exactSeatCents('one', '3', '1')).toBeUndefined();
  });

  test('the exact way and the fast way agree', () => {
    for (const [price, quantity, rate] of [
      ['12.34', '7', '1.172305'],
      ['0.000041', '398123.4567', '0.918443'],
      ['22', '-5', '0.089417'],
    ] as const) {
      const numbers = [price, quantity, rate].map((text) => micro(Number(text))) as [number, number, number];
      expect(exactSeatCents(price, quantity, rate)).toBe(seatCents(...numbers));
      expect(exactUsageCents(price, quantity, rate)).toBe(usageCents(...numbers));
    }
  });

  test.each([
    [1000, 190_000, 190],
    [1003, 190_000, 191],
    [50, 190_000, 10],
    [-50, 190_000, -10],
    [0, 190_000, 0],
    [9_000_000_000_000, 250_000, 2_250_000_000_000],
  ])('tax of %d cents at %d ppm is %d, half up, credits like charges', (subtotal, ppm, expected) => {
    expect(taxCents(subtotal, ppm)).toBe(expected);
  });
});
