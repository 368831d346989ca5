import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { getSubscription, listSubscriptions } from '#contract/subscriptions.ts';
import { type FakeApi, installFakeApi, pageOf, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aSubscription } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { fieldWordOf, valueText } from '../../ui/words.ts';
import { SubscriptionsPage } from './subscriptions-page.tsx';

let api: FakeApi;
const second = aSubscription({ id: 'sub_2', offerName: 'Azure plan', isUsage: true, status: 'suspended', endsOn: null });
beforeEach(() => {
  api = installFakeApi();
  api.on(listSubscriptions, pageOf([aSubscription(), second]));
  api.on(getSubscription, ({ params }) => (params['id'] === 'sub_2' ? second : aSubscription()));
});
afterEach(() => {
  api.uninstall();
});
const at = '/subscriptions';
const isThere = () => expect.element(page.getByText('Azure plan').first()).toBeVisible();

test('terms are words, calendar dates have no time zone, usage has no seats', async () => {
  await renderPage(<SubscriptionsPage />, { at });
  await isThere();

  await expect.element(page.getByText('1 year, billed monthly').first()).toBeVisible();
  await expect.element(page.getByText('Mar 2, 2027')).toBeVisible();
  await expect.element(page.getByText('By use').first()).toBeVisible();
  await expect.element(page.getByText('Suspended')).toBeVisible();
});

test('the panel shows every change that was seen', async () => {
  await renderPage(<SubscriptionsPage />, { at: `${at}?panel=sub_1` });

  const changes = page.getByRole('table', { name: 'Changes of this subscription' });
  await expect.element(changes.getByText('20', { exact: true })).toBeVisible();
  await expect.element(changes.getByText('25', { exact: true })).toBeVisible();
});

test('the arrows of the panel go to the next subscription of the list', async () => {
  const { address } = await renderPage(<SubscriptionsPage />, { at: `${at}?panel=sub_1` });
  await isThere();

  await page.getByRole('button', { name: 'Next (J)' }).click();

  await expect.poll(address).toBe('/subscriptions?panel=sub_2');
});

test('filters of the address go to the server', async () => {
  await renderPage(<SubscriptionsPage />, { at: `${at}?status=active,suspended&term=P1Y&frequency=monthly&q=azure&sort=-seats` });
  await isThere();

  expect(api.seen(listSubscriptions)[0]?.query).toMatchObject({
    status: 'active,suspended',
    term: 'P1Y',
    frequency: 'monthly',
    q: 'azure',
    sort: '-seats',
  });
});

test('choosing a status asks the server for it', async () => {
  await renderPage(<SubscriptionsPage />, { at });
  await isThere();

  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Suspended' }).click();

  await expect.poll(() => api.seen(listSubscriptions).at(-1)?.query['status']).toBe('suspended');
});

test('a page that no longer exists is told with a way on', async () => {
  api.on(listSubscriptions, new Refused('invalid_cursor', 'The list changed since.'));
  await renderPage(<SubscriptionsPage />, { at });

  await expect.element(page.getByText('This page no longer exists')).toBeVisible();
});

test('fields of a newer server keep their own name in the history', () => {
  expect(fieldWordOf('seats')).toBe('Quantity');
  expect(fieldWordOf('moonPhase')).toBe('moonPhase');
  expect([valueText(null), valueText('P1Y'), valueText(25), valueText(true)]).toEqual(['–', 'P1Y', '25', 'true']);
});

testLooks('the list of subscriptions', () => <SubscriptionsPage />, isThere, { at });
