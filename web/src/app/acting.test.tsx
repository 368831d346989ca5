import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { listChangeRequests } from '#contract/change-requests.ts';
import { listOwnCustomers } from '#contract/organisations.ts';
import { getOverview } from '#contract/overview.ts';
import { getOwnCompany } from '#contract/own-company.ts';
import { getMe } from '#contract/sign-in.ts';
import { actFor, actingAddress, organisationIn } from '../lib/acting.ts';
import { createQueryClient } from '../lib/query-client.ts';
import { axeViolations } from '../test/axe.ts';
import { type FakeApi, installFakeApi, Refused } from '../test/fake-api.ts';
import { aPerson } from '../test/make.ts';
import { Providers } from './providers.tsx';
import { createAppRouter } from './router.tsx';

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson({ role: 'resellerAdmin', organisation: { id: 'res_1', name: 'Northwind', acting: true } }));
  api.on(listOwnCustomers, { data: [{ id: 'cus_1', name: 'Contoso Ltd', domain: 'contoso.example', subscriptions: [] }] });
  api.on(listChangeRequests, { data: [] });
});
afterEach(() => {
  api.uninstall();
});

async function openApp(at: string) {
  await page.viewport(1280, 800);
  const history = createMemoryHistory({ initialEntries: [at] });
  await render(
    <Providers client={createQueryClient(() => undefined)}>
      <RouterProvider router={createAppRouter(history)} />
    </Providers>,
  );
  return { address: () => history.location.href };
}

test('whoever acts for a reseller reads on every page in whose name, and can leave', async () => {
  actFor('res_1');
  const { address } = await openApp('/own-customers?scope=res_1');
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();
  await expect.element(page.getByText('Acting for Northwind')).toBeVisible();
  expect(await axeViolations()).toEqual([]);

  await page.getByRole('link', { name: 'Requests' }).click();

  await expect.poll(address).toBe('/customers/requests?scope=res_1');
  await expect.element(page.getByText('Acting for Northwind')).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'Leave Northwind' })).toHaveAttribute('href', '/customers/resellers');
});

test('every call says in whose name it is made, and nothing is asked of the whole installation', async () => {
  actFor('res_1');
  await openApp('/own-customers?scope=res_1');
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();

  expect([...api.seen(getMe), ...api.seen(listOwnCustomers)].map(({ headers }) => headers.get('acting-for'))).toEqual(['res_1', 'res_1']);
  expect(api.seen(getOverview)).toEqual([]);
});

test('pages of the whole installation are not opened in the name of a reseller', async () => {
  actFor('res_1');
  await openApp('/reconciliation?scope=res_1');

  await expect.element(page.getByText('This page is your provider’s')).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'Reconciliation' })).not.toBeInTheDocument();
});

test('a reseller’s own people begin at their customers, under the name of their organisation', async () => {
  api.on(getMe, aPerson({ role: 'resellerUser', organisation: { id: 'res_1', name: 'Northwind', acting: false } }));
  const { address } = await openApp('/');

  await expect.poll(address).toBe('/own-customers');
  await expect.element(page.getByText('Northwind', { exact: true })).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'People' })).not.toBeInTheDocument();
});

test('people of a customer begin at their company, and no other page is open to them', async () => {
  api.on(getMe, aPerson({ role: 'customerUser', customer: { id: 'cus_1' } }));
  api.on(getOwnCompany, { id: 'cus_1', name: 'Contoso Ltd', domain: 'contoso.example', subscriptions: [], access: [], contacts: [] });
  await openApp('/');

  await expect.element(page.getByRole('heading', { name: 'Contoso Ltd' })).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'My company' })).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'My customers' })).not.toBeInTheDocument();
});

test('a page of ours says to people of a customer that it is not theirs', async () => {
  api.on(getMe, aPerson({ role: 'customerUser', customer: { id: 'cus_1' } }));
  await openApp('/customers');

  await expect.element(page.getByText('You see what your company has, and who may act in its tenant.')).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'To my company' })).toHaveAttribute('href', '/');
});

test('who may not act for a reseller is told so, and finds back', async () => {
  actFor('res_9');
  api.on(getMe, new Refused('forbidden', 'You cannot act in the name of this organisation.'));
  await openApp('/own-customers?scope=res_9');

  await expect.element(page.getByText('You cannot act in the name of this organisation.')).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'Go on in your own name' })).toHaveAttribute('href', '/');
});

test.each([
  ['?scope=res_1', 'res_1'],
  ['?q=a&scope=res_1', 'res_1'],
  ['?scope=con_1', undefined],
  ['', undefined],
])('the address %j names %s', (search, organisation) => {
  expect(organisationIn(search)).toBe(organisation);
  expect(organisationIn(new URL(actingAddress('res_2'), 'https://concord.example').search)).toBe('res_2');
});
