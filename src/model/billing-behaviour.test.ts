import { describe, expect, test } from 'vitest';
import { Decimal } from '../lib/decimal.ts';
import { behaviourFor, type LineRounding, lineAmount, safeBilling } from './billing-behaviour.ts';

const product = { productId: 'CFQ7TTC0LH18', skuId: '0001' };
const other = { productId: 'CFQ7TTC0LH18', skuId: '0002' };

describe('what is otherwise for a customer or a product', () => {
  const exceptions = [
    { customerId: 'contoso', product, choice: { prorate: false } },
    { customerId: 'contoso', product: undefined, choice: { billed: 'arrears', rounding: 'seatDown' } },
    { customerId: undefined, product, choice: { rounding: 'lineDown', credits: 'partner' } },
  ] as const;

  test.each([
    ['nothing said: as for all', 'fabrikam', other, safeBilling],
    ['the product, for everybody', 'fabrikam', product, { ...safeBilling, rounding: 'lineDown', credits: 'partner' }],
    ['the customer, for all of its products', 'contoso', other, { ...safeBilling, billed: 'arrears', rounding: 'seatDown' }],
    [
      'the customer beats the product, and both together beat either',
      'contoso',
      product,
      { ...safeBilling, prorate: false, billed: 'arrears', rounding: 'seatDown', credits: 'partner' },
    ],
    ['a line of no known product', 'contoso', undefined, { ...safeBilling, billed: 'arrears', rounding: 'seatDown' }],
  ] as const)('%s', (_name, customerId, of, expected) => {
    expect(behaviourFor(safeBilling, exceptions, { customerId, product: of })).toEqual(expected);
  });
});

// Reliability reference 8.2, the published amounts of part months: price, days of the cycle, days billed, quantity, amount, rules that fit.
const vectors: readonly (readonly [string, number, number, number, string, string])[] = [
  ['10.08', 30, 28, 10, '94.08', 'A D'],
  ['10.08', 30, 28, 12, '112.89', 'A'],
  ['12', 31, 29, 10, '112.25', 'A'],
  ['12', 31, 26, 25, '251.61', 'A D'],
  ['12', 31, 24, 25, '232.25', 'A B C'],
  ['12', 31, 22, 23, '195.87', 'A D'],
  ['10.08', 31, 29, 10, '94.20', 'B'],
  ['6.43', 30, 23, 300, '1476.00', 'B'],
  ['4', 30, 29, 1, '3.87', 'C D'],
  ['4', 30, 29, 2, '7.74', 'C'],
  ['4', 31, 12, 2, '3.10', 'C D'],
  ['211.20', 365, 27, 2, '31.25', 'D'],
];
const letters: Readonly<Record<LineRounding, string>> = { lineDown: 'A', seatDown: 'B', seatHalfUp: 'C', lineHalfUp: 'D' };
const rules = Object.entries(letters) as [LineRounding, string][];

test.each(vectors)('%s for %i days, %i of them, times %i is %s by the rules %s', (price, days, billed, quantity, amount, fits) => {
  const unit = new Decimal(price).times(billed).div(days);
  const fitting = rules.filter(([rule]) => lineAmount(unit, new Decimal(quantity), rule, 2).eq(amount)).map(([, letter]) => letter);
  expect(fitting.sort().join(' ')).toBe(fits);
});
