import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { getLossMeter } from '#contract/loss-meter.ts';
import { type FakeApi, installFakeApi, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { renderPage } from '../../test/render.tsx';
import { barsOf, type Row } from './bars.ts';
import { LossMeterPage } from './loss-meter-page.tsx';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const aRow = (label: string, under: string, over: string): Row => ({
  key: `cus_${label}`,
  label,
  seats: { bought: '25', charged: null, billed: '20', assigned: '24' },
  money: { bought: usd('550'), charged: null, billed: usd('440'), assigned: usd('528') },
  underBilled: usd(under),
  overBilled: usd(over),
  since: '2026-10-14',
});
const meter = (rows: Row[]) => ({
  by: 'customer' as const,
  rows,
  more: 0,
  totals: [
    {
      money: { bought: usd('600'), charged: null, billed: usd('514'), assigned: usd('528') },
      underBilled: usd('110'),
      overBilled: usd('24'),
    },
  ],
  withoutPrice: { products: 1, seats: '4' },
  leftOut: ['No distributor is connected.'],
  at: '2026-11-21T10:00:00Z',
});

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getLossMeter, meter([aRow('Contoso', '110', '0'), aRow('Fabrikam', '0', '24')]));
});
afterEach(() => {
  api.uninstall();
});
const open = () => renderPage(<LossMeterPage />, { at: '/reconciliation/loss-meter' });

test('both directions are told with their money and since when; each row leads to the differences that add up to it', async () => {
  await open();

  await expect.element(page.getByText(/under USD\s110\.00, since/)).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'Contoso' })).toHaveAttribute('href', '/reconciliation?customerId=cus_Contoso');
  await expect.element(page.getByText(/No distributor is connected\. 1 product with 4 seats have no price/)).toBeVisible();
});

test('the longest bar is the largest amount of its currency, the other direction has none', () => {
  expect(barsOf([aRow('Contoso', '110', '0'), aRow('Fabrikam', '0', '55'), aRow('Litware', '0', '0')])).toMatchObject([
    { row: { label: 'Contoso' }, under: '100.0', over: '0.0' },
    { row: { label: 'Fabrikam' }, under: '0.0', over: '50.0' },
  ]);
});

test('it is gathered by product on request', async () => {
  const { address } = await open();

  await page.getByRole('combobox', { name: 'Gather' }).click();
  await page.getByRole('option', { name: 'By product' }).click();

  await expect.poll(address).toContain('by=product');
  await expect.poll(() => api.seen(getLossMeter).at(-1)?.query['by']).toBe('product');
});

test('when nothing is lost it says so, and an error can be tried again', async () => {
  api.on(getLossMeter, { ...meter([]), withoutPrice: { products: 0, seats: '0' }, leftOut: [] });
  await open();
  await expect.element(page.getByText('Nothing is lost')).toBeVisible();

  api.on(getLossMeter, new Refused('database_unavailable'));
  await open();
  await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible();
});

testLooks(
  'the loss meter',
  () => <LossMeterPage />,
  () => expect.element(page.getByText('Where the money is')).toBeVisible(),
  { at: '/reconciliation/loss-meter' },
);
