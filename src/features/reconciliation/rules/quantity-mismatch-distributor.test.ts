import { describe, expect, test } from 'vitest';
import { casesOf, isUnproven, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import { bought, distributorBook, someBooks, source, supplied } from '../../../../test/support/some-books.ts';

const kind = 'quantity_mismatch_distributor';
const charged = (...supply: readonly ReturnType<typeof supplied>[]) => someBooks({ supply });
const moved = (movedAt: string) => someBooks({ subscriptions: [bought(1, { movedAt })], supply: [supplied(1, { seats: 20 })] });

describe('seats at Microsoft against seats charged', () => {
  casesOf(kind, [
    ['as many', charged(supplied(1))],
    ['too many: the partner loses', charged(supplied(1, { seats: 27 })), '35.2 USD, likely, distributor_behind'],
    ['too few: he will pay later', charged(supplied(1, { seats: 24 })), '-17.6 USD, likely, distributor_behind'],
    ['none', charged(supplied(1, { seats: 0 })), '-440 USD, likely, distributor_behind'],
    [
      'by product alone it is only possible',
      charged(supplied(1, { seats: 27, microsoftId: undefined, sku: 'cfq7ttc0lchc:0002' })),
      '35.2 USD, possible, distributor_behind',
    ],
    ['nobody tells the cost', charged({ ...supplied(1, { seats: 27 }), unitCost: undefined }), '0 USD, likely, distributor_behind'],
    ['in euros', charged(supplied(1, { seats: 27, currency: 'EUR' })), '35.2 EUR, likely, distributor_behind'],
    ["in no currency: the customer's", charged(supplied(1, { seats: 27, currency: undefined })), '35.2 USD, likely, distributor_behind'],
    ['of another term: another fault', charged(supplied(1, { seats: 27, term: 'P1M' }))],
    ['of another frequency: another fault', charged(supplied(1, { seats: 27, frequency: 'annual' }))],
    ['cancelled there', charged(supplied(1, { seats: 27, status: 'cancelled' }))],
    ['pending there', charged(supplied(1, { seats: 27, status: 'pending' }))],
    ['suspended there is charged', charged(supplied(1, { seats: 27, status: 'suspended' })), '35.2 USD, likely, distributor_behind'],
    ['a trial', someBooks({ subscriptions: [bought(1, { isTrial: true })], supply: [supplied(1, { seats: 27 })] })],
    ['an Azure plan', someBooks({ subscriptions: [bought(1, { isUsage: true })], supply: [supplied(1, { seats: 1 })] })],
    [
      'cancelled at Microsoft: another fault',
      someBooks({ subscriptions: [bought(1, { status: 'cancelled' })], supply: [supplied(1, { seats: 27 })] }),
    ],
    [
      'the account is not mapped',
      someBooks({ distributors: [distributorBook([supplied(1, { seats: 3 })], { accountState: 'unmapped' })] }),
    ],
    [
      'two that fit one product are not guessed',
      charged(...[1, 2].map((n) => supplied(n, { seats: 27, microsoftId: undefined, sku: 'cfq7ttc0lchc:0002' }))),
    ],
  ]);
});

describe('several subscriptions there for one at Microsoft are summed', () => {
  const ten = supplied(1, { seats: 10 });
  casesOf(kind, [
    ['they add up', charged(ten, supplied(2, { seats: 15, microsoftId: bought(1).remoteId }))],
    ['they do not', charged(ten, supplied(2, { seats: 17, microsoftId: bought(1).remoteId })), '35.2 USD, likely, distributor_behind'],
    ['charged twice', charged(supplied(1), supplied(2, { microsoftId: bought(1).remoteId })), '440 USD, likely, distributor_behind'],
    ['the older one ended', charged(supplied(1, { status: 'cancelled' }), supplied(2, { microsoftId: bought(1).remoteId }))],
  ]);

  test('and all are shown', () => {
    const finding = theOne(kind, charged(supplied(1), supplied(2, { microsoftId: bought(1).remoteId })));
    expect(sentenceOf(finding)).toBe('25 seats at Microsoft, 50 charged by the distributor under 2 subscriptions.');
    expect(finding.distributor).toMatchObject({ remoteIds: ['pax-1', 'pax-2'], quantity: '50' });
    expect(finding.evidence.map(({ remoteId }) => remoteId)).toEqual([bought(1).remoteId, 'pax-1', 'pax-2']);
  });

  test('two distributors are compared each for itself', () => {
    const east = distributorBook([supplied(1, { seats: 24 })]);
    const west = distributorBook([supplied(2, { connectionId: 'ion', seats: 25, microsoftId: bought(1).remoteId })], {
      source: source('ion'),
    });
    expect(theOne(kind, someBooks({ distributors: [east, west] })).subject).toBe('pax8:pax-1');
  });
});

describe('what moved a moment ago is not yet a difference (F25)', () => {
  casesOf(kind, [
    ['a minute ago', moved('2026-11-21T08:59:00Z')],
    ['59 minutes ago', moved('2026-11-21T08:01:00Z')],
    ['an hour ago', moved('2026-11-21T08:00:00Z'), '-88 USD, likely, distributor_behind'],
    ['yesterday', moved('2026-11-20T08:00:00Z'), '-88 USD, likely, distributor_behind'],
    ['never', someBooks({ supply: [supplied(1, { seats: 20 })] }), '-88 USD, likely, distributor_behind'],
  ]);
});

test('the distributor puts it right, not we', () => {
  const finding = theOne(kind, charged(supplied(1, { seats: 27 })));
  expect(finding.correction).toBeUndefined();
  expect(sentenceOf(finding)).toBe('25 seats at Microsoft, 27 charged by the distributor.');
  expect(finding.psa).toEqual({ present: false, remoteIds: [] });
});

test('read in part it is compared all the same; never read it proves nothing', () => {
  const book = (verdict: 'partial' | 'never') =>
    someBooks({ distributors: [distributorBook([supplied(1, { seats: 27 })], { source: source('pax8', verdict) })] });
  expect(theOne(kind, book('partial')).impact.amount).toBe('35.2');
  expect(isUnproven(kind, book('partial'))).toBe(false);
  expect(isUnproven(kind, book('never'))).toBe(true);
});
