import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PsaLine, Subscription } from '../model.ts';
import type { Expected, ProductCodes } from './expected.ts';
import { pairCost, surplusCost, unknownCost } from './likeness.ts';

const seats = (count: number): number => count * 1_000_000;
const subscription = (some: Partial<Subscription> = {}): Subscription => ({
  id: 'sub-1',
  customerId: 'customer',
  partnerId: 'partner',
  offering: 'licence',
  productId: 'BASIC',
  skuId: '0001',
  name: 'Business Basic',
  quantity: seats(25),
  isGone: false,
  isTrial: false,
  term: 'P1Y',
  billing: 'monthly',
  startsOn: 100,
  endsOn: 465,
  createdOn: 100,
  currency: 'EUR',
  ...some,
});
const line = (some: Partial<PsaLine> = {}): PsaLine => ({
  id: '81',
  companyId: 'company',
  code: 'BASIC-YEAR',
  quantity: seats(25),
  unitPrice: seats(7),
  currency: 'EUR',
  startsOn: 100,
  subscriptionId: '',
  ...some,
});
const expected = (some: Partial<Expected> = {}): Expected => ({
  subscription: subscription(),
  code: 'BASIC-YEAR',
  price: seats(7),
  ...some,
});
const codes: ProductCodes = {
  codeOf: () => 'BASIC-YEAR',
  productOf: (code) => (code.startsWith('BASIC') ? 'BASIC:0001' : code === 'OTHER-YEAR' ? 'OTHER:0001' : undefined),
};
const cost = (one: PsaLine, of: Expected = expected(), datesAreReliable = false): number => pairCost(one, of, codes, { datesAreReliable });

/** A surplus line and a missing one: what a pair must be better than. */
const apart = 2 * unknownCost;

describe('how many faults make a line and a subscription the same thing', () => {
  test.each<[string, PsaLine, boolean]>([
    ['the same in everything', line(), true],
    ['another quantity', line({ quantity: seats(20) }), true],
    ['another price', line({ unitPrice: seats(6) }), true],
    ['another quantity and price: still the only line of the product', line({ quantity: seats(20), unitPrice: seats(6) }), true],
    ['the same product in another term', line({ code: 'BASIC-MONTH' }), true],
    ['an unmapped code of its quantity and price', line({ code: 'NOBODY' }), true],
    ['an unmapped code of its price only', line({ code: 'NOBODY', quantity: seats(20) }), true],
    ['an unmapped code of neither', line({ code: 'NOBODY', quantity: seats(20), unitPrice: seats(6) }), true],
    ['another product, equal in all else', line({ code: 'OTHER-YEAR' }), false],
  ])('%s', (_name, one, isLikelier) => {
    expect(cost(one) < apart).toBe(isLikelier);
  });

  test.each<[string, PsaLine, PsaLine]>([
    ['an equal line before one of another quantity', line(), line({ quantity: seats(24) })],
    ['a near quantity before a far one', line({ quantity: seats(24) }), line({ quantity: seats(1) })],
    ['the right code before an unmapped one', line(), line({ code: 'NOBODY' })],
    ['the right code before another term', line(), line({ code: 'BASIC-MONTH' })],
    ['the right price before another price', line({ quantity: seats(20) }), line({ quantity: seats(20), unitPrice: seats(6) })],
    ['another term before another product', line({ code: 'BASIC-MONTH' }), line({ code: 'OTHER-YEAR' })],
    ['an unmapped code of its quantity before one of another', line({ code: 'NOBODY' }), line({ code: 'NOBODY', quantity: seats(3) })],
  ])('%s', (_name, nearer, farther) => {
    expect(cost(nearer)).toBeLessThan(cost(farther));
  });

  test('without a price book the price is no fault', () => {
    expect(cost(line({ unitPrice: seats(99) }), expected({ price: undefined }))).toBe(cost(line(), expected({ price: undefined })));
  });

  test('where days are evidence, the right day helps and a wrong one weighs more than a wrong quantity', () => {
    const [right, wrong] = [cost(line(), expected(), true), cost(line({ startsOn: 130 }), expected(), true)];

    expect(right).toBeLessThan(cost(line()));
    expect(wrong).toBeGreaterThan(cost(line({ quantity: seats(1) })));
  });

  test('a day that is missing on either side is no evidence', () => {
    expect(cost(line({ startsOn: undefined }), expected(), true)).toBe(cost(line()));
    expect(cost(line({ startsOn: 130 }), expected({ subscription: subscription({ createdOn: undefined }) }), true)).toBe(cost(line()));
  });

  test('no quantity makes another product the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 0, max: 100 }), fc.boolean(), (quantity, price, reliable) => {
        expect(
          cost(line({ code: 'OTHER-YEAR', quantity: seats(quantity), unitPrice: seats(price) }), expected(), reliable),
        ).toBeGreaterThan(apart);
      }),
    );
  });

  test('the farther the quantity, the more it costs, up to half a fault', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 0, max: 24 }), (a, b) => {
        const [near, far] = [Math.max(a, b), Math.min(a, b)];
        expect(cost(line({ quantity: seats(near) }))).toBeLessThanOrEqual(cost(line({ quantity: seats(far) })));
        expect(cost(line({ quantity: seats(far) }))).toBeLessThanOrEqual(0.8 + 0.5);
      }),
    );
  });
});

describe('a line that no living subscription needs', () => {
  test('fits an ended one of its quantity, and not one of another', () => {
    const scale = { datesAreReliable: false };

    expect(surplusCost(line(), subscription({ isGone: true }), scale)).toBeLessThan(unknownCost);
    expect(surplusCost(line({ quantity: seats(3) }), subscription({ isGone: true }), scale)).toBeGreaterThan(unknownCost);
  });

  test('where days are evidence, the day of creation makes up for a changed quantity', () => {
    expect(surplusCost(line({ quantity: seats(3) }), subscription({ isGone: true }), { datesAreReliable: true })).toBeLessThan(unknownCost);
    expect(surplusCost(line({ startsOn: 130 }), subscription({ isGone: true }), { datesAreReliable: true })).toBeGreaterThan(unknownCost);
  });
});
