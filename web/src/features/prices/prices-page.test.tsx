import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { z } from 'zod';
import { type DistributorPriceRow, listDistributorPrices } from '#contract/distributor-prices.ts';
import { type FakeApi, installFakeApi, pageOf, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aSubscription } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { PricesPage } from './prices-page.tsx';

const { readAt, source, isStale } = aSubscription();
const aPrice = (given: Partial<z.infer<typeof DistributorPriceRow>> = {}): z.infer<typeof DistributorPriceRow> => ({
  ...{
    id: 'dpr_1',
    connectionId: 'con_1',
    productRemoteId: 'p',
    productName: 'Business Premium',
    billingTerm: 'Monthly',
    commitment: '1-Year',
  },
  ...{ term: 'P1Y', frequency: 'monthly', termLabel: '1 year, billed monthly', kind: 'flat', per: 'unit', unit: 'User' },
  ...{ quantityFrom: '1', quantityTo: '300', cost: '19.405', retailPrice: '23.1', currency: 'USD', change: 'changed' },
  ...{ since: readAt, knownSince: readAt, previous: { cost: '18.48', retailPrice: '22', lastReadAt: readAt } },
  ...{ readAt, source, isStale },
  ...given,
});

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  const unsure = aPrice({
    id: 'dpr_2',
    productName: 'Backup',
    kind: 'tiered',
    quantityTo: null,
    currency: null,
    cost: '5',
    previous: null,
    change: 'same',
  });
  api.on(listDistributorPrices, pageOf([aPrice(), unsure]));
});
afterEach(() => {
  api.uninstall();
});
const at = '/billing/prices';
const isThere = () => expect.element(page.getByText('Backup').first()).toBeVisible();

test('a price has its digits, what it was, and that history begins with the first reading', async () => {
  await renderPage(<PricesPage />, { at });
  await isThere();

  for (const text of ['USD 19.405', 'USD 18.48', '1 to 300', '1 or more, by tier', 'Changed'])
    await expect.element(page.getByText(text, { exact: true }).first()).toBeVisible();
  await expect.element(page.getByText(/history begins with the first reading/)).toBeVisible();
});

test('what changed is asked of the server', async () => {
  await renderPage(<PricesPage />, { at: `${at}?change=changed&q=premium&sort=-since` });
  await isThere();

  expect(api.seen(listDistributorPrices)[0]?.query).toMatchObject({ change: 'changed', q: 'premium', sort: '-since' });
});

test('an empty list says where prices come from, a refusal what is wrong', async () => {
  api.on(listDistributorPrices, pageOf([]));
  await renderPage(<PricesPage />, { at });
  await expect.element(page.getByText('No prices yet')).toBeVisible();

  api.on(listDistributorPrices, new Refused('invalid_cursor', 'The list changed since.'));
  await renderPage(<PricesPage />, { at });
  await expect.element(page.getByText('This page no longer exists')).toBeVisible();
});

testLooks('the list of distributor prices', () => <PricesPage />, isThere, { at });
