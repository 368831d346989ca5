import { describe, expect, test } from 'vitest';
import { casesOf, isUnproven, kindsIn, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import {
  billed,
  bought,
  catalogue,
  exchange,
  premiumMonthly,
  premiumYearly,
  psaBook,
  someBooks,
  source,
  supplied,
} from '../../../../test/support/some-books.ts';
import { toCatalogue } from '../books.ts';

const kind = 'wrong_term_psa';
const yearly = bought(1, { key: premiumYearly });
const monthly = bought(1, { key: premiumMonthly });
const asMonthlyTerm = billed(1, { serviceRemoteId: 'premium-1m', unitPrice: '26.40' });

describe('the same product in another term or frequency', () => {
  casesOf(kind, [
    ['the right one', someBooks()],
    ['bought for a year, billed as the monthly term', someBooks({ lines: [asMonthlyTerm] }), '-110 USD, likely, service_of_other_term'],
    ['bought by the month, billed as the year', someBooks({ subscriptions: [monthly] }), '110 USD, likely, service_of_other_term'],
    ['paid in advance, billed by the month', someBooks({ subscriptions: [yearly] }), '-27.5 USD, likely, service_of_other_term'],
    [
      'wrong term and wrong number are one',
      someBooks({ subscriptions: [yearly], lines: [billed(1, { quantity: 20 })] }),
      '82.5 USD, likely, service_of_other_term',
    ],
    [
      'no name, the product fits',
      someBooks({ lines: [{ ...asMonthlyTerm, vendorId: undefined }] }),
      '-110 USD, likely, service_of_other_term',
    ],
    [
      'no name and another number',
      someBooks({ lines: [billed(1, { serviceRemoteId: 'premium-1m', unitPrice: '26.40', quantity: 20, vendorId: undefined })] }),
      '22 USD, likely, service_of_other_term',
    ],
    ['another product is not another term', someBooks({ subscriptions: [bought(1, { key: exchange })] })],
    ['a service that bills nothing of Microsoft', someBooks({ lines: [billed(1, { serviceRemoteId: 'labour' })] })],
    ['a trial', someBooks({ subscriptions: [{ ...monthly, isTrial: true }] })],
    ['cancelled', someBooks({ subscriptions: [{ ...monthly, status: 'cancelled' }] })],
    ['suspended', someBooks({ subscriptions: [{ ...monthly, status: 'suspended' }] }), '110 USD, likely, service_of_other_term'],
    [
      'no seats, nothing billed by name',
      someBooks({ subscriptions: [{ ...monthly, seats: 0 }], lines: [billed(1, { vendorId: undefined, quantity: 0 })] }),
    ],
    ['the line ended yesterday', someBooks({ subscriptions: [monthly], lines: [billed(1, { cancelledOn: '2026-11-20' })] })],
    [
      'the line of the other term ends tomorrow',
      someBooks({ subscriptions: [monthly], lines: [billed(1, { cancelledOn: '2026-11-22' })] }),
      '110 USD, likely, service_of_other_term',
    ],
    ['free of charge', someBooks({ subscriptions: [monthly], lines: [billed(1, { isBilled: false })] })],
    [
      'two lines of the other term are two questions: quantities',
      someBooks({
        subscriptions: [monthly],
        lines: [billed(1, { quantity: 12 }), billed(2, { quantity: 11, vendorId: bought(1).remoteId })],
      }),
    ],
    ['the PSA was never read', someBooks({ psas: [psaBook([asMonthlyTerm], { source: source('psa', 'never') })] })],
  ]);

  test('a service that bills both terms is right for each', () => {
    const both = toCatalogue(
      [...catalogue.services.values()],
      [premiumMonthly, premiumYearly].map((key) => ({ key, state: 'mapped' as const, serviceRemoteId: 'premium' })),
    );
    expect(kindsIn(someBooks({ subscriptions: [yearly], psas: [psaBook([billed(1)], { catalogue: both })] }))).not.toContain(kind);
  });
});

describe('which subscription an unnamed line is for', () => {
  const two = [bought(1, { key: premiumMonthly, seats: 10 }), bought(2, { key: premiumYearly, seats: 15 })];
  const unnamed = (quantity: number) => [billed(9, { vendorId: undefined, quantity })];

  test.each([
    ['the one with the same seats', 15, [bought(2).remoteId]],
    ['the other with the same seats', 10, [bought(1).remoteId]],
    ['two that fit equally well are not guessed', 12, []],
  ])('%s', (_name, quantity, expected) => {
    const books = someBooks({ subscriptions: two, lines: unnamed(quantity) });
    const subscriptions = kindsIn(books).includes(kind) ? theOne(kind, books).microsoft.remoteIds : [];
    expect(subscriptions).toEqual(expected);
  });

  test('a line for each', () => {
    const lines = [billed(8, { vendorId: undefined, quantity: 10 }), billed(9, { vendorId: undefined, quantity: 15 })];
    expect(kindsIn(someBooks({ subscriptions: two, lines }))).toEqual([kind, kind]);
  });
});

describe('the correction', () => {
  test('bills the right service, with seats, price and cost of its own', () => {
    expect(theOne(kind, someBooks({ subscriptions: [yearly], lines: [billed(1, { quantity: 20 })] })).correction).toEqual({
      action: 'replaceService',
      connectionId: 'psa',
      agreementRemoteId: '30',
      lineRemoteId: '5001',
      fromServiceRemoteId: 'premium',
      toServiceRemoteId: 'premium-yearly',
      quantity: '25',
      unitPrice: '20.9',
      unitCost: '16.72',
    });
  });

  test('takes the cost of the distributor, as a month', () => {
    const supply = [supplied(1, { frequency: 'annual', unitCost: '216' })];
    expect(theOne(kind, someBooks({ subscriptions: [yearly], supply })).correction).toMatchObject({ unitCost: '18' });
  });

  test('is not offered while nothing bills the term that was bought, and then no money is claimed', () => {
    const partly = toCatalogue([...catalogue.services.values()], [{ key: premiumMonthly, state: 'mapped', serviceRemoteId: 'premium-1m' }]);
    const finding = theOne(kind, someBooks({ psas: [psaBook([asMonthlyTerm], { catalogue: partly })] }));
    expect(finding.correction).toBeUndefined();
    expect(finding.impact.amount).toBe('0');
  });
});

test('both terms are named in words that people read', () => {
  const finding = theOne(kind, someBooks({ lines: [asMonthlyTerm] }));
  expect(sentenceOf(finding)).toBe('Bought as 1 year, billed monthly, billed as 1 month, billed monthly.');
  expect(finding.evidence.map((each) => each.label)).toContain('Product mapping');
});

test('it is one fault: no missing line, no surplus one, no price', () => {
  expect(kindsIn(someBooks({ lines: [billed(1, { serviceRemoteId: 'premium-1m', unitPrice: '1', vendorId: undefined })] }))).toEqual([
    kind,
  ]);
});

test('only a PSA that was never read proves nothing', () => {
  expect(
    (['partial', 'never'] as const).map((verdict) =>
      isUnproven(kind, someBooks({ psas: [psaBook([], { source: source('psa', verdict) })] })),
    ),
  ).toEqual([false, true]);
});
