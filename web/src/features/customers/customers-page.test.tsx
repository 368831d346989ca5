import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { assignSegments } from '#contract/customer-labels.ts';
import { getCustomer, listCustomerResellers, listCustomers } from '#contract/customers.ts';
import { startSync } from '#contract/jobs.ts';
import { addSavedView, getSavedView, listSavedViews } from '#contract/saved-views.ts';
import { getMe } from '#contract/sign-in.ts';
import { type FakeApi, installFakeApi, pageOf, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aCustomer, aPerson } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { CustomersPage } from './customers-page.tsx';

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(listCustomers, pageOf([aCustomer(), aCustomer({ id: 'cus_2', name: 'Fabrikam BV', access: 'expired', psaMapping: 'unmapped' })]));
  api.on(getCustomer, ({ params }) =>
    aCustomer({ id: params['id'] ?? '', name: params['id'] === 'cus_2' ? 'Fabrikam BV' : 'Contoso Ltd' }),
  );
});
afterEach(() => {
  api.uninstall();
});
const at = '/customers';
const rowsAreThere = () => expect.element(page.getByRole('link', { name: 'Fabrikam BV' })).toBeVisible();
const lastQuery = () => api.seen(listCustomers).at(-1)?.query;

test('customers show their access, mapping and money at stake', async () => {
  await renderPage(<CustomersPage />, { at });

  await rowsAreThere();
  await expect.element(page.getByText('Expired', { exact: true })).toBeVisible();
  await expect.element(page.getByText('Unmapped', { exact: true })).toBeVisible();
  await expect.element(page.getByText('2 customers')).toBeVisible();
});

test('a copied address opens the same filter, sort and scope', async () => {
  await renderPage(<CustomersPage />, { at: '/customers?q=cont&access=active,expired&sort=-atStake&scope=con_9' });
  await rowsAreThere();

  expect(lastQuery()).toMatchObject({
    q: 'cont',
    access: 'active,expired',
    sort: '-atStake',
    connectionId: 'con_9',
    limit: '100',
    count: 'true',
  });
});

test('typing filters at the server and stands in the address', async () => {
  const { address } = await renderPage(<CustomersPage />, { at });
  await rowsAreThere();

  await userEvent.type(page.getByRole('searchbox', { name: 'Filter by name or domain' }), 'fab');

  await expect.poll(lastQuery).toMatchObject({ q: 'fab' });
  expect(address()).toBe('/customers?q=fab');
});

test('a click on a heading sorts at the server', async () => {
  const { address } = await renderPage(<CustomersPage />, { at });
  await rowsAreThere();

  await page.getByRole('button', { name: 'Subscriptions' }).click();

  await expect.poll(lastQuery).toMatchObject({ sort: 'subscriptions' });
  expect(address()).toBe('/customers?sort=subscriptions');
});

test('an unknown sort in the address is ignored, not an error', async () => {
  await renderPage(<CustomersPage />, { at: '/customers?sort=shoeSize' });
  await rowsAreThere();

  expect(lastQuery()).not.toHaveProperty('sort');
});

test('the next page is read by its cursor when the end comes near', async () => {
  api.on(listCustomers, ({ query }) =>
    query['cursor'] === undefined
      ? pageOf([aCustomer()], { nextCursor: 'second', rows: 2 })
      : pageOf([aCustomer({ id: 'cus_2', name: 'Fabrikam BV' })], { rows: 2 }),
  );
  await renderPage(<CustomersPage />, { at });

  await rowsAreThere();
  expect(lastQuery()).toMatchObject({ cursor: 'second' });
});

test('Enter opens the customer beside the list and Esc closes it', async () => {
  const { address } = await renderPage(<CustomersPage />, { at });
  await rowsAreThere();

  await userEvent.keyboard('jj');
  await expect.poll(() => document.activeElement?.getAttribute('data-row')).toBe('cus_2');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('heading', { name: 'Fabrikam BV' })).toBeVisible();
  expect(address()).toBe('/customers?panel=cus_2');

  await userEvent.keyboard('{Escape}');
  await expect.poll(address).toBe('/customers');
});

test('no match offers to clear the filters', async () => {
  api.on(listCustomers, ({ query }) => pageOf(query['q'] === undefined ? [aCustomer({ name: 'Fabrikam BV' })] : []));
  await renderPage(<CustomersPage />, { at: '/customers?q=zzz' });
  await expect.element(page.getByText('No customers match these filters')).toBeVisible();

  await page.getByRole('button', { name: 'Clear filters' }).last().click();

  await rowsAreThere();
});

test('who may not see costs sees no money at stake, and cannot sort by it', async () => {
  api.on(getMe, aPerson({ role: 'operator' }));
  api.on(listCustomers, pageOf([aCustomer({ id: 'cus_2', name: 'Fabrikam BV', atStake: null })]));
  await renderPage(<CustomersPage />, { at: '/customers?sort=-atStake' });
  await rowsAreThere();

  await expect.element(page.getByText('no right to see')).toBeVisible();
  await expect.poll(() => lastQuery()?.['sort']).toBeUndefined();
  await expect.element(page.getByRole('columnheader', { name: 'Customer' }).getByRole('button')).toBeVisible();
  expect(page.getByRole('columnheader', { name: 'A month' }).getByRole('button').elements()).toEqual([]);
});

test('before the first sync the page says where customers come from', async () => {
  api.on(listCustomers, pageOf([]));
  await renderPage(<CustomersPage />, { at });

  await expect.element(page.getByText('No customers yet')).toBeVisible();
});

test('who may not see customers is told which permission is missing', async () => {
  api.on(listCustomers, new Refused('forbidden', 'You need "customers:read". An owner can grant it.'));
  await renderPage(<CustomersPage />, { at });

  await expect.element(page.getByText('You need "customers:read". An owner can grant it.')).toBeVisible();
});

test('a refresh that fails keeps the rows and says so', async () => {
  await renderPage(<CustomersPage />, { at });
  await rowsAreThere();

  api.on(listCustomers, new Refused('overloaded', 'Too many people at once.'));
  await page.getByRole('button', { name: 'Refresh' }).click();

  await expect.element(page.getByText('The list could not be refreshed')).toBeVisible();
  await rowsAreThere();
});

test('some are selected and read now, each by a job of its own', async () => {
  api.on(getMe, aPerson());
  api.on(startSync, { jobIds: ['job_1'], jobs: [], joined: false });
  await renderPage(<CustomersPage />, { at });
  await rowsAreThere();

  await page.getByRole('checkbox', { name: 'Select all loaded rows' }).click();
  await page.getByRole('button', { name: 'Sync now' }).click();

  await expect.poll(() => api.seen(startSync).map(({ body }) => body)).toEqual([{ customerId: 'cus_1' }, { customerId: 'cus_2' }]);
});

test('a reseller is chosen by its name, one at a time', async () => {
  api.on(listCustomerResellers, {
    data: [
      { mpn: '4711', name: 'Alpine IT', customers: 2 },
      { mpn: '4712', name: 'Brook Ltd', customers: 1 },
    ],
  });
  const { address } = await renderPage(<CustomersPage />, { at: '/customers' });

  await page.getByRole('combobox', { name: 'Reseller' }).click();
  await page.getByRole('option', { name: 'Brook Ltd (4712)' }).click();

  await expect.poll(() => api.seen(listCustomers).at(-1)?.query).toMatchObject({ resellerMpn: '4712' });
  expect(address()).toContain('resellerMpn=4712');
});

test('those that a reseller sells to are found by its partner id, and by how the account buys', async () => {
  api.on(listCustomers, pageOf([aCustomer()]));
  const { address } = await renderPage(<CustomersPage />, { at: '/customers?resellerMpn=4711&partnerType=indirectProvider' });

  await expect.poll(() => api.seen(listCustomers).at(-1)?.query).toMatchObject({ resellerMpn: '4711', partnerType: 'indirectProvider' });
  expect(address()).toContain('resellerMpn=4711');
});

test('many are put into a segment at once', async () => {
  api.on(getMe, aPerson());
  api.on(assignSegments, { added: 1, removed: 0 });
  await renderPage(<CustomersPage />, { at });
  await rowsAreThere();

  await page.getByRole('checkbox', { name: 'Select Fabrikam BV' }).click();
  await page.getByRole('button', { name: 'Segments' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.element(page.getByText('Name a segment to add or to take away.')).toBeVisible();
  await userEvent.type(page.getByRole('textbox', { name: 'Add to (optional)' }), 'Schools, North');
  await page.getByRole('button', { name: 'Save' }).click();

  await expect.poll(() => api.seen(assignSegments).at(-1)?.body).toEqual({ customerIds: ['cus_2'], add: ['Schools', 'North'], remove: [] });
});

testLooks('the list of customers', () => <CustomersPage />, rowsAreThere, { at });

test('what is filtered is kept under a name, and a link to it opens the same list', async () => {
  const kept = { id: 'viw_01JD0000000000000000000001', list: 'customers' as const, name: 'At risk', search: { access: 'expired' } };
  const view = { ...kept, mine: true, shared: false, owner: 'Ana Ruiz', version: 1 };
  api.on(listSavedViews, { data: [] });
  api.on(addSavedView, view);
  await renderPage(<CustomersPage />, { at: '/customers?access=expired&sort=-atStake&panel=cus_2' });
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('textbox', { name: 'Name for what is shown now' }).fill('At risk');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('Kept as "At risk".')).toBeVisible();
  expect(api.seen(listSavedViews)[0]?.query).toEqual({ list: 'customers' });
  expect(api.seen(addSavedView)[0]?.body).toEqual({ list: 'customers', name: 'At risk', search: { access: 'expired', sort: '-atStake' } });

  api.on(getSavedView, view);
  const { address } = await renderPage(<CustomersPage />, { at: `/customers?q=gone&view=${view.id}` });
  await expect.poll(address).toBe('/customers?access=expired');
});

test('each customer says how old it is and where it was read, and what is too old to rely on is marked', async () => {
  const old = { readAt: '2026-11-19T10:00:00Z', source: { connectionId: 'con_2', name: 'Fabrikam CSP' }, isStale: true };
  api.on(listCustomers, pageOf([aCustomer(), aCustomer({ id: 'cus_2', name: 'Fabrikam BV', ...old })]));
  await renderPage(<CustomersPage />, { at });
  await rowsAreThere();

  expect(document.querySelector('time[datetime="2026-11-21T10:00:00Z"]')?.getAttribute('title')).toMatch(/^Read .* from Contoso CSP$/);
  expect(document.querySelector('time[datetime="2026-11-19T10:00:00Z"]')?.getAttribute('title')).toMatch(/ from Fabrikam CSP$/);
  expect(page.getByLabelText('Out of date').elements()).toHaveLength(1);
});
