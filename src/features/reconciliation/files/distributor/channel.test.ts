import { describe, expect, test } from 'vitest';
import type { InvoicedBooks } from '../books.ts';
import { PriceTable } from '../load/price-table.ts';
import type { DistributorSubscription, Subscription } from '../model.ts';
import { AzureUsage } from '../scan/azure-usage.ts';
import { InvoiceScan } from '../scan/invoice-scan.ts';
import { channels } from './channel.ts';

const subscription = (id: string, customerId = 'customer'): Subscription => ({
  id,
  customerId,
  partnerId: '',
  offering: 'licence',
  productId: 'BASIC',
  skuId: '0001',
  name: 'Business Basic',
  quantity: 1_000_000,
  isGone: false,
  isTrial: false,
  term: 'P1Y',
  billing: 'monthly',
  startsOn: 0,
  endsOn: 400,
  createdOn: 0,
  currency: 'EUR',
});
const theirs = (subscriptionId: string): DistributorSubscription => ({
  id: `dist-${subscriptionId}`,
  companyId: 'd1',
  productId: 'p1',
  subscriptionId,
  quantity: 1_000_000,
  isActive: true,
  term: 'P1Y',
  billing: 'monthly',
  unitCost: 1_000_000,
  currency: 'EUR',
});

type World = {
  readonly listed: readonly Subscription[];
  readonly charged?: readonly string[];
  readonly atDistributor?: readonly string[];
  /** The customer has a company at the distributor. */
  readonly isLinked?: boolean;
  readonly distributor?: 'absent' | 'cut short' | 'whole';
};

/** An invoice with one line for each of these subscriptions. */
function invoiceOf(charged: readonly string[], listed: readonly Subscription[]): InvoiceScan {
  const estate = { byId: new Map(listed.map((one) => [one.id, [one]])), byCustomer: new Map(), isComplete: true };
  const prices = { table: new PriceTable(), extended: new PriceTable(), currencyOf: new Map<string, string>() };
  const scan = new InvoiceScan({ estate, prices, usage: new AzureUsage(), taxPpm: new Map() });
  for (const [at, subscriptionId] of charged.entries()) {
    const run = { subscriptionId, customerId: 'customer', account: 0, isCommitment: false };
    scan.table.of(run, { partnerId: '', invoice: 'G1', currency: 'EUR' }, at).lines += 1;
  }
  return scan;
}

function books({ listed, charged = [], atDistributor = [], isLinked = false, distributor = 'whole' }: World): InvoicedBooks {
  return {
    month: { start: 0, end: 30 },
    rates: { billingCurrency: 'EUR', rates: new Map(), taxPpm: new Map() },
    estate: { byId: new Map(listed.map((one) => [one.id, [one]])), byCustomer: new Map([['customer', listed]]), isComplete: true },
    customers: undefined,
    audit: undefined,
    prices: { table: new PriceTable(), extended: new PriceTable(), currencyOf: new Map() },
    usage: new AzureUsage(),
    isUsageComplete: true,
    invoices: [{ scan: invoiceOf(charged, listed), isComplete: true }],
    psa: undefined,
    distributor:
      distributor === 'absent'
        ? undefined
        : {
            subscriptions: atDistributor.map(theirs),
            isComplete: distributor === 'whole',
            prices: new PriceTable(),
            tenants: new Map(isLinked ? [['d1', 'customer']] : []),
            billed: undefined,
          },
    mapping: undefined,
  };
}

const [a, b, c] = [subscription('a'), subscription('b'), subscription('c')];
const way = (world: World, of: Subscription): string => channels(books(world)).of(of);

describe('which way a subscription is bought, by evidence', () => {
  test.each<[string, World, string]>([
    ['charged by Microsoft: there', { listed: [a], charged: ['a'] }, 'microsoft'],
    ['listed by the distributor: there', { listed: [a], atDistributor: ['a'] }, 'distributor'],
    ['both: the distributor lists it, so it is his', { listed: [a], charged: ['a'], atDistributor: ['a'] }, 'distributor'],
    ['neither, and no distributor knows the customer: from Microsoft', { listed: [a] }, 'microsoft'],
    ['neither, the customer is linked to the distributor', { listed: [a], isLinked: true }, 'distributor'],
    ['his others are at the distributor', { listed: [a, b, c], atDistributor: ['b', 'c'] }, 'distributor'],
    ['his others are charged by Microsoft', { listed: [a, b, c], charged: ['b', 'c'], isLinked: true }, 'microsoft'],
    [
      'more of his others are at the distributor than charged',
      { listed: [a, b, c, subscription('d')], charged: ['b'], atDistributor: ['c', 'd'] },
      'distributor',
    ],
    ['as many here as there: the link decides', { listed: [a, b, c], charged: ['b'], atDistributor: ['c'], isLinked: true }, 'distributor'],
    ['as many here as there and no link', { listed: [a, b, c], charged: ['b'], atDistributor: ['c'] }, 'microsoft'],
    ['nothing charged and no distributor given: he may be his', { listed: [a], distributor: 'absent' }, 'distributor'],
    ['nothing charged and half a list of the distributor', { listed: [a], distributor: 'cut short' }, 'distributor'],
    ['his other is charged, whatever the distributor may have', { listed: [a, b], charged: ['b'], distributor: 'absent' }, 'microsoft'],
  ])('%s', (_name, world, expected) => {
    expect(way(world, a)).toBe(expected);
  });

  test('a customer mapped to a company of the distributor counts as linked', () => {
    const mapping = {
      customers: [{ customerId: 'customer', name: 'Alpen Bau', distributorCompanyId: 'd1', psaCompanyId: '' }],
      isComplete: true,
      products: undefined,
    };

    expect(channels({ ...books({ listed: [a] }), mapping }).of(a)).toBe('distributor');
  });

  test('one who is listed nowhere buys from Microsoft', () => {
    expect(way({ listed: [a], charged: ['a'] }, subscription('x', 'stranger'))).toBe('microsoft');
  });

  test('what is charged is known by the id, what is at the distributor by his record', () => {
    const ways = channels(books({ listed: [a, b], charged: ['a'], atDistributor: ['b'] }));

    expect([ways.isCharged('a'), ways.isCharged('b'), ways.isCharged('nobody')]).toEqual([true, false, false]);
    expect(ways.atDistributor.get('b')?.map(({ id }) => id)).toEqual(['dist-b']);
  });

  test('two records of the distributor for one subscription are both kept', () => {
    expect(channels(books({ listed: [a], atDistributor: ['a', 'a'] })).atDistributor.get('a')).toHaveLength(2);
  });
});
