import { describe, expect, test } from 'vitest';
import { casesOf, isUnproven, kindsIn, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import { billed, bought, someBooks, source } from '../../../../test/support/some-books.ts';
import type { Seller } from '../books.ts';

const kind = 'same_tenant_two_partners';
const seller = (name: string, more: Partial<Seller> = {}): Seller => ({
  source: source(name),
  relationship: 'reseller',
  partnerType: 'directBill',
  isComplete: true,
  ...more,
});
const certain = '0 USD, certain, two_partner_accounts';

describe('a tenant in two of the own accounts', () => {
  casesOf(kind, [
    ['one account', someBooks({ sellers: [seller('ms')] })],
    ['none', someBooks({ sellers: [] })],
    ['two', someBooks({ sellers: [seller('ms'), seller('west')] }), certain],
    ['three are one fault', someBooks({ sellers: ['ms', 'west', 'east'].map((name) => seller(name)) }), certain],
    ['an advisor sells nothing', someBooks({ sellers: [seller('ms'), seller('west', { relationship: 'advisor' })] })],
    ['of different types', someBooks({ sellers: [seller('ms'), seller('west', { partnerType: 'indirectReseller' })] }), certain],
    [
      'one of them was read in part: it lists him all the same',
      someBooks({ sellers: [seller('ms'), seller('west', { source: source('west', 'partial'), isComplete: false })] }),
      certain,
    ],
    [
      'in the currency of the customer',
      someBooks({ currency: 'EUR', sellers: [seller('ms'), seller('west')] }),
      '0 EUR, certain, two_partner_accounts',
    ],
  ]);
});

test('both are named, in one order whichever came first', () => {
  const [there, back] = [
    [seller('west'), seller('ms')],
    [seller('ms'), seller('west')],
  ].map((sellers) => theOne(kind, someBooks({ sellers })));
  expect(there).toEqual(back);
  expect(there && sentenceOf(there)).toBe('Contoso Ltd is a customer of MS and of WEST.');
  expect(there?.evidence.map(({ value, readAt }) => [value, readAt !== undefined])).toEqual([
    ['MS', true],
    ['WEST', true],
  ]);
  expect(there?.links.connectionIds).toEqual(['ms', 'west']);
});

test('a subscription that both accounts show is compared once, as read last', () => {
  const twice = [
    bought(1, { connectionId: 'west', seats: 20, readAt: '2026-11-20T08:00:00Z' }),
    bought(1, { connectionId: 'ms', seats: 24 }),
  ];
  const books = someBooks({ sellers: [seller('ms'), seller('west')], subscriptions: twice, lines: [billed(1, { quantity: 24 })] });
  expect(kindsIn(books)).toEqual([kind]);
});

test('an account that was never read: the one that he left may be that one', () => {
  expect(isUnproven(kind, someBooks({ sellers: [seller('ms', { source: source('ms', 'partial') })] }))).toBe(true);
  expect(isUnproven(kind, someBooks({ sellers: [seller('ms')] }))).toBe(false);
});
