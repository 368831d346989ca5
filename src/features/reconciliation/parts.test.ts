import { describe, expect, test } from 'vitest';
import {
  billed,
  bought,
  catalogue,
  exchange,
  premium,
  premiumYearly,
  psaBook,
  someBooks,
  source,
  supplied,
  unsold,
} from '../../../test/support/some-books.ts';
import { Decimal } from '../../lib/decimal.ts';
import { must } from '../../lib/must.ts';
import type { Agreement, BilledLine } from './books.ts';
import { isSameSku, serviceOf, toCatalogue } from './books.ts';
import {
  hasEnded,
  isCompared,
  isMicrosoftComplete,
  isOwed,
  isPlanned,
  isRunning,
  oncePerSubscription,
  settledLines,
} from './comparable.ts';
import { byAge, splitDuplicates } from './duplicates.ts';
import { costOf, costPerBill, currencyOf, impactOf, listPriceOf, notedCostOf, perMonth, saleOf, sumOf, supplyCostOf } from './money-of.ts';
import {
  absent,
  billedEvidence,
  boughtEvidence,
  distributorSide,
  matchEvidence,
  microsoftSide,
  psaSide,
  seatsText,
  suppliedEvidence,
} from './sides.ts';

const today = '2026-11-21';
const agreement = (more: Partial<Agreement> = {}): Agreement => ({
  remoteId: '30',
  active: true,
  cycleMonths: 1,
  currency: 'USD',
  endsOn: undefined,
  ...more,
});
const under = (lines: readonly BilledLine[], more: Partial<Agreement> = {}) =>
  psaBook(lines, { agreements: new Map([['30', agreement(more)]]) });
const text = (amount: Decimal | undefined): string | undefined => amount?.toFixed();

describe('what is compared, what is owed, what has ended', () => {
  test.each([
    ['active', bought(1), [true, true, false]],
    ['suspended', bought(1, { status: 'suspended' }), [true, true, false]],
    ['pending', bought(1, { status: 'pending' }), [false, false, false]],
    ['unknown', bought(1, { status: 'unknown' }), [false, false, false]],
    ['cancelled', bought(1, { status: 'cancelled' }), [false, false, true]],
    ['expired', bought(1, { status: 'expired' }), [false, false, true]],
    ['a trial', bought(1, { isTrial: true }), [false, false, false]],
    ['a trial that ended', bought(1, { isTrial: true, status: 'expired' }), [false, false, false]],
    ['an Azure plan', bought(1, { isUsage: true }), [false, false, false]],
    ['an Azure plan that ended', bought(1, { isUsage: true, status: 'cancelled' }), [false, false, false]],
    ['no seats', bought(1, { seats: 0 }), [true, false, false]],
  ] as const)('%s', (_name, subscription, expected) => {
    expect([isCompared(subscription), isOwed(subscription), hasEnded(subscription)]).toEqual(expected);
  });

  const seller = (name: string, isComplete: boolean) => ({
    source: source(name),
    relationship: 'reseller',
    partnerType: 'directBill' as const,
    isComplete,
  });
  test.each([
    ['the one that lists him was read whole', [seller('ms', true)], true, true],
    ['one of two was not', [seller('ms', true), seller('west', false)], true, false],
    ['none lists him and all were read', [], true, true],
    ['none lists him and one was not read', [], false, false],
    ['another account that does not list him matters nothing', [seller('ms', true)], false, true],
  ])('Microsoft is complete for a customer: %s', (_name, sellers, isMarketplaceComplete, expected) => {
    expect(isMicrosoftComplete(someBooks({ sellers, isMarketplaceComplete }))).toBe(expected);
  });

  test.each([
    ['the later reading', [bought(1, { seats: 1, readAt: '2026-11-20T00:00:00Z' }), bought(1, { seats: 2 })], [2]],
    ['the later reading, in the other order', [bought(1, { seats: 2 }), bought(1, { seats: 1, readAt: '2026-11-20T00:00:00Z' })], [2]],
    ['of equals the first account', [bought(1, { seats: 1, connectionId: 'b' }), bought(1, { seats: 2, connectionId: 'a' })], [2]],
    ['two are two, in order of id', [bought(2, { seats: 2 }), bought(1, { seats: 1 })], [1, 2]],
  ])('a subscription counts once: %s', (_name, subscriptions, expected) => {
    expect(oncePerSubscription(subscriptions).map(({ seats }) => seats)).toEqual(expected);
  });
});

describe('days of a line', () => {
  test.each([
    ['without end', {}, true],
    ['ended yesterday', { cancelledOn: '2026-11-20' }, false],
    ['ends today', { cancelledOn: today }, false],
    ['ends tomorrow', { cancelledOn: '2026-11-22' }, true],
    ['begins tomorrow', { fromOn: '2026-11-22' }, true],
    ['begins and ends on the same day to come', { fromOn: '2026-12-01', cancelledOn: '2026-12-01' }, false],
    ['ends before it begins', { fromOn: '2026-12-31', cancelledOn: '2026-12-01' }, false],
    ['no beginning', { fromOn: undefined }, true],
    ['a leap day', { cancelledOn: '2028-02-29' }, true],
  ] as const)('%s', (_name, change, expected) => {
    expect(isRunning(billed(1, change), agreement(), today)).toBe(expected);
  });

  test.each([
    ['today is not planned', today, false],
    ['tomorrow is', '2026-11-22', true],
    ['yesterday is not', '2026-11-20', false],
    ['no day is not', undefined, false],
  ])('%s', (_name, fromOn, expected) => {
    expect(isPlanned(billed(1, { fromOn }), today)).toBe(expected);
  });

  const ending = billed(1, { cancelledOn: '2026-11-30' });
  const open = billed(2);
  const planned = billed(3, { fromOn: '2026-12-01' });
  test.each([
    ['nothing planned: all, also what will end', [ending, open], [ending, open]],
    ['a successor: what ends for it counts no more', [ending, planned], [planned]],
    ['a successor beside an open one', [ending, open, planned], [open, planned]],
    ['none', [], []],
  ])('%s', (_name, lines, expected) => {
    expect(settledLines(lines, today)).toEqual(expected);
  });
});

describe('twins and surplus lines', () => {
  const line = (n: number, quantity: number, more: Parameters<typeof billed>[1] = {}) => billed(n, { quantity, ...more });
  test.each([
    ['one line', [line(1, 20)], 25, [1], [], true],
    ['they add up', [line(1, 10), line(2, 15)], 25, [1, 2], [], true],
    ['twins that add up', [line(1, 10), line(2, 10)], 20, [1, 2], [], true],
    ['one bills all', [line(1, 25), line(2, 10)], 25, [1], [2], true],
    ['one bills all, the younger', [line(1, 10), line(2, 25)], 25, [2], [1], true],
    ['two bill all', [line(1, 25), line(2, 25)], 25, [1], [2], true],
    ['twins of a wrong number', [line(1, 20), line(2, 20)], 25, [1], [2], false],
    ['three of a wrong number', [line(1, 20), line(2, 20), line(3, 20)], 25, [1], [2, 3], false],
    ['other prices are no twins', [line(1, 20), line(2, 20, { unitPrice: '21' })], 25, [1, 2], [], true],
    ['the same price written otherwise is a twin', [line(1, 20), line(2, 20, { unitPrice: '22.00' })], 25, [1], [2], false],
    ['other services are no twins', [line(1, 20), line(2, 20, { serviceRemoteId: 'exchange' })], 25, [1, 2], [], true],
    ['what bills nothing is no surplus', [line(1, 25), line(2, 0)], 25, [1, 2], [], true],
    ['no seats', [line(1, 0), line(2, 20)], 0, [1, 2], [], true],
    ['no seats and twins', [line(1, 20), line(2, 20)], 0, [1], [2], false],
    ['fractions', [line(1, 12.5), line(2, 12.5)], 25, [1, 2], [], true],
    ['none', [], 25, [], [], true],
  ] as const)('%s', (_name, lines, seats, kept, extra, isProven) => {
    const split = splitDuplicates(lines, new Decimal(seats));
    const numbers = (some: readonly BilledLine[]): number[] => some.map(({ remoteId }) => Number(remoteId) - 5_000);
    expect([numbers(split.kept), numbers(split.extra), split.isProven]).toEqual([kept, extra, isProven]);
  });

  test('age is the day, then the number of the id, and never depends on the order given', () => {
    const lines = [line(5_000, 1), line(4_999, 1), line(1, 1, { fromOn: undefined }), line(2, 1, { fromOn: '2025-01-01' })];
    const order = (some: readonly BilledLine[]) => [...some].sort(byAge).map(({ remoteId }) => remoteId);
    expect(order(lines)).toEqual(['5001', '5002', '9999', '10000']);
    expect(order(lines.toReversed())).toEqual(order(lines));
  });
});

describe('money', () => {
  test.each([
    ['a month', 1, '22'],
    ['a quarter', 3, '7.33333333333333333333333333333333333333'],
    ['half a year', 6, '3.66666666666666666666666666666666666667'],
    ['a year', 12, '1.83333333333333333333333333333333333333'],
    ['three years', 36, '0.61111111111111111111111111111111111111'],
  ])('billed by %s', (_name, cycleMonths, expected) => {
    expect(Number(text(perMonth(new Decimal('22'), agreement({ cycleMonths }))))).toBeCloseTo(Number(expected), 12);
    expect(impactOf(must(perMonth(new Decimal('22'), agreement({ cycleMonths })), 'a month'), 'USD').amount.length).toBeLessThanOrEqual(8);
  });

  test.each([
    ['an unknown cycle', agreement({ cycleMonths: undefined })],
    ['no agreement', undefined],
  ])('%s has no month', (_name, of) => {
    expect(perMonth(new Decimal('22'), of)).toBeUndefined();
    expect(listPriceOf(must(catalogue.services.get('premium'), 'a service'), of)).toBeUndefined();
  });

  test.each([
    ['22.0000004', '22'],
    ['22.0000005', '22.000001'],
    ['-22.0000005', '-22.000001'],
    ['0.0000001', '0'],
    ['1000000.123456', '1000000.123456'],
  ])('%s is kept as %s', (amount, expected) => {
    expect(impactOf(new Decimal(amount), 'USD')).toEqual({ amount: expected, currency: 'USD' });
  });

  test('a zero as cost means that nobody noted one', () => {
    expect(notedCostOf(under([]), billed(1, { unitCost: '0' }))).toBeUndefined();
    expect(text(notedCostOf(under([], { cycleMonths: 12 }), billed(1, { unitCost: '211.20' })))).toBe('17.6');
    expect(text(saleOf(under([], { cycleMonths: 3 }), billed(1, { unitPrice: '66' })))).toBe('22');
  });

  test.each([
    ['monthly', '17.60', '17.6'],
    ['annual', '211.20', '17.6'],
    ['biennial', '422.40', '17.6'],
    ['triennial', '633.60', '17.6'],
    ['oneTime', '100', undefined],
    ['none', '100', undefined],
  ] as const)('a cost charged %s', (frequency, unitCost, expected) => {
    expect(text(supplyCostOf(supplied(1, { frequency, unitCost })))).toBe(expected);
  });

  test.each([
    ["the distributor's word first", { supplied: supplied(1, { unitCost: '19' }), line: billed(1) }, '19 USD distributor'],
    ['in his currency', { supplied: supplied(1, { currency: 'EUR' }), line: billed(1) }, '17.6 EUR distributor'],
    ['then what the PSA notes', { line: billed(1, { unitCost: '18' }) }, '18 USD psa'],
    ['he names no currency', { supplied: supplied(1, { unitCost: '19', currency: undefined }), line: billed(1) }, '17.6 USD psa'],
    ['he charges once', { supplied: supplied(1, { frequency: 'oneTime' }), line: billed(1) }, '17.6 USD psa'],
    ['nobody knows', { line: billed(1, { unitCost: '0' }) }, undefined],
    ['nothing is asked', {}, undefined],
  ] as const)('what a seat costs: %s', (_name, given, expected) => {
    const cost = costOf(someBooks(), under([]), given);
    expect(cost === undefined ? undefined : `${text(cost.amount) ?? ''} ${cost.currency} ${cost.from}`).toBe(expected);
  });

  test.each([
    ["the distributor's, for the cycle", agreement({ cycleMonths: 3 }), supplied(1, { unitCost: '18' }), '54'],
    ["the distributor's year, by the month", agreement(), supplied(1, { unitCost: '100', frequency: 'annual' }), '8.333333'],
    ["in another currency the catalogue's", agreement(), supplied(1, { currency: 'EUR' }), '17.6'],
    ["without one the catalogue's", agreement(), undefined, '17.6'],
    ["in an unknown cycle the catalogue's", agreement({ cycleMonths: undefined }), supplied(1, { unitCost: '18' }), '17.6'],
  ])('what a new line notes as cost: %s', (_name, of, supply, expected) => {
    expect(text(costPerBill(must(catalogue.services.get('premium'), 'a service'), of, supply, 'USD'))).toBe(expected);
  });

  test('sums are exact', () => {
    expect(text(sumOf(Array.from({ length: 10 }, (_, n) => billed(n, { quantity: 0.1 }))))).toBe('1');
    expect(text(sumOf([]))).toBe('0');
  });

  test('the agreement names the currency, else the customer', () => {
    const books = someBooks({ currency: 'GBP' });
    expect([agreement({ currency: 'EUR' }), agreement({ currency: undefined }), undefined].map((of) => currencyOf(books, of))).toEqual([
      'EUR',
      'GBP',
      'GBP',
    ]);
  });
});

describe('a catalogue', () => {
  test.each([
    ['mapped', premium, 'premium'],
    ['another frequency has a service of its own', premiumYearly, 'premium-yearly'],
    ['unmapped', unsold, undefined],
    ['never seen', { ...unsold, skuId: '0009' }, undefined],
  ])('%s', (_name, key, expected) => {
    expect(serviceOf(catalogue, key)?.remoteId).toBe(expected);
  });

  test.each(['suggested', 'conflict', 'stale', 'ignored', 'superseded', 'partlyMapped'] as const)(
    'a mapping that is %s maps to nothing',
    (state) => {
      const one = toCatalogue([...catalogue.services.values()], [{ key: premium, state, serviceRemoteId: 'premium' }]);
      expect(serviceOf(one, premium)).toBeUndefined();
      expect(one.keysOf.size).toBe(0);
    },
  );

  test('one service may bill several products; one that is gone bills none', () => {
    const one = toCatalogue(
      [],
      [premium, exchange].map((key) => ({ key, state: 'mapped' as const, serviceRemoteId: 'premium' })),
    );
    expect(one.keysOf.get('premium')).toEqual([premium, exchange]);
    expect(serviceOf(one, premium)).toBeUndefined();
  });

  test('the same SKU in two terms is the same SKU', () => {
    expect([isSameSku(premium, premiumYearly), isSameSku(premium, exchange)]).toEqual([true, false]);
  });
});

describe('three sides', () => {
  const late = '2026-11-21T08:59:00Z';

  test('nothing is absent', () => {
    expect([microsoftSide([]), distributorSide(undefined), psaSide(someBooks(), under([]), [])]).toEqual([absent, absent, absent]);
  });

  test('one subscription shows term and state, several only their sum; the latest reading counts', () => {
    expect(microsoftSide([bought(1)])).toMatchObject({ quantity: '25', term: 'P1Y', frequency: 'monthly', status: 'active' });
    const both = microsoftSide([bought(1), bought(2, { seats: 3, readAt: late })]);
    expect(both).toMatchObject({ quantity: '28', readAt: late });
    expect(both).not.toHaveProperty('term');
  });

  test('a cost is shown by the month, and not at all without currency', () => {
    expect(distributorSide(supplied(1, { frequency: 'annual', unitCost: '100' })).unitMonthly).toEqual({
      amount: '8.333333',
      currency: 'USD',
    });
    expect(distributorSide(supplied(1, { currency: undefined }))).not.toHaveProperty('unitMonthly');
  });

  test('lines are summed, the price is that of the first', () => {
    const lines = [billed(1, { quantity: 10.5 }), billed(2, { quantity: 4.5, unitPrice: '9', readAt: late })];
    expect(psaSide(someBooks(), under(lines), lines)).toMatchObject({
      quantity: '15',
      unitMonthly: { amount: '22', currency: 'USD' },
      remoteIds: ['5001', '5002'],
      readAt: late,
    });
  });

  test('evidence can be checked: what, where, when', () => {
    expect(boughtEvidence(bought(1)).value).toBe('25 x Microsoft 365 Business Premium (1 year, billed monthly), active');
    expect(suppliedEvidence(supplied(1)).value).toBe('25 x Microsoft 365 Business Premium (1 year, billed monthly), active');
    expect(billedEvidence(someBooks(), under([], { currency: 'EUR' }), billed(1)).value).toBe('25 x Business Premium at EUR 22.00 a bill');
    expect(
      [boughtEvidence(bought(1)), suppliedEvidence(supplied(1)), billedEvidence(someBooks(), under([]), billed(1))].every(
        (each) => each.readAt !== undefined && each.remoteId !== undefined,
      ),
    ).toBe(true);
    expect(matchEvidence('service').value).toContain('mapped to the product');
  });

  test.each([
    [1, '1 seat'],
    [0, '0 seats'],
    [25, '25 seats'],
    [0.5, '0.5 seats'],
    [1.5, '1.5 seats'],
  ])('%s', (count, expected) => {
    expect(seatsText(count)).toBe(expected);
  });
});
