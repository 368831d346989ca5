import { describe, expect, test } from 'vitest';
import { casesOf, isUnproven, kindsIn, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import {
  billed,
  bought,
  exchange,
  premiumYearly,
  psaBook,
  someBooks,
  source,
  supplied,
  unsold,
} from '../../../../test/support/some-books.ts';
import type { Agreement } from '../books.ts';

const kind = 'missing_in_psa';
const none = { lines: [] };

const agreement = (remoteId: string, more: Partial<Agreement> = {}): [string, Agreement] => [
  remoteId,
  { remoteId, active: true, cycleMonths: 1, currency: 'USD', endsOn: undefined, ...more },
];
const under = (...agreements: readonly [string, Agreement][]) => psaBook([], { agreements: new Map(agreements) });

describe('bought and not billed', () => {
  casesOf(kind, [
    ['no line at all', someBooks(none), '550 USD, likely, never_billed'],
    ['a line there', someBooks()],
    ['suspended is owed', someBooks({ ...none, subscriptions: [bought(1, { status: 'suspended' })] }), '550 USD, likely, never_billed'],
    ['no seats: nothing is missing', someBooks({ ...none, subscriptions: [bought(1, { seats: 0 })] })],
    ['a trial', someBooks({ ...none, subscriptions: [bought(1, { isTrial: true })] })],
    ['an Azure plan', someBooks({ ...none, subscriptions: [bought(1, { isUsage: true })] })],
    ['a pending order', someBooks({ ...none, subscriptions: [bought(1, { status: 'pending' })] })],
    ['cancelled', someBooks({ ...none, subscriptions: [bought(1, { status: 'cancelled' })] })],
    ['a state that nobody knows is not compared', someBooks({ ...none, subscriptions: [bought(1, { status: 'unknown' })] })],
    ['the line ended yesterday', someBooks({ lines: [billed(1, { cancelledOn: '2026-11-20' })] }), '550 USD, certain, line_ended_early'],
    ['the line ends today', someBooks({ lines: [billed(1, { cancelledOn: '2026-11-21' })] }), '550 USD, certain, line_ended_early'],
    ['the line ends tomorrow', someBooks({ lines: [billed(1, { cancelledOn: '2026-11-22' })] })],
    ['the line begins tomorrow', someBooks({ lines: [billed(1, { fromOn: '2026-11-22' })] })],
    ['included for free is a decision', someBooks({ lines: [billed(1, { isBilled: false })] })],
    ['a line of the service that names nothing', someBooks({ lines: [billed(1, { vendorId: undefined })] })],
    [
      'a second subscription of another product',
      someBooks({ subscriptions: [bought(1), bought(2, { key: exchange, seats: 10 })] }),
      '40 USD, likely, never_billed',
    ],
    [
      'the only line names another subscription of the product',
      someBooks({ subscriptions: [bought(1), bought(2, { seats: 3 })] }),
      '66 USD, likely, never_billed',
    ],
  ]);
});

describe('what was not read proves nothing', () => {
  casesOf(kind, [
    ['read in part', someBooks({ psas: [psaBook([], { source: source('psa', 'partial') })] })],
    ['read with suspicion', someBooks({ psas: [psaBook([], { source: source('psa', 'suspicious') })] })],
    ['never read', someBooks({ psas: [psaBook([], { source: source('psa', 'never') })] })],
    ['not mapped', someBooks({ psas: [psaBook([], { accountState: 'unmapped' })] })],
    ['ignored on purpose', someBooks({ psas: [psaBook([], { accountState: 'ignored' })] })],
    ['no PSA at all', someBooks({ psas: [] })],
  ]);

  test('and a difference found before stays', () => {
    expect(isUnproven(kind, someBooks({ psas: [psaBook([], { source: source('psa', 'suspicious') })] }))).toBe(true);
    expect(isUnproven(kind, someBooks(none))).toBe(false);
  });
});

describe('money a month', () => {
  const yearly = { ...none, subscriptions: [bought(1, { key: premiumYearly })] };
  casesOf(kind, [
    ['the catalogue price for each seat', someBooks(none), '550 USD, likely, never_billed'],
    [
      'billed by the year by the agreement',
      someBooks({ psas: [under(agreement('30', { cycleMonths: 12 }))] }),
      '45.833333 USD, likely, never_billed',
    ],
    ['bought by the year, billed by the month', someBooks(yearly), '522.5 USD, likely, never_billed'],
    [
      'in the currency of the agreement',
      someBooks({ psas: [under(agreement('30', { currency: 'EUR' }))] }),
      '550 EUR, likely, never_billed',
    ],
    [
      'no agreement that runs: nobody can say',
      someBooks({ psas: [under(agreement('30', { active: false }))] }),
      '0 USD, likely, never_billed',
    ],
    [
      'an agreement of an unknown cycle',
      someBooks({ psas: [under(agreement('30', { cycleMonths: undefined }))] }),
      '0 USD, likely, never_billed',
    ],
    [
      'no agreement, but the distributor tells the cost',
      someBooks({ psas: [under()], supply: [supplied(1, { currency: 'EUR' })] }),
      '440 EUR, likely, never_billed',
    ],
  ]);
});

describe('where the new line goes', () => {
  const correction = (...agreements: readonly [string, Agreement][]) =>
    theOne(kind, someBooks({ psas: [under(...agreements)] })).correction;

  test.each([
    ['the only one', [agreement('30')], '30'],
    ['of the same cycle', [agreement('30', { cycleMonths: 12 }), agreement('31')], '31'],
    ['of equals the oldest', [agreement('31'), agreement('30')], '30'],
    ['9 is older than 10', [agreement('10'), agreement('9')], '9'],
    ['one that runs', [agreement('30', { active: false }), agreement('31')], '31'],
  ])('%s', (_name, agreements, expected) => {
    expect(correction(...agreements)).toMatchObject({ action: 'addLine', agreementRemoteId: expected });
  });

  test('the one with the other Microsoft lines', () => {
    const lines = [billed(2, { agreementRemoteId: '44', serviceRemoteId: 'exchange', quantity: 10, unitPrice: '4' })];
    const psa = psaBook(lines, { agreements: new Map([agreement('30'), agreement('44')]) });
    const books = someBooks({ subscriptions: [bought(1), bought(2, { key: exchange, seats: 10 })], psas: [psa] });
    expect(theOne(kind, books).correction).toMatchObject({ agreementRemoteId: '44' });
  });

  test('nowhere: no correction is offered', () => {
    expect(correction()).toBeUndefined();
    expect(correction(agreement('30', { active: false }))).toBeUndefined();
  });

  test('carries price and cost of one bill, the seats, and the subscription id', () => {
    const books = someBooks({ psas: [under(agreement('30', { cycleMonths: 3 }))], supply: [supplied(1, { unitCost: '18.10' })] });
    expect(theOne(kind, books).correction).toEqual({
      action: 'addLine',
      connectionId: 'psa',
      agreementRemoteId: '30',
      serviceRemoteId: 'premium',
      quantity: '25',
      unitPrice: '22',
      unitCost: '54.3',
      vendorSubscriptionId: bought(1).remoteId,
      description: 'Microsoft 365 Business Premium',
    });
  });

  test('a cost in another currency is not written as if it were this one', () => {
    expect(theOne(kind, someBooks({ ...none, supply: [supplied(1, { currency: 'EUR', unitCost: '99' })] })).correction).toMatchObject({
      unitCost: '17.6',
    });
  });
});

describe('one fault, one finding', () => {
  test.each([
    [
      'without a service it is the product that is not mapped',
      someBooks({ ...none, subscriptions: [bought(1, { key: unsold })] }),
      'unmapped_product',
    ],
    [
      'a line of another term is that line in the wrong term',
      someBooks({ lines: [billed(1, { vendorId: undefined, serviceRemoteId: 'premium-1m' })] }),
      'wrong_term_psa',
    ],
  ])('%s', (_name, books, expected) => {
    expect(kindsIn(books)).toEqual([expected]);
  });

  test('it is never called certain: the line may be under an account that nobody thinks of', () => {
    const finding = theOne(kind, someBooks(none));
    expect(sentenceOf(finding)).toBe('25 seats of Microsoft 365 Business Premium bought, none billed.');
    expect(finding.psa).toEqual({ present: false, remoteIds: [] });
    expect(finding.evidence.map((each) => each.label)).toEqual(['Bought at Microsoft', 'Product mapping']);
  });
});

test('with two PSA systems each is asked for itself', () => {
  const second = psaBook([], { source: source('psa2') });
  expect(theOne(kind, someBooks({ psas: [psaBook([billed(1)]), second] })).subject).toBe(`psa2:${bought(1).remoteId}`);
});
