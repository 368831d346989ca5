import { describe, expect, test } from 'vitest';
import { casesOf, isUnproven, kindsIn, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import {
  billed,
  bought,
  distributorBook,
  premiumYearly,
  psaBook,
  someBooks,
  source,
  supplied,
} from '../../../../test/support/some-books.ts';

const kind = 'price_mismatch_distributor';
const charged = (unitCost: string, more: Parameters<typeof supplied>[1] = {}) =>
  someBooks({ supply: [supplied(1, { unitCost, ...more })] });

describe('the cost that the PSA counts with', () => {
  casesOf(kind, [
    ['is the one charged', charged('17.60')],
    ['is two cents off: tolerated', charged('17.62')],
    ['is three cents off', charged('17.63'), '0.75 USD, likely, distributor_cost_changed'],
    ['is too low', charged('18.60'), '25 USD, likely, distributor_cost_changed'],
    ['is too high: the partner loses less than he thinks', charged('16.60'), '-25 USD, likely, distributor_cost_changed'],
    ['for the seats that the distributor charges', charged('18.60', { seats: 30 }), '30 USD, likely, distributor_cost_changed'],
    [
      'a year in advance: a twelfth',
      someBooks({
        subscriptions: [bought(1, { key: premiumYearly })],
        lines: [billed(1, { serviceRemoteId: 'premium-yearly' })],
        supply: [supplied(1, { frequency: 'annual', unitCost: '223.20' })],
      }),
      '25 USD, likely, distributor_cost_changed',
    ],
    ['nobody noted one', someBooks({ supply: [supplied(1, { unitCost: '18.60' })], lines: [billed(1, { unitCost: '0' })] })],
    ['in another currency', charged('99', { currency: 'EUR' })],
    ['the distributor names no currency', charged('99', { currency: undefined })],
    ['charged once', charged('18.60', { frequency: 'oneTime' })],
    ['of another term there: the graver fault', charged('18.60', { term: 'P1M' })],
    ['above the price: the graver fault', charged('25')],
    ['ended there', charged('18.60', { status: 'cancelled' })],
    ['suspended there is charged', charged('18.60', { status: 'suspended' }), '25 USD, likely, distributor_cost_changed'],
    ['of a trial', someBooks({ subscriptions: [bought(1, { isTrial: true })], supply: [supplied(1, { unitCost: '18.60' })] })],
    [
      'several lines: nobody can say which',
      someBooks({
        supply: [supplied(1, { unitCost: '18.60' })],
        lines: [billed(1, { quantity: 10 }), billed(2, { quantity: 15, vendorId: bought(1).remoteId })],
      }),
    ],
    [
      'several subscriptions: nobody can say which',
      someBooks({
        subscriptions: [bought(1, { seats: 10 }), bought(2, { seats: 15 })],
        supply: [supplied(1, { unitCost: '18.60' })],
        lines: [billed(1, { vendorId: undefined })],
      }),
    ],
    ['no line', someBooks({ lines: [], supply: [supplied(1, { unitCost: '18.60' })] })],
    [
      'a line in the wrong term',
      someBooks({ lines: [billed(1, { serviceRemoteId: 'premium-1m' })], supply: [supplied(1, { unitCost: '18.60' })] }),
    ],
    [
      'the account there is not mapped',
      someBooks({ distributors: [distributorBook([supplied(1, { unitCost: '18.60' })], { accountState: 'suggested' })] }),
    ],
  ]);
});

test("both costs are said; the price stays the partner's own business, so nothing is corrected", () => {
  const finding = theOne(kind, charged('18.60'));
  expect(sentenceOf(finding)).toBe('The distributor charges USD 18.60 a seat and month; the PSA counts with USD 17.60.');
  expect(finding.correction).toBeUndefined();
  expect(finding.subject).toBe('pax8:pax-1');
  expect(finding.links).toMatchObject({ distributorSubscriptionId: 'pax-1', psaLineIds: ['5001'] });
});

test('other seats there are a fault of their own', () => {
  expect(kindsIn(charged('18.60', { seats: 26 }))).toEqual([kind, 'quantity_mismatch_distributor']);
});

test.each([
  ['PSA', { psas: [psaBook([], { source: source('psa', 'never') })] }],
  ['distributor', { distributors: [distributorBook([], { source: source('pax8', 'never') })] }],
])('a %s that was never read proves nothing', (_name, change) => {
  expect(isUnproven(kind, someBooks(change))).toBe(true);
});
