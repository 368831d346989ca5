import { describe, expect, test } from 'vitest';
import { casesOf, isUnproven, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import { bought, distributorBook, someBooks, source, supplied } from '../../../../test/support/some-books.ts';

const kind = 'cancelled_still_billed_distributor';
const gone = (more: Parameters<typeof bought>[1] = {}) => ({ subscriptions: [bought(1, { status: 'cancelled', ...more })], lines: [] });
const certain = '440 USD, certain, distributor_still_bills';
const likely = '440 USD, likely, distributor_only';

describe('charged on after it ended at Microsoft', () => {
  casesOf(kind, [
    ['it lives', someBooks({ supply: [supplied(1)] })],
    ['cancelled', someBooks({ ...gone(), supply: [supplied(1)] }), certain],
    ['expired', someBooks({ ...gone({ status: 'expired' }), supply: [supplied(1)] }), certain],
    ['suspended is not ended', someBooks({ subscriptions: [bought(1, { status: 'suspended' })], supply: [supplied(1)] })],
    ['a trial that ended', someBooks({ ...gone({ isTrial: true }), supply: [supplied(1)] })],
    ['ended there too', someBooks({ ...gone(), supply: [supplied(1, { status: 'cancelled' })] })],
    ['suspended there is charged', someBooks({ ...gone(), supply: [supplied(1, { status: 'suspended' })] }), certain],
    ['pending there is not', someBooks({ ...gone(), supply: [supplied(1, { status: 'pending' })] })],
    ['cancelled a moment ago', someBooks({ ...gone({ movedAt: '2026-11-21T08:30:00Z' }), supply: [supplied(1)] })],
    ['cancelled two hours ago', someBooks({ ...gone({ movedAt: '2026-11-21T07:00:00Z' }), supply: [supplied(1)] }), certain],
    [
      'other seats are charged',
      someBooks({ ...gone(), supply: [supplied(1, { seats: 3 })] }),
      '52.8 USD, certain, distributor_still_bills',
    ],
    [
      'a year in advance: a month of it',
      someBooks({ ...gone(), supply: [supplied(1, { frequency: 'annual', unitCost: '211.20' })] }),
      certain,
    ],
    ['in euros', someBooks({ ...gone(), supply: [supplied(1, { currency: 'EUR' })] }), '440 EUR, certain, distributor_still_bills'],
    [
      'nobody tells the cost',
      someBooks({ ...gone(), supply: [{ ...supplied(1), unitCost: undefined }] }),
      '0 USD, certain, distributor_still_bills',
    ],
    [
      'two there for one at Microsoft',
      someBooks({ ...gone(), supply: [supplied(1), supplied(2, { microsoftId: bought(1).remoteId })] }),
      certain,
      certain,
    ],
    ['the account is not mapped', someBooks({ ...gone(), distributors: [distributorBook([supplied(1)], { accountState: 'unmapped' })] })],
  ]);
});

describe('charged, and Microsoft does not know it', () => {
  const partly = [{ source: source('ms', 'partial'), relationship: 'reseller', partnerType: 'directBill' as const, isComplete: false }];
  casesOf(kind, [
    ['another id', someBooks({ supply: [supplied(1), supplied(9)] }), likely],
    ['no id: it may be anything', someBooks({ supply: [supplied(1), supplied(9, { microsoftId: undefined })] })],
    ['ended there', someBooks({ supply: [supplied(1), supplied(9, { status: 'cancelled' })] })],
    ['Microsoft was read in part', someBooks({ sellers: partly, supply: [supplied(1), supplied(9)] })],
    ['but what it says itself counts', someBooks({ ...gone(), sellers: partly, supply: [supplied(1)] }), certain],
    ['nobody lists the customer any more', someBooks({ sellers: [], subscriptions: [], lines: [], supply: [supplied(9)] }), likely],
  ]);

  test('and a difference found before stays', () => {
    expect(isUnproven(kind, someBooks({ sellers: partly }))).toBe(true);
    expect(isUnproven(kind, someBooks({ distributors: [distributorBook([], { source: source('pax8', 'never') })] }))).toBe(true);
    expect(isUnproven(kind, someBooks({ supply: [] }))).toBe(false);
  });
});

test('the sentence says which of the two it is', () => {
  expect(sentenceOf(theOne(kind, someBooks({ ...gone(), supply: [supplied(1)] })))).toBe(
    'Microsoft 365 Business Premium is cancelled at Microsoft, and the distributor still charges 25.',
  );
  expect(sentenceOf(theOne(kind, someBooks({ supply: [supplied(1), supplied(9)] })))).toBe(
    'The distributor charges 25 x Microsoft 365 Business Premium, and Microsoft does not list that subscription.',
  );
});
