import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  billed,
  bought,
  distributorBook,
  exchange,
  premiumMonthly,
  premiumYearly,
  psaBook,
  someBooks,
  source,
  supplied,
  unsold,
} from '../../../test/support/some-books.ts';
import { Decimal } from '../../lib/decimal.ts';
import { must } from '../../lib/must.ts';
import type { Finding } from '../../model/difference.ts';
import { money, sumByCurrency } from '../../model/money.ts';
import type { BilledLine, BoughtSubscription, CustomerBooks } from './books.ts';
import { compare } from './compare.ts';
import { rules } from './rules/table.ts';

/** Kind and money of each finding: what most cases are about. */
const found = (books: CustomerBooks): string[] => compare(books).findings.map(({ kind, impact }) => `${kind} ${impact.amount}`);
const only = (books: CustomerBooks): Finding => {
  const { findings } = compare(books);
  expect(findings).toHaveLength(1);
  return must(findings[0], 'the finding');
};

type Case = readonly [string, CustomerBooks, readonly string[]];

describe('books that are not compared', () => {
  const all = someBooks({ lines: [billed(1, { quantity: 20 })], supply: [supplied(1, { seats: 24 })] });
  const compared = (distributor: boolean, psa: boolean) => ({ ...all, policy: { ...all.policy, compared: { distributor, psa } } });

  test.each([
    ['both are', true, true, ['quantity_mismatch_distributor', 'quantity_mismatch_psa']],
    ['the distributor is left out', false, true, ['quantity_mismatch_psa']],
    ['the PSA is left out', true, false, ['quantity_mismatch_distributor']],
    ['nothing is held against Microsoft', false, false, []],
  ] as const)('%s', (_name, distributor, psa, kinds) => {
    expect(compare(compared(distributor, psa)).findings.map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('seats', () => {
  const cases: readonly Case[] = [
    ['equal: nothing', someBooks(), []],
    ['added at Microsoft: the partner loses', someBooks({ lines: [billed(1, { quantity: 20 })] }), ['quantity_mismatch_psa 110']],
    [
      'reduced at Microsoft: the customer pays too much',
      someBooks({ lines: [billed(1, { quantity: 28 })] }),
      ['quantity_mismatch_psa -66'],
    ],
    ['a fraction billed', someBooks({ lines: [billed(1, { quantity: 24.5 })] }), ['quantity_mismatch_psa 11']],
    [
      'two departments that add up',
      someBooks({ lines: [billed(1, { quantity: 10 }), billed(2, { quantity: 15, vendorId: bought(1).remoteId })] }),
      [],
    ],
    [
      'two departments that do not add up',
      someBooks({ lines: [billed(1, { quantity: 10 }), billed(2, { quantity: 13, vendorId: bought(1).remoteId })] }),
      ['quantity_mismatch_psa 44'],
    ],
    [
      'one line for two subscriptions of the product',
      someBooks({ subscriptions: [bought(1, { seats: 10 }), bought(2, { seats: 15 })], lines: [billed(1, { vendorId: undefined })] }),
      [],
    ],
    [
      'one line for two subscriptions, too few',
      someBooks({ subscriptions: [bought(1, { seats: 10 }), bought(2, { seats: 18 })], lines: [billed(1, { vendorId: undefined })] }),
      ['quantity_mismatch_psa 66'],
    ],
    ['matched by service alone', someBooks({ lines: [billed(1, { vendorId: undefined, quantity: 24 })] }), ['quantity_mismatch_psa 22']],
    [
      'a line naming the distributor id',
      someBooks({ supply: [supplied(1)], lines: [billed(1, { vendorId: 'pax-1', quantity: 24 })] }),
      ['quantity_mismatch_psa 22'],
    ],
    [
      'billed every quarter: a month of it',
      someBooks({ psas: [cycled([billed(1, { quantity: 24, unitPrice: '66' })], 3)] }),
      ['quantity_mismatch_psa 22'],
    ],
    [
      'a cycle nobody understands: no money claimed',
      someBooks({ psas: [cycled([billed(1, { quantity: 24 })], undefined)] }),
      ['quantity_mismatch_psa 0'],
    ],
    [
      'a successor is already entered for December',
      someBooks({
        lines: [billed(1, { quantity: 20, cancelledOn: '2026-11-30' }), billed(2, { fromOn: '2026-12-01', vendorId: bought(1).remoteId })],
      }),
      [],
    ],
    [
      'suspended is still charged',
      someBooks({ subscriptions: [bought(1, { status: 'suspended' })], lines: [billed(1, { quantity: 20 })] }),
      ['quantity_mismatch_psa 110'],
    ],
  ];
  test.each(cases)('%s', (_name, books, expected) => {
    expect(found(books)).toEqual(expected);
  });

  test('the sentence says what was bought and what is billed, and the correction sets it', () => {
    const finding = only(someBooks({ lines: [billed(1, { quantity: 20 })] }));

    expect(finding.causes[0]).toEqual({
      code: 'seats_added',
      certainty: 'likely',
      sentence: '25 seats bought, 20 billed: 5 seats are not billed.',
    });
    expect(finding.correction).toMatchObject({ action: 'setQuantity', lineRemoteId: '5001', from: '20', to: '25' });
    expect(finding.evidence.map((each) => each.source)).toEqual(['microsoft', 'psa', 'mapping']);
  });

  test('a match by service is never called certain', () => {
    expect(only(someBooks({ lines: [billed(1, { vendorId: undefined, quantity: 24 })] })).causes[0]?.certainty).toBe('possible');
  });

  test('of several lines the largest takes the change', () => {
    const lines = [billed(1, { quantity: 8 }), billed(2, { quantity: 15, vendorId: bought(1).remoteId })];
    expect(only(someBooks({ lines })).correction).toMatchObject({ lineRemoteId: '5002', from: '15', to: '17' });
  });
});

function cycled(lines: readonly BilledLine[], cycleMonths: number | undefined) {
  return psaBook(lines, {
    agreements: new Map([['30', { remoteId: '30', active: true, cycleMonths, currency: 'USD', endsOn: undefined }]]),
  });
}

describe('what is billed and should not be', () => {
  const cancelled = bought(1, { status: 'cancelled' });
  const cases: readonly Case[] = [
    ['cancelled, the line runs on', someBooks({ subscriptions: [cancelled] }), ['cancelled_still_billed_psa -550']],
    ['expired, the line runs on', someBooks({ subscriptions: [bought(1, { status: 'expired' })] }), ['cancelled_still_billed_psa -550']],
    ['cancelled, the end is entered', someBooks({ subscriptions: [cancelled], lines: [billed(1, { cancelledOn: '2026-11-30' })] }), []],
    [
      'cancelled, found by service',
      someBooks({ subscriptions: [cancelled], lines: [billed(1, { vendorId: undefined })] }),
      ['cancelled_still_billed_psa -550'],
    ],
    ['ended yesterday', someBooks({ subscriptions: [cancelled], lines: [billed(1, { cancelledOn: '2026-11-20' })] }), []],
    ['the agreement itself has ended', someBooks({ subscriptions: [cancelled], psas: [endedAgreement([billed(1)])] }), []],
    [
      'a second line with the same id',
      someBooks({ lines: [billed(1), billed(2, { vendorId: bought(1).remoteId })] }),
      ['duplicate_psa -550'],
    ],
    [
      'a third one too',
      someBooks({ lines: [1, 2, 3].map((n) => billed(n, { vendorId: bought(1).remoteId })) }),
      ['duplicate_psa -550', 'duplicate_psa -550'],
    ],
    ['a twin without an id', someBooks({ lines: [billed(1), billed(2, { vendorId: undefined })] }), ['duplicate_psa -550']],
    [
      'a duplicate whose end is entered',
      someBooks({ lines: [billed(1), billed(2, { vendorId: bought(1).remoteId, cancelledOn: '2026-12-31' })] }),
      [],
    ],
    [
      'a duplicate of a wrong number: two faults, two findings',
      someBooks({ lines: [billed(1, { quantity: 20 }), billed(2, { quantity: 20, vendorId: bought(1).remoteId })] }),
      ['duplicate_psa -440', 'quantity_mismatch_psa 110'],
    ],
    ['a line for a subscription nobody has', someBooks({ lines: [billed(1), billed(7)] }), ['missing_in_microsoft -550']],
    [
      'a line for a product nobody bought',
      someBooks({ lines: [billed(1), billed(8, { vendorId: undefined, serviceRemoteId: 'exchange', unitPrice: '4' })] }),
      ['missing_in_microsoft -100'],
    ],
    ['labour is not our business', someBooks({ lines: [billed(1), billed(9, { vendorId: undefined, serviceRemoteId: 'labour' })] }), []],
    [
      'another tenant of the same account owns the line',
      someBooks({
        psas: [psaBook([billed(1), billed(7)], { elsewhere: { subscriptionIds: new Set([bought(7).remoteId]), serviceIds: new Set() } })],
      }),
      [],
    ],
    ['free of charge on purpose', someBooks({ lines: [billed(1, { isBilled: false, quantity: 3 })] }), []],
    [
      'added and taken back',
      someBooks({ lines: [billed(1), billed(2, { fromOn: '2026-12-01', cancelledOn: '2026-12-01', vendorId: bought(1).remoteId })] }),
      [],
    ],
  ];
  test.each(cases)('%s', (_name, books, expected) => {
    expect(found(books)).toEqual(expected);
  });

  test('of two lines with the same id the younger is the duplicate', () => {
    const lines = [billed(2, { fromOn: '2026-06-01', vendorId: bought(1).remoteId }), billed(1)];
    expect(only(someBooks({ lines })).correction).toMatchObject({ action: 'endLine', lineRemoteId: '5002' });
  });
});

function endedAgreement(lines: readonly BilledLine[]) {
  return psaBook(lines, {
    agreements: new Map([['30', { remoteId: '30', active: false, cycleMonths: 1, currency: 'USD', endsOn: '2026-10-31' }]]),
  });
}

describe('what was bought and is not billed', () => {
  const cases: readonly Case[] = [
    ['no line at all', someBooks({ lines: [] }), ['missing_in_psa 550']],
    ['the line ended last month', someBooks({ lines: [billed(1, { cancelledOn: '2026-10-31' })] }), ['missing_in_psa 550']],
    ['the line starts in December', someBooks({ lines: [billed(1, { fromOn: '2026-12-01' })] }), []],
    ['a trial', someBooks({ subscriptions: [bought(1, { isTrial: true })], lines: [] }), []],
    ['a usage plan', someBooks({ subscriptions: [bought(1, { isUsage: true, seats: 0 })], lines: [] }), []],
    [
      'a usage plan with its line of one',
      someBooks({ subscriptions: [bought(1, { isUsage: true })], lines: [billed(1, { quantity: 1, unitPrice: '0' })] }),
      [],
    ],
    ['a pending order', someBooks({ subscriptions: [bought(1, { status: 'pending' })], lines: [] }), []],
    ['a pending order that is billed already', someBooks({ subscriptions: [bought(1, { status: 'pending' })] }), []],
    ['a product without service', someBooks({ subscriptions: [bought(1, { key: unsold })], lines: [] }), ['unmapped_product 0']],
    [
      'a product without service, its cost known',
      someBooks({ subscriptions: [bought(1, { key: unsold })], lines: [], supply: [supplied(1)] }),
      ['unmapped_product 440'],
    ],
    [
      'a product without service, billed by a named line',
      someBooks({ subscriptions: [bought(1, { key: unsold })], lines: [billed(1, { serviceRemoteId: 'labour' })] }),
      ['unmapped_product 0'],
    ],
    ['the account is not mapped', someBooks({ psas: [psaBook([], { accountState: 'unmapped' })] }), ['unmapped_customer 0']],
    [
      'the account is not mapped, costs known',
      someBooks({ psas: [psaBook([], { accountState: 'suggested' })], supply: [supplied(1)] }),
      ['unmapped_customer 440'],
    ],
    ['the customer is ignored on purpose', someBooks({ psas: [psaBook([], { accountState: 'ignored' })] }), []],
    [
      'a customer who buys nothing needs no account',
      someBooks({ subscriptions: [], psas: [psaBook([], { accountState: 'unmapped' })] }),
      [],
    ],
  ];
  test.each(cases)('%s', (_name, books, expected) => {
    expect(found(books)).toEqual(expected);
  });

  test('the new line takes price from the catalogue, cost from the distributor, and the subscription id', () => {
    const finding = only(someBooks({ lines: [], supply: [supplied(1, { unitCost: '18.10' })] }));

    expect(finding.correction).toMatchObject({
      action: 'addLine',
      agreementRemoteId: '30',
      serviceRemoteId: 'premium',
      quantity: '25',
      unitPrice: '22',
      unitCost: '18.1',
      vendorSubscriptionId: bought(1).remoteId,
    });
  });

  test('without an agreement that runs there is a finding and no correction', () => {
    const finding = only(someBooks({ psas: [psaBook([], { agreements: new Map() })] }));
    expect(finding).toMatchObject({ kind: 'missing_in_psa' });
    expect(finding.correction).toBeUndefined();
  });
});

describe('term, price, cost', () => {
  const yearly = bought(1, { key: premiumYearly });
  const cases: readonly Case[] = [
    [
      'bought by the year, billed as the monthly term',
      someBooks({ subscriptions: [yearly], lines: [billed(1, { serviceRemoteId: 'premium-1m', unitPrice: '26.40' })] }),
      ['wrong_term_psa -137.5'],
    ],
    [
      'bought by the month, billed cheaper by the year',
      someBooks({ subscriptions: [bought(1, { key: premiumMonthly })] }),
      ['wrong_term_psa 110'],
    ],
    [
      'found by product alone: one fault, not a missing and a surplus line',
      someBooks({ subscriptions: [yearly], lines: [billed(1, { vendorId: undefined })] }),
      ['wrong_term_psa -27.5'],
    ],
    [
      'wrong term and wrong number: corrected in one',
      someBooks({ subscriptions: [yearly], lines: [billed(1, { quantity: 20 })] }),
      ['wrong_term_psa 82.5'],
    ],
    ['sold below the cost noted', someBooks({ lines: [billed(1, { unitPrice: '17' })] }), ['price_below_cost 15']],
    ['sold below what the distributor charges', someBooks({ supply: [supplied(1, { unitCost: '23' })] }), ['price_below_cost 25']],
    [
      'a year in advance at the distributor, by the month at the PSA',
      someBooks({
        subscriptions: [yearly],
        lines: [billed(1, { serviceRemoteId: 'premium-yearly' })],
        supply: [supplied(1, { frequency: 'annual', unitCost: '276' })],
      }),
      ['price_below_cost 25'],
    ],
    ['two cents are tolerated', someBooks({ lines: [billed(1, { unitPrice: '17.58' })] }), []],
    [
      'another currency is not compared',
      someBooks({ supply: [supplied(1, { unitCost: '23', currency: 'EUR' })], lines: [billed(1, { unitCost: '0' })] }),
      [],
    ],
    ['nobody noted a cost', someBooks({ lines: [billed(1, { unitPrice: '1', unitCost: '0' })] }), []],
    [
      'the distributor charges another cost than the PSA counts with',
      someBooks({ supply: [supplied(1, { unitCost: '18.60' })] }),
      ['price_mismatch_distributor 25'],
    ],
    [
      'a price too low and seats missing are two faults',
      someBooks({ lines: [billed(1, { quantity: 20, unitPrice: '17' })] }),
      ['price_below_cost 12', 'quantity_mismatch_psa 85'],
    ],
  ];
  test.each(cases)('%s', (_name, books, expected) => {
    expect(found(books)).toEqual(expected);
  });

  test('the price goes back to the catalogue, and never to one of our own making', () => {
    expect(only(someBooks({ lines: [billed(1, { unitPrice: '17' })] })).correction).toMatchObject({
      action: 'setPrice',
      from: '17',
      to: '22',
    });
    expect(only(someBooks({ lines: [billed(1, { unitPrice: '17', unitCost: '30' })] })).correction).toBeUndefined();
  });
});

describe('the distributor', () => {
  const indirect = [{ source: source('ms'), relationship: 'reseller', partnerType: 'indirectReseller' as const, isComplete: true }];
  const moved = bought(1, { seats: 27, movedAt: '2026-11-21T08:30:00Z' });
  const cases: readonly Case[] = [
    ['all equal', someBooks({ supply: [supplied(1)] }), []],
    ['charges more seats', someBooks({ supply: [supplied(1, { seats: 27 })] }), ['quantity_mismatch_distributor 35.2']],
    ['charges fewer seats', someBooks({ supply: [supplied(1, { seats: 24 })] }), ['quantity_mismatch_distributor -17.6']],
    ['is asked again in an hour', someBooks({ subscriptions: [moved], lines: [billed(1, { quantity: 27 })], supply: [supplied(1)] }), []],
    ['has another term', someBooks({ supply: [supplied(1, { term: 'P1M' })] }), ['wrong_term_distributor 0']],
    [
      'goes on after the cancellation',
      someBooks({ subscriptions: [bought(1, { status: 'cancelled' })], lines: [], supply: [supplied(1)] }),
      ['cancelled_still_billed_distributor 440'],
    ],
    ['has one that Microsoft does not know', someBooks({ supply: [supplied(1), supplied(9)] }), ['cancelled_still_billed_distributor 440']],
    ['an indirect reseller has it at Microsoft only', someBooks({ sellers: indirect, supply: [] }), ['missing_in_distributor 0']],
    ['a direct partner may buy there without it', someBooks({ supply: [] }), []],
    [
      'matched by product where exactly one fits',
      someBooks({ supply: [supplied(1, { microsoftId: undefined, sku: 'cfq7ttc0lchc:0002', seats: 26 })] }),
      ['quantity_mismatch_distributor 17.6'],
    ],
    [
      'two that fit equally well are not guessed',
      someBooks({ supply: [1, 2].map((n) => supplied(n, { microsoftId: undefined, sku: 'cfq7ttc0lchc:0002', seats: 26 })) }),
      [],
    ],
    [
      'its account is not mapped',
      someBooks({ distributors: [distributorBook([supplied(1, { seats: 3 })], { accountState: 'unmapped' })] }),
      [],
    ],
  ];
  test.each(cases)('%s', (_name, books, expected) => {
    expect(found(books)).toEqual(expected);
  });
});

describe('the customer itself', () => {
  const seller = { source: source('ms'), relationship: 'reseller', partnerType: 'directBill' as const, isComplete: true };

  test('two of the own accounts sell to the tenant', () => {
    const finding = only(someBooks({ sellers: [seller, { ...seller, source: source('west') }] }));

    expect(finding).toMatchObject({ kind: 'same_tenant_two_partners', impact: { amount: '0' }, links: { connectionIds: ['ms', 'west'] } });
    expect(finding.causes[0]?.sentence).toBe('Contoso Ltd is a customer of MS and of WEST.');
  });

  test('a subscription seen through both accounts is one, read last', () => {
    const twice = [bought(1, { seats: 20, readAt: '2026-11-20T08:00:00Z', connectionId: 'west' }), bought(1)];
    expect(found(someBooks({ subscriptions: twice }))).toEqual([]);
  });

  test('an advisor is no second seller', () => {
    expect(found(someBooks({ sellers: [seller, { ...seller, source: source('west'), relationship: 'advisor' }] }))).toEqual([]);
  });

  test('access that ran out is said with its day, and the money is compared all the same', () => {
    const books = someBooks({ access: { state: 'expired', endsAt: '2026-11-01T00:00:00Z' }, lines: [billed(1, { quantity: 20 })] });

    expect(found(books)).toEqual(['access_expired 0', 'quantity_mismatch_psa 110']);
    expect(compare(books).findings[0]?.causes[0]?.sentence).toContain('ended on 2026-11-01');
  });
});

describe('what was not read proves nothing', () => {
  const cases: readonly Case[] = [
    ['the PSA was never read', someBooks({ psas: [psaBook([], { source: source('psa', 'never') })] }), []],
    ['the PSA was read in part: nothing is called missing', someBooks({ psas: [psaBook([], { source: source('psa', 'partial') })] }), []],
    [
      'the PSA was read in part: what is there is compared',
      someBooks({ psas: [psaBook([billed(1, { quantity: 20 })], { source: source('psa', 'partial') })] }),
      ['quantity_mismatch_psa 110'],
    ],
    [
      'Microsoft was read in part: no line is called a stray',
      someBooks({
        sellers: [{ source: source('ms', 'partial'), relationship: 'reseller', partnerType: 'directBill', isComplete: false }],
        lines: [billed(1), billed(7)],
      }),
      [],
    ],
    [
      'the distributor was read in part',
      someBooks({
        sellers: [{ source: source('ms'), relationship: 'reseller', partnerType: 'indirectReseller', isComplete: true }],
        distributors: [distributorBook([], { source: source('pax8', 'suspicious') })],
      }),
      [],
    ],
    [
      'a customer that no account lists any more is billed on',
      someBooks({ sellers: [], subscriptions: [] }),
      ['missing_in_microsoft -550'],
    ],
    ['unless an account was not read whole', someBooks({ sellers: [], subscriptions: [], isMarketplaceComplete: false }), []],
  ];
  test.each(cases)('%s', (_name, books, expected) => {
    expect(found(books)).toEqual(expected);
  });

  test('kinds that could not be decided are named, so that known differences of them stay', () => {
    const { unproven } = compare(someBooks({ psas: [psaBook([], { source: source('psa', 'partial') })] }));
    expect(unproven).toEqual(expect.arrayContaining(['missing_in_psa', 'unmapped_product']));
    expect(unproven).not.toContain('quantity_mismatch_psa');
    expect(compare(someBooks()).unproven).toEqual([]);
  });
});

test('every rule finds one kind, no kind has two rules, and each says where it is written down', () => {
  expect(new Set(rules.map((rule) => rule.kind)).size).toBe(rules.length);
  expect(rules.every((rule) => rule.source.length > 10)).toBe(true);
});

// Properties over random estates (reliability reference, section 9).
const keys = [bought(1).key, premiumMonthly, premiumYearly, exchange, unsold];
const serviceIds = ['premium', 'premium-1m', 'premium-yearly', 'exchange', 'labour'];
const aSeat = fc.integer({ min: 1, max: 40 });

const randomBooks = fc
  .record({
    subscriptions: fc.array(
      fc.record({
        seats: aSeat,
        key: fc.constantFrom(...keys),
        status: fc.constantFrom('active' as const, 'suspended' as const, 'cancelled' as const, 'pending' as const),
      }),
      { maxLength: 6 },
    ),
    lines: fc.array(
      fc.record({
        quantity: aSeat,
        of: fc.integer({ min: 0, max: 8 }),
        serviceRemoteId: fc.constantFrom(...serviceIds),
        isNamed: fc.boolean(),
        price: fc.integer({ min: 1, max: 40 }),
      }),
      { maxLength: 8 },
    ),
    supply: fc.array(fc.record({ of: fc.integer({ min: 0, max: 8 }), seats: aSeat }), { maxLength: 4 }),
  })
  .map(({ subscriptions, lines, supply }) =>
    someBooks({
      subscriptions: subscriptions.map((each, n) => bought(n, each)),
      lines: lines.map(({ of, isNamed, price, ...each }, n) =>
        billed(100 + n, { ...each, unitPrice: String(price), vendorId: isNamed ? bought(of).remoteId : undefined }),
      ),
      supply: supply.map(({ of, seats }, n) => supplied(n, { microsoftId: bought(of).remoteId, seats })),
    }),
  );

test('R1: the order of rows changes nothing', () => {
  fc.assert(
    fc.property(randomBooks, fc.integer(), (books, seed) => {
      const shuffle = <T>(items: readonly T[]): T[] =>
        items
          .map((item, n) => ({ item, at: Math.sin(seed + n * 7.3) }))
          .sort((a, b) => a.at - b.at)
          .map(({ item }) => item);
      const shuffled = {
        ...books,
        subscriptions: shuffle(books.subscriptions),
        psas: books.psas.map((psa) => ({ ...psa, lines: shuffle(psa.lines) })),
        distributors: books.distributors.map((book) => ({ ...book, subscriptions: shuffle(book.subscriptions) })),
      };
      expect(compare(shuffled)).toEqual(compare(books));
    }),
    { numRuns: 300 },
  );
});

test('no two findings are about the same thing, and money is exact', () => {
  fc.assert(
    fc.property(randomBooks, (books) => {
      const { findings } = compare(books);
      const subjects = findings.map(({ kind, subject }) => `${kind} ${subject}`);
      expect(new Set(subjects).size).toBe(subjects.length);
      const sum = findings.reduce((total, { impact }) => total.plus(impact.amount), new Decimal(0));
      expect(sumByCurrency(findings.map(({ impact }) => impact))).toEqual(findings.length === 0 ? [] : [money(sum, 'USD')]);
    }),
    { numRuns: 300 },
  );
});

test('M12: each line and each subscription is in at most one class', () => {
  const perLine = ['duplicate_psa', 'cancelled_still_billed_psa', 'missing_in_microsoft'];
  fc.assert(
    fc.property(randomBooks, (books) => {
      const { findings } = compare(books);
      const lines = findings.filter(({ kind }) => perLine.includes(kind)).map(({ subject }) => subject);
      expect(new Set(lines).size).toBe(lines.length);
      const unbilled = findings.filter(
        ({ kind, psa }) => ['missing_in_psa', 'unmapped_product', 'wrong_term_psa'].includes(kind) && !psa.present,
      );
      const ids = unbilled.map(({ links }) => links.subscriptionId);
      expect(new Set(ids).size).toBe(ids.length);
    }),
    { numRuns: 300 },
  );
});

test('R13: after the proposed correction that finding is gone and nothing new appears', () => {
  fc.assert(
    fc.property(randomBooks, (books) => {
      const before = compare(books).findings;
      const [target] = before.filter(({ correction }) => correction !== undefined && correction.action !== 'setPrice');
      fc.pre(target?.correction !== undefined);
      const after = compare(corrected(books, target));
      const still = after.findings.map(({ kind, subject }) => `${kind} ${subject}`);
      expect(still).not.toContain(`${target.kind} ${target.subject}`);
    }),
    { numRuns: 300 },
  );
});

test('R13 at Microsoft: after another way of putting it right that finding is gone', () => {
  fc.assert(
    fc.property(randomBooks, (books) => {
      const [target] = compare(books).findings.filter(({ alternatives = [] }) => alternatives.length > 0);
      fc.pre(target !== undefined);
      const [way] = target.alternatives ?? [];
      const still = compare(corrected(books, { correction: way })).findings.map(({ kind, subject }) => `${kind} ${subject}`);
      expect(still).not.toContain(`${target.kind} ${target.subject}`);
    }),
    { numRuns: 100 },
  );
});

/** The books once the other system did what was proposed. */
function corrected(books: CustomerBooks, { correction }: Pick<Finding, 'correction'>): CustomerBooks {
  const atMicrosoft = (change: Partial<BoughtSubscription>): CustomerBooks => ({
    ...books,
    subscriptions: books.subscriptions.map((each) =>
      correction !== undefined && 'subscriptionRemoteId' in correction && each.remoteId === correction.subscriptionRemoteId
        ? { ...each, ...change }
        : each,
    ),
  });
  const change = (work: (line: BilledLine) => BilledLine): CustomerBooks => ({
    ...books,
    psas: books.psas.map((psa) => ({
      ...psa,
      lines: psa.lines.map((line) =>
        correction !== undefined && 'lineRemoteId' in correction && line.remoteId === correction.lineRemoteId ? work(line) : line,
      ),
    })),
  });
  switch (correction?.action) {
    case 'setQuantity':
      return change((line) => ({ ...line, quantity: new Decimal(correction.to) }));
    case 'setPrice':
      return change((line) => ({ ...line, unitPrice: new Decimal(correction.to) }));
    case 'endLine':
      return change((line) => ({ ...line, cancelledOn: books.today }));
    case 'replaceService':
      return change((line) => ({
        ...line,
        serviceRemoteId: correction.toServiceRemoteId,
        quantity: new Decimal(correction.quantity),
        unitPrice: new Decimal(correction.unitPrice),
      }));
    case 'addLine':
      return {
        ...books,
        psas: books.psas.map((psa) => ({
          ...psa,
          lines: [
            ...psa.lines,
            billed(9_000, {
              serviceRemoteId: correction.serviceRemoteId,
              quantity: Number(correction.quantity),
              unitPrice: correction.unitPrice,
              unitCost: correction.unitCost,
              vendorId: correction.vendorSubscriptionId,
            }),
          ],
        })),
      };
    case 'setSeats':
      return atMicrosoft({ seats: Number(correction.to) });
    case 'cancelSubscription':
      return atMicrosoft({ status: 'cancelled' });
    case 'setAutoRenew':
    case 'reopenLine':
    case undefined:
      return books;
  }
}
