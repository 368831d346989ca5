import { describe, expect, test } from 'vitest';
import { casesOf, isUnproven, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import { bought, distributorBook, exchange, someBooks, source, supplied } from '../../../../test/support/some-books.ts';

const kind = 'missing_in_distributor';
const indirect = [{ source: source('ms'), relationship: 'reseller', partnerType: 'indirectReseller' as const, isComplete: true }];
const nothing = { sellers: indirect, supply: [] };
const likely = '0 USD, likely, not_at_distributor';
const ended = '0 USD, likely, cancelled_at_distributor';

describe('bought through a distributor that does not charge it', () => {
  casesOf(kind, [
    ['it does', someBooks({ sellers: indirect, supply: [supplied(1)] })],
    ['it has nothing', someBooks(nothing), likely],
    ['no distributor is connected', someBooks({ sellers: indirect })],
    ['it ended there and lives at Microsoft', someBooks({ sellers: indirect, supply: [supplied(1, { status: 'cancelled' })] }), ended],
    ['it expired there', someBooks({ sellers: indirect, supply: [supplied(1, { status: 'expired' })] }), ended],
    ['it is pending there: on its way', someBooks({ sellers: indirect, supply: [supplied(1, { status: 'pending' })] })],
    ['it is suspended there: charged', someBooks({ sellers: indirect, supply: [supplied(1, { status: 'suspended' })] })],
    [
      'ended there and bought anew',
      someBooks({ sellers: indirect, supply: [supplied(1, { status: 'cancelled' }), supplied(2, { microsoftId: bought(1).remoteId })] }),
    ],
    ['found by product', someBooks({ sellers: indirect, supply: [supplied(1, { microsoftId: undefined, sku: 'cfq7ttc0lchc:0002' })] })],
    [
      'two that fit are not guessed, so it is missing',
      someBooks({ sellers: indirect, supply: [1, 2].map((n) => supplied(n, { microsoftId: undefined, sku: 'cfq7ttc0lchc:0002' })) }),
      likely,
    ],
    ['no seats', someBooks({ ...nothing, subscriptions: [bought(1, { seats: 0 })] })],
    ['a trial', someBooks({ ...nothing, subscriptions: [bought(1, { isTrial: true })] })],
    ['an Azure plan', someBooks({ ...nothing, subscriptions: [bought(1, { isUsage: true })] })],
    ['pending at Microsoft', someBooks({ ...nothing, subscriptions: [bought(1, { status: 'pending' })] })],
    ['cancelled at Microsoft', someBooks({ ...nothing, subscriptions: [bought(1, { status: 'cancelled' })] })],
    ['changed a moment ago', someBooks({ ...nothing, subscriptions: [bought(1, { movedAt: '2026-11-21T08:30:00Z' })] })],
    ['changed yesterday', someBooks({ ...nothing, subscriptions: [bought(1, { movedAt: '2026-11-20T08:30:00Z' })] }), likely],
  ]);
});

describe('who buys there', () => {
  const two = [bought(1), bought(2, { key: exchange })];
  casesOf(kind, [
    ['a direct partner who has nothing there may buy it at Microsoft', someBooks({ supply: [] })],
    ["a direct partner who buys the customer's other things there", someBooks({ subscriptions: two, supply: [supplied(1)] }), likely],
    [
      'an account whose other things are elsewhere',
      someBooks({ subscriptions: [bought(1, { connectionId: 'west' }), bought(2, { key: exchange })], supply: [supplied(1)] }),
    ],
    [
      'with two distributors nobody can say which',
      someBooks({ sellers: indirect, distributors: [distributorBook([]), distributorBook([], { source: source('ion') })] }),
    ],
    [
      'the second distributor does not know the customer',
      someBooks({
        sellers: indirect,
        distributors: [distributorBook([]), distributorBook([], { source: source('ion'), accountState: 'unmapped' })],
      }),
      likely,
    ],
  ]);
});

describe('absence counts only after a complete reading', () => {
  const book = (verdict: 'complete' | 'partial' | 'suspicious' | 'never') =>
    someBooks({ sellers: indirect, distributors: [distributorBook([], { source: source('pax8', verdict) })] });
  casesOf(kind, [
    ['complete', book('complete'), likely],
    ['in part', book('partial')],
    ['suspicious', book('suspicious')],
    ['never', book('never')],
  ]);

  test('and a difference found before stays', () => {
    expect((['complete', 'partial', 'suspicious', 'never'] as const).map((verdict) => isUnproven(kind, book(verdict)))).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });
});

test('the sentence says what is where', () => {
  expect(sentenceOf(theOne(kind, someBooks(nothing)))).toBe('25 seats at Microsoft, and PAX8 has no such subscription.');
  const ended = theOne(kind, someBooks({ sellers: indirect, supply: [supplied(1, { status: 'cancelled' })] }));
  expect(sentenceOf(ended)).toBe('25 seats at Microsoft, and the subscription at PAX8 is cancelled.');
  expect(ended.distributor).toMatchObject({ present: true, status: 'cancelled' });
  expect(ended.links.connectionIds).toEqual(['ms', 'pax8']);
});
