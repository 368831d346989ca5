import { describe, expect, test } from 'vitest';
import { casesOf, isUnproven, kindsIn, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import { billed, bought, exchange, premiumMonthly, psaBook, someBooks, source, supplied } from '../../../../test/support/some-books.ts';
import type { Agreement, BilledLine } from '../books.ts';

const kind = 'quantity_mismatch_psa';
const same = bought(1).remoteId;

const agreement = (more: Partial<Agreement> = {}): Agreement => ({
  remoteId: '30',
  active: true,
  cycleMonths: 1,
  currency: 'USD',
  endsOn: undefined,
  ...more,
});
const under = (lines: readonly BilledLine[], ...agreements: readonly Agreement[]) =>
  psaBook(lines, { agreements: new Map(agreements.map((each) => [each.remoteId, each])) });

describe('seats bought against seats billed', () => {
  casesOf(kind, [
    ['as many as bought: nothing', someBooks()],
    ['one too few', someBooks({ lines: [billed(1, { quantity: 24 })] }), '22 USD, likely, seats_added'],
    ['one too many', someBooks({ lines: [billed(1, { quantity: 26 })] }), '-22 USD, likely, seats_reduced'],
    ['half a seat', someBooks({ lines: [billed(1, { quantity: 25.5 })] }), '-11 USD, likely, seats_reduced'],
    ['a line of no seats', someBooks({ lines: [billed(1, { quantity: 0 })] }), '550 USD, likely, seats_added'],
    [
      'a price with cents that have no binary form',
      someBooks({ lines: [billed(1, { quantity: 24, unitPrice: '0.1' })] }),
      '0.1 USD, likely, seats_added',
    ],
    [
      'a price of ten digits',
      someBooks({ lines: [billed(1, { quantity: 22, unitPrice: '1234567.891' })] }),
      '3703703.673 USD, likely, seats_added',
    ],
    [
      'sold for nothing: other seats, no money',
      someBooks({ lines: [billed(1, { quantity: 20, unitPrice: '0' })] }),
      '0 USD, likely, seats_added',
    ],
    [
      'a subscription of no seats beside a line of none',
      someBooks({ subscriptions: [bought(1, { seats: 0 })], lines: [billed(1, { quantity: 0 })] }),
    ],
    [
      'a subscription of no seats that is billed',
      someBooks({ subscriptions: [bought(1, { seats: 0 })] }),
      '-550 USD, likely, seats_reduced',
    ],
  ]);
});

describe('three hundred subscriptions that one line bills', () => {
  const many = Array.from({ length: 300 }, (_, n) => bought(n + 1, { seats: 1 }));
  const line = billed(1, { vendorId: undefined, quantity: 290 });

  test('are one difference, known again in any order, of which each side tells the first and counts the rest', () => {
    const found = theOne(kind, someBooks({ subscriptions: many, lines: [line] }));
    expect(found.subject).toBe(theOne(kind, someBooks({ subscriptions: many.toReversed(), lines: [line] })).subject);
    expect(found.subject.length).toBeLessThan(400);
    expect(found.subject).not.toBe(theOne(kind, someBooks({ subscriptions: many.slice(1), lines: [line] })).subject);
    expect(found.microsoft.remoteIds).toHaveLength(300);
    expect(found.evidence.filter(({ label }) => label === 'Bought at Microsoft')).toHaveLength(50);
    expect(found.evidence).toContainEqual({ label: 'And', value: '250 more', source: 'microsoft' });
  });
});

describe('what is compared', () => {
  const off = { lines: [billed(1, { quantity: 20 })] };
  casesOf(kind, [
    ['active', someBooks(off), '110 USD, likely, seats_added'],
    [
      'suspended: Microsoft still charges it',
      someBooks({ ...off, subscriptions: [bought(1, { status: 'suspended' })] }),
      '110 USD, likely, seats_added',
    ],
    ['a trial', someBooks({ ...off, subscriptions: [bought(1, { isTrial: true })] })],
    ['an Azure plan', someBooks({ ...off, subscriptions: [bought(1, { isUsage: true })] })],
    ['a pending order', someBooks({ ...off, subscriptions: [bought(1, { status: 'pending' })] })],
    ['cancelled: another rule', someBooks({ ...off, subscriptions: [bought(1, { status: 'cancelled' })] })],
    ['the PSA account is not mapped', someBooks({ psas: [psaBook(off.lines, { accountState: 'suggested' })] })],
    ['the PSA was never read', someBooks({ psas: [psaBook(off.lines, { source: source('psa', 'never') })] })],
    [
      'the PSA was read in part: what is there counts',
      someBooks({ psas: [psaBook(off.lines, { source: source('psa', 'partial') })] }),
      '110 USD, likely, seats_added',
    ],
    [
      'a reading that looks suspicious',
      someBooks({ psas: [psaBook(off.lines, { source: source('psa', 'suspicious') })] }),
      '110 USD, likely, seats_added',
    ],
    ['free of charge on purpose', someBooks({ lines: [billed(1, { quantity: 3, isBilled: false })] })],
  ]);
});

describe('days', () => {
  casesOf(kind, [
    [
      'the line ended yesterday: nothing is billed, another rule',
      someBooks({ lines: [billed(1, { quantity: 20, cancelledOn: '2026-11-20' })] }),
    ],
    ['the line ends today: it bills no more', someBooks({ lines: [billed(1, { quantity: 20, cancelledOn: '2026-11-21' })] })],
    [
      'the line ends tomorrow: today it bills',
      someBooks({ lines: [billed(1, { quantity: 20, cancelledOn: '2026-11-22' })] }),
      '110 USD, likely, seats_added',
    ],
    [
      'a successor of the right number is entered for December',
      someBooks({ lines: [billed(1, { quantity: 20, cancelledOn: '2026-11-30' }), billed(2, { fromOn: '2026-12-01', vendorId: same })] }),
    ],
    [
      'a successor of a wrong number',
      someBooks({
        lines: [billed(1, { quantity: 20, cancelledOn: '2026-11-30' }), billed(2, { quantity: 21, fromOn: '2026-12-01', vendorId: same })],
      }),
      '88 USD, likely, seats_added',
    ],
    [
      'a line that only begins next month',
      someBooks({ lines: [billed(1, { quantity: 24, fromOn: '2026-12-01' })] }),
      '22 USD, likely, seats_added',
    ],
    ['it began today', someBooks({ lines: [billed(1, { quantity: 24, fromOn: '2026-11-21' })] }), '22 USD, likely, seats_added'],
    [
      'added and taken back on a day bills nothing',
      someBooks({ lines: [billed(1), billed(2, { quantity: 9, fromOn: '2026-12-01', cancelledOn: '2026-12-01', vendorId: same })] }),
    ],
  ]);
});

describe('several lines, several subscriptions', () => {
  const two = [bought(1, { seats: 10 }), bought(2, { seats: 15 })];
  casesOf(kind, [
    ['departments that add up', someBooks({ lines: [10, 9, 6].map((quantity, n) => billed(n, { quantity, vendorId: same })) })],
    [
      'departments that do not',
      someBooks({ lines: [10, 9, 5].map((quantity, n) => billed(n, { quantity, vendorId: same })) }),
      '22 USD, likely, seats_added',
    ],
    ['one line for two subscriptions', someBooks({ subscriptions: two, lines: [billed(1, { vendorId: undefined })] })],
    [
      'one line for two subscriptions, too many',
      someBooks({ subscriptions: two, lines: [billed(1, { vendorId: undefined, quantity: 27 })] }),
      '-44 USD, possible, seats_reduced',
    ],
    [
      'two lines for two subscriptions, each named: each is compared for itself',
      someBooks({ subscriptions: two, lines: [billed(1, { quantity: 15 }), billed(2, { quantity: 10 })] }),
      '-110 USD, likely, seats_reduced',
      '110 USD, likely, seats_added',
    ],
    [
      'one named, one not: they bill the same service, so their sum counts',
      someBooks({ subscriptions: two, lines: [billed(1, { quantity: 10 }), billed(2, { vendorId: undefined, quantity: 14 })] }),
      '22 USD, possible, seats_added',
    ],
    [
      'twins that are both wrong: one is taken for a duplicate, so nothing is certain',
      someBooks({ lines: [billed(1, { quantity: 20 }), billed(2, { quantity: 20, vendorId: same })] }),
      '110 USD, possible, seats_added',
    ],
    [
      'of two products each is compared with its own line',
      someBooks({
        subscriptions: [bought(1), bought(2, { key: exchange, seats: 40 })],
        lines: [billed(1), billed(2, { serviceRemoteId: 'exchange', quantity: 38, unitPrice: '4' })],
      }),
      '8 USD, likely, seats_added',
    ],
    [
      'the line names the subscription by the distributor id',
      someBooks({ supply: [supplied(1)], lines: [billed(1, { vendorId: 'pax-1', quantity: 20 })] }),
      '110 USD, likely, seats_added',
    ],
  ]);
});

describe('money a month', () => {
  const off = [billed(1, { quantity: 20, unitPrice: '66' })];
  casesOf(kind, [
    ['billed every month', someBooks({ psas: [under(off, agreement())] }), '330 USD, likely, seats_added'],
    ['billed every quarter', someBooks({ psas: [under(off, agreement({ cycleMonths: 3 }))] }), '110 USD, likely, seats_added'],
    ['billed every year', someBooks({ psas: [under(off, agreement({ cycleMonths: 12 }))] }), '27.5 USD, likely, seats_added'],
    [
      'a third of a price may have no end: six digits are kept',
      someBooks({ psas: [under([billed(1, { quantity: 24, unitPrice: '10' })], agreement({ cycleMonths: 3 }))] }),
      '3.333333 USD, likely, seats_added',
    ],
    [
      'a cycle that nobody understands',
      someBooks({ psas: [under(off, agreement({ cycleMonths: undefined }))] }),
      '0 USD, likely, seats_added',
    ],
    ['the agreement is billed in euros', someBooks({ psas: [under(off, agreement({ currency: 'EUR' }))] }), '330 EUR, likely, seats_added'],
    [
      'the agreement names no currency: the customer does',
      someBooks({ currency: 'GBP', psas: [under(off, agreement({ currency: undefined }))] }),
      '330 GBP, likely, seats_added',
    ],
    ['an agreement that we do not hold: no money is claimed', someBooks({ psas: [under(off)] }), '0 USD, likely, seats_added'],
  ]);
});

describe('the correction', () => {
  test('sets the one line to the seats bought', () => {
    expect(theOne(kind, someBooks({ lines: [billed(1, { quantity: 20 })] })).correction).toEqual({
      action: 'setQuantity',
      connectionId: 'psa',
      agreementRemoteId: '30',
      lineRemoteId: '5001',
      from: '20',
      to: '25',
    });
  });

  test.each([
    ['the largest line takes more', [8, 15], { lineRemoteId: '5001', from: '15', to: '17' }],
    ['the largest line takes fewer', [12, 16], { lineRemoteId: '5001', from: '16', to: '13' }],
    ['no line goes below nothing', [30, 3], { lineRemoteId: '5000', from: '30', to: '22' }],
  ])('%s', (_name, quantities, expected) => {
    const lines = quantities.map((quantity, n) => billed(n, { quantity, vendorId: same }));
    expect(theOne(kind, someBooks({ lines })).correction).toMatchObject(expected);
  });

  test('when every line is smaller than what is too much, nothing is proposed', () => {
    const lines = [9, 8, 7].map((quantity, n) => billed(n, { quantity, vendorId: same }));
    const finding = theOne(kind, someBooks({ subscriptions: [bought(1, { seats: 1 })], lines }));
    expect(finding.impact.amount).toBe('-506');
    expect(finding.correction).toBeUndefined();
  });

  test('a fraction stays exact', () => {
    expect(theOne(kind, someBooks({ lines: [billed(1, { quantity: 24.25 })] })).correction).toMatchObject({ from: '24.25', to: '25' });
  });
});

test.each([
  [24, '25 seats bought, 24 billed: 1 seat is not billed.'],
  [20, '25 seats bought, 20 billed: 5 seats are not billed.'],
  [26, '25 seats bought, 26 billed: 1 seat is billed that the customer no longer has.'],
  [30, '25 seats bought, 30 billed: 5 seats are billed that the customer no longer has.'],
])('%s billed is said in one sentence', (quantity, sentence) => {
  expect(sentenceOf(theOne(kind, someBooks({ lines: [billed(1, { quantity })] })))).toBe(sentence);
});

test('three sides with when each was read, and by what they were matched', () => {
  const finding = theOne(kind, someBooks({ supply: [supplied(1)], lines: [billed(1, { quantity: 20 })] }));

  expect(finding.microsoft).toMatchObject({ present: true, quantity: '25', remoteIds: [same], status: 'active' });
  expect(finding.distributor).toMatchObject({ present: true, quantity: '25', unitMonthly: { amount: '17.6', currency: 'USD' } });
  expect(finding.psa).toMatchObject({ present: true, quantity: '20', unitMonthly: { amount: '22', currency: 'USD' } });
  expect(finding.evidence.map(({ label }) => label)).toEqual([
    'Bought at Microsoft',
    'Charged by the distributor',
    'Billed at the PSA',
    'Matched by',
  ]);
  expect(finding.links).toMatchObject({ psaLineIds: ['5001'], distributorSubscriptionId: 'pax-1', connectionIds: ['ms', 'pax8', 'psa'] });
});

test('the same seats in another term are one fault, of the more specific kind', () => {
  const books = someBooks({ subscriptions: [bought(1, { key: premiumMonthly })], lines: [billed(1, { quantity: 20 })] });
  expect(kindsIn(books)).toEqual(['wrong_term_psa']);
});

test('the subject does not depend on the order of subscriptions', () => {
  const [a, b] = [bought(1, { seats: 10 }), bought(2, { seats: 15 })];
  const lines = [billed(1, { vendorId: undefined, quantity: 20 })];
  expect(theOne(kind, someBooks({ subscriptions: [b, a], lines })).subject).toBe(
    theOne(kind, someBooks({ subscriptions: [a, b], lines })).subject,
  );
});

test('only a PSA that was never read proves nothing about quantities', () => {
  const read = (verdict: 'complete' | 'partial' | 'suspicious' | 'never') =>
    someBooks({ psas: [psaBook([billed(1)], { source: source('psa', verdict) })] });
  expect((['complete', 'partial', 'suspicious', 'never'] as const).map((verdict) => isUnproven(kind, read(verdict)))).toEqual([
    false,
    false,
    false,
    true,
  ]);
});
