import { describe, expect, test } from 'vitest';
import { casesOf, isUnproven, kindsIn, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import { bought, distributorBook, premiumYearly, someBooks, source, supplied } from '../../../../test/support/some-books.ts';

const kind = 'wrong_term_distributor';
const likely = '0 USD, likely, service_of_other_term';
const at = (more: Parameters<typeof supplied>[1]) => someBooks({ supply: [supplied(1, more)] });

describe('another term or frequency there', () => {
  casesOf(kind, [
    ['the same', at({})],
    ['another term', at({ term: 'P1M' }), likely],
    ['another frequency', at({ frequency: 'annual' }), likely],
    ['both', at({ term: 'P3Y', frequency: 'annual' }), likely],
    ['a term that the distributor did not tell', at({ term: 'none', frequency: 'none' })],
    ['with other seats it is one fault', at({ term: 'P1M', seats: 3 }), likely],
    ['in euros', at({ term: 'P1M', currency: 'EUR' }), '0 EUR, likely, service_of_other_term'],
    ['ended there', at({ term: 'P1M', status: 'cancelled' })],
    ['suspended there', at({ term: 'P1M', status: 'suspended' }), likely],
    ["without Microsoft's id another term does not even match", at({ term: 'P1M', microsoftId: undefined, sku: 'cfq7ttc0lchc:0002' })],
    ['a trial', someBooks({ subscriptions: [bought(1, { isTrial: true })], supply: [supplied(1, { term: 'P1M' })] })],
    [
      'cancelled at Microsoft',
      someBooks({ subscriptions: [bought(1, { status: 'cancelled' })], lines: [], supply: [supplied(1, { term: 'P1M' })] }),
    ],
    [
      'changed a moment ago',
      someBooks({ subscriptions: [bought(1, { movedAt: '2026-11-21T08:30:00Z' })], supply: [supplied(1, { term: 'P1M' })] }),
    ],
    [
      'the account is not mapped',
      someBooks({ distributors: [distributorBook([supplied(1, { term: 'P1M' })], { accountState: 'conflict' })] }),
    ],
    [
      'two there, one of them wrong',
      someBooks({ supply: [supplied(1), supplied(2, { microsoftId: bought(1).remoteId, term: 'P1M' })] }),
      likely,
    ],
  ]);
});

test('both terms are said, and the distributor has to put it right', () => {
  const finding = theOne(kind, someBooks({ subscriptions: [bought(1, { key: premiumYearly })], lines: [], supply: [supplied(1)] }));
  expect(sentenceOf(finding)).toBe('1 year, billed yearly at Microsoft, 1 year, billed monthly at the distributor.');
  expect(finding.correction).toBeUndefined();
  expect([finding.microsoft.frequency, finding.distributor.frequency]).toEqual(['annual', 'monthly']);
});

test('it is one fault: neither seats nor cost are compared across terms', () => {
  expect(kindsIn(at({ term: 'P1M', seats: 3, unitCost: '18.60' }))).toEqual([kind]);
});

test('a distributor that was never read proves nothing', () => {
  expect(isUnproven(kind, someBooks({ distributors: [distributorBook([], { source: source('pax8', 'never') })] }))).toBe(true);
});
