import { describe, expect, test } from 'vitest';
import type { Books } from '../books.ts';
import { PriceTable } from '../load/price-table.ts';
import { costKey, forEver, longAgo } from '../load/prices.ts';
import type { DistributorSubscription, Subscription } from '../model.ts';
import { AzureUsage } from '../scan/azure-usage.ts';
import { judgePair, missingInDistributor, unknownToMicrosoft } from './rules.ts';

const ours: Subscription = {
  id: 'ms-1',
  customerId: 'customer',
  partnerId: 'partner',
  offering: 'licence',
  productId: 'P',
  skuId: '0001',
  name: 'Business Premium',
  quantity: 10_000_000,
  isGone: false,
  isTrial: false,
  term: 'P1Y',
  billing: 'monthly',
  startsOn: 20_000,
  endsOn: 20_364,
  createdOn: 20_000,
  currency: 'GBP',
};
const theirs: DistributorSubscription = {
  id: 'dist-1',
  companyId: 'company',
  productId: 'dist-product',
  subscriptionId: 'ms-1',
  quantity: 10_000_000,
  isActive: true,
  term: 'P1Y',
  billing: 'monthly',
  unitCost: 20_000_000,
  currency: 'GBP',
};

const prices = new PriceTable();
prices.add(costKey('dist-product', 'P1Y', 'monthly', 'GBP'), { from: longAgo, to: forEver, price: 20_000_000 });

const books = (billed: readonly string[] = ['dist-1']): Books => ({
  month: { start: 0, end: 30 },
  rates: { billingCurrency: 'EUR', rates: new Map([['GBP', 1_200_000]]), taxPpm: new Map() },
  estate: undefined,
  customers: undefined,
  audit: undefined,
  prices: { table: new PriceTable(), extended: new PriceTable(), currencyOf: new Map() },
  usage: new AzureUsage(),
  isUsageComplete: true,
  psa: undefined,
  distributor: { subscriptions: [theirs], isComplete: true, prices, tenants: new Map(), billed: new Set(billed) },
  mapping: undefined,
});

const judge = (changes: Partial<DistributorSubscription>, of: Partial<Subscription> = {}, what = books()) =>
  judgePair({ theirs: { ...theirs, ...changes }, ours: { ...ours, ...of } }, what).map(({ kind, impactCents, currency }) => [
    kind,
    impactCents,
    currency,
  ]);

describe('the distributor and Partner Center', () => {
  test('agree', () => {
    expect(judge({})).toEqual([]);
  });

  test('more seats at the distributor cost money, in the billing currency', () => {
    expect(judge({ quantity: 13_000_000 })).toEqual([['quantity_mismatch_distributor', 7200, 'EUR']]);
    expect(judge({ quantity: 9_000_000 })).toEqual([['quantity_mismatch_distributor', -2400, 'EUR']]);
  });

  test('a cost above the list costs money only when it is on the invoice of the month', () => {
    expect(judge({ unitCost: 21_000_000 })).toEqual([['price_mismatch_distributor', 1200, 'EUR']]);
    expect(judge({ unitCost: 21_000_000 }, {}, books([]))).toEqual([['price_mismatch_distributor', 0, 'EUR']]);
    expect(judge({ unitCost: 21_000_000, productId: 'not listed' })).toEqual([]);
  });

  test('a wrong term is that one fault, not also a price', () => {
    expect(judge({ term: 'P1M', unitCost: 24_000_000 })).toEqual([['wrong_term_distributor', 0, 'EUR']]);
    expect(judge({ billing: 'annual' })).toEqual([['wrong_term_distributor', 0, 'EUR']]);
    expect(judge({ term: '' })).toEqual([]);
  });

  test('ended here and active there is money lost every cycle', () => {
    expect(judge({ quantity: 11_000_000 }, { isGone: true })).toEqual([['cancelled_still_billed_distributor', 26_400, 'EUR']]);
    expect(judge({ isActive: false }, { isGone: true })).toEqual([]);
  });

  test('active here and cancelled there is missing there', () => {
    expect(judge({ isActive: false })).toEqual([['missing_in_distributor', 0, 'EUR']]);
  });

  test('what only one side has is named with what is known of it', () => {
    expect(missingInDistributor(ours, books())).toMatchObject({
      kind: 'missing_in_distributor',
      subscriptionId: 'ms-1',
      customerId: 'customer',
    });
    const alone = unknownToMicrosoft({ ...theirs, currency: 'JPY' }, undefined, books());
    expect(alone).toMatchObject({
      kind: 'missing_in_microsoft',
      distributorSubscriptionId: 'dist-1',
      currency: 'JPY',
      impactCents: 20_000,
    });
    expect(alone).not.toHaveProperty('customerId');
  });
});
