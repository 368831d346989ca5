import { describe, expect, test } from 'vitest';
import { casesOf, isUnproven, kindsIn, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import {
  billed,
  bought,
  premiumMonthly,
  premiumYearly,
  psaBook,
  someBooks,
  somePolicy,
  source,
  supplied,
} from '../../../../test/support/some-books.ts';
import { Decimal } from '../../../lib/decimal.ts';
import type { BilledLine } from '../books.ts';

const kind = 'price_below_cost';
const at = (unitPrice: string, more: Parameters<typeof billed>[1] = {}) => someBooks({ lines: [billed(1, { unitPrice, ...more })] });
const cycled = (lines: readonly BilledLine[], cycleMonths: number | undefined, currency = 'USD') =>
  psaBook(lines, { agreements: new Map([['30', { remoteId: '30', active: true, cycleMonths, currency, endsOn: undefined }]]) });

describe('a seat sold for less than it costs', () => {
  casesOf(kind, [
    ['with a margin', at('22')],
    ['at cost', at('17.60')],
    ['two cents below are tolerated', at('17.58')],
    ['a hair more than two cents is not', at('17.579'), '0.525 USD, likely, price_lowered'],
    ['below', at('17'), '15 USD, likely, price_lowered'],
    ['given away', at('0'), '440 USD, likely, price_lowered'],
    ['nobody noted a cost', at('1', { unitCost: '0' })],
    ['a line of no seats loses nothing', at('1', { quantity: 0 })],
    ['for the seats that are billed, not bought', at('17', { quantity: 20 }), '12 USD, likely, price_lowered'],
    ['free of charge on purpose', at('0', { isBilled: false })],
    ['found by product: the line says its own cost', at('17', { vendorId: undefined }), '15 USD, likely, price_lowered'],
    ['it ended yesterday', at('17', { cancelledOn: '2026-11-20' })],
    ['it ends tomorrow', at('17', { cancelledOn: '2026-11-22' }), '15 USD, likely, price_lowered'],
    [
      'of a trial nothing is compared',
      someBooks({ subscriptions: [bought(1, { isTrial: true })], lines: [billed(1, { unitPrice: '1' })] }),
    ],
    [
      'cancelled: that is the graver fault',
      someBooks({ subscriptions: [bought(1, { status: 'cancelled' })], lines: [billed(1, { unitPrice: '1' })] }),
    ],
    [
      'the price of another term',
      someBooks({ subscriptions: [bought(1, { key: premiumMonthly })], lines: [billed(1, { unitPrice: '1' })] }),
    ],
    [
      'each of several lines for itself',
      someBooks({
        lines: [
          billed(1, { quantity: 12, unitPrice: '17' }),
          billed(2, { quantity: 13, unitPrice: '16.60', vendorId: bought(1).remoteId }),
        ],
      }),
      '7.2 USD, likely, price_lowered',
      '13 USD, likely, price_lowered',
    ],
    [
      'a duplicate is ended, not made dearer',
      someBooks({ lines: [billed(1), billed(2, { unitPrice: '1', vendorId: bought(1).remoteId })] }),
    ],
    [
      'another tolerance',
      someBooks({ policy: { ...somePolicy, priceTolerance: new Decimal('1') }, lines: [billed(1, { unitPrice: '17' })] }),
    ],
    [
      'no tolerance',
      someBooks({ policy: { ...somePolicy, priceTolerance: new Decimal('0') }, lines: [billed(1, { unitPrice: '17.59' })] }),
      '0.25 USD, likely, price_lowered',
    ],
  ]);
});

describe("the cost is the distributor's word, if he gives it", () => {
  const charged = (unitCost: string, more: Parameters<typeof supplied>[1] = {}) =>
    someBooks({ supply: [supplied(1, { unitCost, ...more })] });
  casesOf(kind, [
    ['more than the price', charged('23'), '25 USD, likely, cost_raised'],
    ['less than the price', charged('21')],
    [
      'found there by product alone it is only likely',
      charged('23', { microsoftId: undefined, sku: 'cfq7ttc0lchc:0002' }),
      '25 USD, likely, cost_raised',
    ],
    [
      'found at the PSA by product alone too',
      someBooks({ supply: [supplied(1, { unitCost: '23' })], lines: [billed(1, { vendorId: undefined })] }),
      '25 USD, likely, cost_raised',
    ],
    ['a year in advance: a twelfth', charged('276', { frequency: 'annual' }), '25 USD, likely, cost_raised'],
    ['three years in advance', charged('828', { frequency: 'triennial' }), '25 USD, likely, cost_raised'],
    ['charged once: no month of it, the PSA is asked', charged('9999', { frequency: 'oneTime' })],
    ['another currency is never compared, nor is the PSA asked instead', charged('99', { currency: 'EUR' })],
    ['in no currency: the PSA is asked', charged('99', { currency: undefined })],
    ['the subscription there ended: its cost is history', charged('99', { status: 'cancelled' })],
    [
      'one line for two subscriptions: nobody knows which cost',
      someBooks({
        subscriptions: [bought(1, { seats: 10 }), bought(2, { seats: 15 })],
        supply: [supplied(1, { unitCost: '23' })],
        lines: [billed(1, { vendorId: undefined })],
      }),
    ],
  ]);
});

describe('by the month, whatever the cycle', () => {
  casesOf(kind, [
    [
      'a quarter',
      someBooks({ psas: [cycled([billed(1, { unitPrice: '51', unitCost: '52.80' })], 3)] }),
      '15 USD, certain, sold_below_cost',
    ],
    [
      'a year',
      someBooks({ psas: [cycled([billed(1, { unitPrice: '204', unitCost: '211.20' })], 12)] }),
      '15 USD, certain, sold_below_cost',
    ],
    [
      'a year, in advance on both sides',
      someBooks({
        subscriptions: [bought(1, { key: premiumYearly })],
        psas: [cycled([billed(1, { serviceRemoteId: 'premium-yearly', unitPrice: '240' })], 12)],
        supply: [supplied(1, { frequency: 'annual', unitCost: '252' })],
      }),
      '25 USD, likely, cost_raised',
    ],
    ['a cycle that nobody understands', someBooks({ psas: [cycled([billed(1, { unitPrice: '1' })], undefined)] })],
    [
      'in euros on both sides',
      someBooks({ psas: [cycled([billed(1)], 1, 'EUR')], supply: [supplied(1, { unitCost: '23', currency: 'EUR' })] }),
      '25 EUR, likely, cost_raised',
    ],
  ]);
});

describe('the correction', () => {
  test('goes back to the catalogue', () => {
    expect(theOne(kind, at('17')).correction).toEqual({
      action: 'setPrice',
      connectionId: 'psa',
      agreementRemoteId: '30',
      lineRemoteId: '5001',
      from: '17',
      to: '22',
    });
  });

  test.each([
    ['which is below the cost itself', at('17', { unitCost: '30' })],
    ['when the service is gone', someBooks({ lines: [billed(1, { unitPrice: '1', serviceRemoteId: 'gone' })] })],
    [
      'when the catalogue only covers part of a quarter',
      someBooks({ psas: [cycled([billed(1, { unitPrice: '51', unitCost: '52.80' })], 3)] }),
    ],
  ])('never to one of our own making: %s', (_name, books) => {
    expect(theOne(kind, books).correction).toBeUndefined();
  });

  test('up to exactly the cost', () => {
    expect(theOne(kind, at('21', { unitCost: '22' })).correction).toMatchObject({ from: '21', to: '22' });
  });
});

test('cost and price are said, and where the cost is from', () => {
  const [noted, charged] = [at('17'), someBooks({ supply: [supplied(1, { unitCost: '23' })] })].map((books) => theOne(kind, books));
  expect(noted && sentenceOf(noted)).toBe('A seat costs USD 17.60 a month and is sold for USD 17.00; the catalogue asks USD 22.00.');
  expect(noted?.evidence.at(-1)).toEqual({ label: 'Cost noted in the PSA line', value: 'USD 17.60 a seat and month', source: 'psa' });
  expect(charged?.evidence.at(-1)).toMatchObject({ label: 'Cost at the distributor', source: 'distributor' });
});

test('too few seats and too low a price are two faults', () => {
  expect(kindsIn(at('17', { quantity: 20 }))).toEqual([kind, 'quantity_mismatch_psa']);
});

test('a PSA that was never read proves nothing', () => {
  expect(isUnproven(kind, someBooks({ psas: [psaBook([], { source: source('psa', 'never') })] }))).toBe(true);
});
