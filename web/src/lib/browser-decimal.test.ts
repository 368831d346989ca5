import { Decimal as Library } from 'decimal.js/decimal';
import { expect, test } from 'vitest';
import { amountOf, sumByCurrency } from '#model/money.ts';
import { Decimal } from './browser-decimal.ts';

Library.set({ precision: 40, toExpNeg: -40, toExpPos: 40 });
const amounts = ['0', '0.1', '0.2', '-0.005', '1184.20', '-66', '1234567890123.123456', '1e3', '-2.50E-2', '0.0000001', '+7'];
const pairs = amounts.flatMap((a) => amounts.map((b) => [a, b] as const));

test('the browser calculates as the server does', () => {
  for (const [a, b] of pairs) {
    const [own, other] = [new Decimal(a), new Library(a)];
    expect(own.plus(b).toFixed(), `${a} + ${b}`).toBe(other.plus(b).toFixed());
    expect(own.comparedTo(b), `${a} against ${b}`).toBe(other.comparedTo(b));
    expect(own.gt(b)).toBe(other.gt(b));
    expect(own.times(b).toFixed(10), `${a} * ${b}`).toBe(other.times(b).toFixed(10));
    if (!own.isZero() && !new Decimal(b).isZero()) expect(own.div(b).toFixed(6), `${a} / ${b}`).toBe(other.div(b).toFixed(6));
  }
  for (const a of amounts)
    for (const places of [0, 1, 2, 6]) expect(new Decimal(a).abs().toFixed(places)).toBe(new Library(a).abs().toFixed(places));
});

test('sums on a page are exact: a tenth and two tenths are three tenths', () => {
  const usd = (amount: string) => ({ amount, currency: 'USD' });
  expect(sumByCurrency([usd('0.1'), usd('0.2'), { amount: '-4.50', currency: 'EUR' }])).toEqual([
    { amount: '-4.5', currency: 'EUR' },
    { amount: '0.3', currency: 'USD' },
  ]);
});

test('what the browser cannot calculate fails loudly, not wrongly', () => {
  expect(() => amountOf({ amount: '1', currency: 'USD' }).toDecimalPlaces(2)).toThrow(TypeError);
  expect(() => new Decimal('1,5')).toThrow(/Not a decimal/);
  expect(() => new Decimal('1').div('0')).toThrow(/zero/);
});
