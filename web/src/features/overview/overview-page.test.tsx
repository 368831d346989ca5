import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { getOverview } from '#contract/overview.ts';
import { type FakeApi, installFakeApi, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { anOverview } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { shareOf } from './kind-bars.tsx';
import { headline, OverviewPage } from './overview-page.tsx';

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getOverview, anOverview());
});
afterEach(() => {
  api.uninstall();
});
const headlineIsThere = () => expect.element(page.getByText(/^23 differences, USD.1,184\.20 a month$/)).toBeVisible();

test('the first sentence says how many differences there are and what they cost a month', async () => {
  await renderPage(<OverviewPage />);

  await headlineIsThere();
  expect(document.title).toBe('Overview – Concord');
});

test('each bar shows its count and money and leads to the rows that add up to it', async () => {
  const { address } = await renderPage(<OverviewPage />);

  await expect.element(page.getByText(/20 differences · \+USD.1,200\.00/)).toBeVisible();
  await page.getByRole('link', { name: 'Price below cost' }).click();

  await expect.poll(address).toBe('/reconciliation?kind=price_below_cost');
});

test('what needs attention leads to where it is solved', async () => {
  const { address } = await renderPage(<OverviewPage />);

  await page.getByRole('link', { name: 'Map them' }).click();

  await expect.poll(address).toBe('/mapping');
});

test('a connection that is out of order says so in the strip', async () => {
  await renderPage(<OverviewPage />);

  await expect.element(page.getByText('Needs attention', { exact: true }).last()).toBeVisible();
  await expect.element(page.getByText('PSA, never read')).toBeVisible();
});

test('when nothing differs the page says that the books agree', async () => {
  api.on(getOverview, anOverview({ differences: { open: 0, byKind: {} }, monthly: [], byKind: [], attention: [] }));
  await renderPage(<OverviewPage />);

  await expect.element(page.getByText('No differences. The three books agree.')).toBeVisible();
  await expect.element(page.getByText('Nothing needs you.')).toBeVisible();
});

test('who may not see costs is told that the amounts are without them, and which money is one', async () => {
  const byKind = anOverview().byKind.map((each) => (each.moneyIsCost ? { ...each, money: null } : each));
  api.on(getOverview, anOverview({ costsLeftOut: true, byKind }));
  await renderPage(<OverviewPage />);

  await expect.element(page.getByText(/Amounts are without costs, which you have no right to see\./)).toBeVisible();
  await expect.element(page.getByText('no right to see', { exact: true })).toBeVisible();
});

test('before anything is connected the page says what to do first', async () => {
  api.on(getOverview, anOverview({ freshness: [], attention: [] }));
  await renderPage(<OverviewPage />);

  await expect.element(page.getByText('Nothing is connected yet')).toBeVisible();
});

test('a server that is down is told with its reason, and trying again helps', async () => {
  api.on(getOverview, new Refused('database_unavailable', 'The database did not answer within 5 s.'));
  await renderPage(<OverviewPage />);
  await expect.element(page.getByText('The database did not answer within 5 s.')).toBeVisible();

  api.on(getOverview, anOverview());
  await page.getByRole('button', { name: 'Try again' }).click();

  await headlineIsThere();
});

test('amounts of two currencies stand side by side and are never added', () => {
  const monthly = [
    { amount: '10', currency: 'EUR' },
    { amount: '5.5', currency: 'USD' },
  ];

  expect(headline({ differences: { open: 2, byKind: {} }, monthly }).replaceAll('\u00a0', ' ')).toBe(
    '2 differences, EUR 10.00 and USD 5.50 a month',
  );
});

test('the longest bar of a currency is the largest amount, whatever its sign', () => {
  const kinds = [
    { kind: 'price_below_cost', count: 1, money: { amount: '-50', currency: 'USD' }, moneyIsCost: true },
    { kind: 'missing_in_psa', count: 1, money: { amount: '25', currency: 'USD' }, moneyIsCost: false },
    { kind: 'duplicate_psa', count: 1, money: { amount: '1', currency: 'EUR' }, moneyIsCost: false },
  ] as const;

  expect(kinds.map((each) => shareOf(each, kinds))).toEqual(['100.0', '50.0', '100.0']);
});

testLooks('the overview', () => <OverviewPage />, headlineIsThere);
