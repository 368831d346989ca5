import { describe, expect, test } from 'vitest';
import { billed, bought, someBooks, supplied } from '../../../test/support/some-books.ts';
import { must } from '../../lib/must.ts';
import type { CustomerBooks } from './books.ts';
import { waysAtMicrosoft } from './ways-at-microsoft.ts';

const books = someBooks({});
const as = (partnerType: 'directBill' | 'indirectProvider' | 'indirectReseller'): CustomerBooks => ({
  ...books,
  sellers: [{ ...must(books.sellers[0], 'a seller'), partnerType }],
});
const mismatch = { kind: 'quantity_mismatch_psa', subscriptions: [bought(1)], lines: [billed(1, { quantity: 20 })] } as const;

describe('seats that are not billed', () => {
  test('may be set to what is billed, by whoever orders at Microsoft himself', () => {
    const way = { action: 'setSeats', customerTenantId: books.tenantId, subscriptionRemoteId: bought(1).remoteId, from: '25', to: '20' };
    expect(waysAtMicrosoft(as('directBill'), mismatch)).toMatchObject([way]);
    expect(waysAtMicrosoft(as('indirectProvider'), mismatch)).toMatchObject([way]);
  });

  test.each([
    ['an indirect reseller orders through his provider', as('indirectReseller'), {}],
    ['what a distributor supplies is changed there', as('directBill'), { supplied: supplied(1) }],
    ['half a seat cannot be bought', as('directBill'), { lines: [billed(1, { quantity: 20.5 })] }],
    ['no seat at all is a cancellation', as('directBill'), { lines: [billed(1, { quantity: 0 })] }],
    ['several subscriptions behind one line: nobody knows which', as('directBill'), { subscriptions: [bought(1), bought(2)] }],
    ['a suspended one is left alone', as('directBill'), { subscriptions: [bought(1, { status: 'suspended' })] }],
  ] as const)('%s: no such way', (_name, own, more) => {
    expect(waysAtMicrosoft(own, { ...mismatch, ...more })).toEqual([]);
  });
});

test.each([
  ['on its last day it may be cancelled', books.today, 1],
  ['the day after, it may not', '2026-11-20', 0],
  ['when Microsoft names no day, it may not', undefined, 0],
])('never billed: %s', (_name, cancelUntil, ways) => {
  const found = waysAtMicrosoft(as('directBill'), { kind: 'missing_in_psa', subscriptions: [bought(1, { cancelUntil })] });
  expect(found.map(({ action }) => action)).toEqual(Array(ways).fill('cancelSubscription'));
});
