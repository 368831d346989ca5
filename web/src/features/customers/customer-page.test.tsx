import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { getCustomerContacts } from '#contract/contacts.ts';
import { getCustomerDetails } from '#contract/customer-details.ts';
import { getCustomer, getCustomerTimeline } from '#contract/customers.ts';
import { getJob, startSync, streamJob } from '#contract/jobs.ts';
import { getMe } from '#contract/sign-in.ts';
import { listSubscriptions } from '#contract/subscriptions.ts';
import { meQuery } from '../../lib/use-me.ts';
import { type FakeApi, installFakeApi, pageOf, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aCustomer, aJob, aPerson, aSubscription } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { CustomerPage } from './customer-page.tsx';

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(getCustomer, aCustomer());
  api.on(listSubscriptions, pageOf([aSubscription()]));
  api.on(getCustomerTimeline, {
    data: [{ at: '2026-11-20T09:00:00Z', kind: 'change', title: 'Quantity changed', detail: '20 to 25', cause: null, actor: null }],
  });
});
afterEach(() => {
  api.uninstall();
});
const at = '/customers/cus_1';
const path = '/customers/$customerId';

/** In the product the frame asks who is signed in. */
function Signed() {
  useQuery(meQuery);
  return <CustomerPage />;
}
const isThere = () => expect.element(page.getByRole('heading', { level: 1, name: 'Contoso Ltd' })).toBeVisible();

test('a customer shows its facts, ids to copy and which accounts serve it', async () => {
  await renderPage(<Signed />, { at, path });

  await isThere();
  await expect.element(page.getByText('7f3c0000-0000-4000-8000-000000000001')).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'Contoso CSP' })).toBeVisible();
  expect(document.title).toBe('Contoso Ltd – Customers – Concord');
});

test('a customer without access is led to where access is asked for', async () => {
  api.on(getCustomer, aCustomer({ access: 'missing', accessEndsAt: null }));
  await renderPage(<Signed />, { at, path });

  await isThere();
  await expect
    .element(page.getByRole('link', { name: 'Ask for access' }))
    .toHaveAttribute('href', '/customers/access?q=7f3c0000-0000-4000-8000-000000000001');
});

test('whoever may not ask for access is not led there', async () => {
  api.on(getMe, aPerson({ permissions: ['customers:read'] }));
  api.on(getCustomer, aCustomer({ access: 'missing', accessEndsAt: null }));
  await renderPage(<Signed />, { at, path });

  await isThere();
  expect(page.getByRole('link', { name: 'Ask for access' }).elements()).toEqual([]);
});

test('the contacts say what keeps orders from being placed, and who gets our bills', async () => {
  api.on(getCustomerDetails, { data: [] });
  api.on(getCustomerContacts, {
    leading: { connectionId: 'con_1', connectionName: 'Contoso CSP', because: 'only' },
    leadingChoice: null,
    accounts: [
      {
        connectionId: 'con_1',
        connectionName: 'Contoso CSP',
        sells: true,
        billTo: {
          companyName: 'Contoso Ltd',
          firstName: 'Ana',
          lastName: 'Bow',
          email: 'ana@contoso.com',
          phone: '',
          addressLine1: 'One Microsoft Way',
          addressLine2: '',
          city: 'Redmond',
          state: 'WA',
          postalCode: '98052',
          country: 'US',
          culture: 'en-US',
          language: 'en',
        },
        registrationNumber: '',
        domains: ['contoso.com'],
        problems: [{ field: 'phone', problem: 'missing' }],
        rules: null,
        readAt: '2026-11-20T09:00:00Z',
        source: null,
        isStale: false,
      },
    ],
    primary: { name: 'Ana Bow', email: 'ana@contoso.com', phone: '' },
    billing: { followsPrimary: true, recipients: [] },
  });

  await renderPage(<Signed />, { at: `${at}?tab=contacts`, path });

  await expect.element(page.getByText('Not possible')).toBeVisible();
  await expect.element(page.getByText('Phone is missing')).toBeVisible();
  await expect.element(page.getByText('The primary contact: Ana Bow, ana@contoso.com.')).toBeVisible();
});

test.each([
  ['Subscriptions', 'Microsoft 365 Business Premium'],
  ['Accounts', 'Contoso Limited'],
  ['Access (GDAP)', 'Admin of Contoso'],
  ['Activity', 'Quantity changed'],
])('the tab %s shows its rows and stands in the address', async (tab, text) => {
  const { address } = await renderPage(<Signed />, { at, path });
  await isThere();

  await page.getByRole('tab', { name: tab }).click();

  await expect.element(page.getByText(text).first()).toBeVisible();
  expect(address()).toMatch(/tab=\w+$/);
});

test('only the subscriptions of this customer are asked for', async () => {
  await renderPage(<Signed />, { at: `${at}?tab=subscriptions`, path });
  await expect.element(page.getByText('Microsoft 365 Business Premium')).toBeVisible();

  expect(api.seen(listSubscriptions).at(-1)?.query).toMatchObject({ customerId: 'cus_1' });
});

test('"Sync customer" reads this one and shows the fresh data at the end', async () => {
  api.on(startSync, { jobIds: ['job_1'], jobs: [], joined: false });
  api.on(getJob, aJob());
  api.on(streamJob, aJob());
  await renderPage(<Signed />, { at, path });
  await isThere();
  api.on(getCustomer, aCustomer({ name: 'Contoso Holding' }));

  await page.getByRole('button', { name: 'Sync customer' }).click();

  await expect.element(page.getByRole('heading', { level: 1, name: 'Contoso Holding' })).toBeVisible();
  const call = api.seen(startSync)[0];
  expect(call?.body).toEqual({ customerId: 'cus_1' });
  expect(call?.headers.get('X-Csrf-Token')).toBe('csrf-of-ana');
  expect(call?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/);
});

test('who may not start readings sees no button for it', async () => {
  api.on(getMe, aPerson({ role: 'readOnly' }));
  await renderPage(<Signed />, { at, path });
  await isThere();

  await expect.element(page.getByRole('button', { name: 'Sync customer' })).not.toBeInTheDocument();
});

test('a customer that is not there, or not in my scope, is told the same way', async () => {
  api.on(getCustomer, new Refused('not_found', 'There is no customer with this id.'));
  await renderPage(<Signed />, { at, path });

  await expect.element(page.getByText('There is no customer with this id.')).toBeVisible();
});

testLooks('the page of a customer', () => <Signed />, isThere, { at, path });
