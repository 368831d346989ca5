import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { listConnections } from '#contract/connections.ts';
import {
  addCustomer,
  decideExpectedCustomer,
  inviteCustomer,
  listExpectedCustomers,
  lookUpCustomer,
} from '#contract/expected-customers.ts';
import { makeTenant } from '#contract/new-tenants.ts';
import { getMe } from '#contract/sign-in.ts';
import type { ReplyOf } from '../../../lib/api.ts';
import { type FakeApi, installFakeApi, Refused } from '../../../test/fake-api.ts';
import { testLooks } from '../../../test/looks.ts';
import { aConnection, aPerson } from '../../../test/make.ts';
import { renderPage } from '../../../test/render.tsx';
import { ExpectedPage } from './expected-page.tsx';
import type { Expected } from './queries.ts';

const at = '/customers/expected';
const anExpected = (given: Partial<Expected> = {}): Expected => ({
  id: 'exp_1',
  connectionId: 'con_1',
  cloud: 'global',
  tenantId: '',
  domain: 'litware.example',
  name: 'Litware',
  email: 'ana@litware.example',
  country: 'NL',
  note: '',
  resellerMpn: '',
  origin: 'manual',
  state: 'waiting',
  sentAt: null,
  openedAt: null,
  acceptedAt: null,
  acceptedBy: '',
  expiresAt: null,
  reminders: 0,
  shouldRemind: false,
  customerId: null,
  joinedConnectionId: null,
  createdBy: 'Ana',
  createdAt: '2026-11-20T09:00:00Z',
  ...given,
});
const anAccount = (given: Parameters<typeof aConnection>[0] = {}) =>
  aConnection({ id: 'con_1', kind: 'partnerCenter', side: 'microsoft', ...given });
const found = (given: Partial<ReplyOf<typeof lookUpCustomer>>): ReplyOf<typeof lookUpCustomer> => ({
  verdict: 'taken',
  sentence: 'A Microsoft tenant has this domain.',
  name: null,
  customerId: null,
  expectedId: null,
  tenantId: null,
  ...given,
});

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(listConnections, { data: [anAccount()] });
  api.on(listExpectedCustomers, {
    data: [
      anExpected(),
      anExpected({ id: 'exp_2', name: 'Tailspin', domain: 'tailspin.example', sentAt: '2026-11-02T09:00:00Z', shouldRemind: true }),
    ],
  });
});
afterEach(() => {
  api.uninstall();
});

const rowsAreThere = () => expect.element(page.getByText('tailspin.example')).toBeVisible();
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
async function lookUp(text: string): Promise<void> {
  await press('Add customer');
  await userEvent.type(page.getByRole('textbox', { name: 'Domain or tenant id' }), text);
  await press('Look it up');
}

test('what is missing is said, and nothing is looked up before there is a domain', async () => {
  await renderPage(<ExpectedPage />, { at });
  await rowsAreThere();

  await lookUp('contoso');

  await expect.element(page.getByText('A domain like contoso.com, or a tenant id.')).toBeVisible();
  expect(api.seen(lookUpCustomer)).toEqual([]);
});

test('a customer that is here already is opened, never entered twice', async () => {
  api.on(lookUpCustomer, found({ verdict: 'known', name: 'Contoso Ltd', customerId: 'cus_9' }));
  const { address } = await renderPage(<ExpectedPage />, { at });
  await rowsAreThere();

  await lookUp('https://www.contoso.com/about');
  await press('Open Contoso Ltd');

  await expect.poll(address).toBe('/customers/cus_9');
  expect(api.seen(lookUpCustomer).at(-1)?.body).toEqual({ connectionId: 'con_1', domain: 'contoso.com' });
  expect(api.seen(addCustomer)).toEqual([]);
});

test('whoever looks up before the list of accounts is there waits for it', async () => {
  const accounts = Promise.withResolvers<ReplyOf<typeof listConnections>>();
  api.on(listConnections, () => accounts.promise);
  api.on(lookUpCustomer, found({ verdict: 'known', name: 'Contoso Ltd', customerId: 'cus_9' }));
  await renderPage(<ExpectedPage />, { at });
  await rowsAreThere();

  await lookUp('contoso.com');
  await expect.element(page.getByRole('button', { name: 'One moment…' })).toBeVisible();
  expect(api.seen(lookUpCustomer)).toEqual([]);
  accounts.resolve({ data: [anAccount()] });

  await expect.element(page.getByRole('button', { name: 'Open Contoso Ltd' })).toBeVisible();
  expect(api.seen(lookUpCustomer).map(({ body }) => body)).toEqual([{ connectionId: 'con_1', domain: 'contoso.com' }]);
});

test('one that Partner Center has is linked under its own name', async () => {
  api.on(lookUpCustomer, found({ verdict: 'listed', name: 'Fabrikam BV' }));
  api.on(addCustomer, { outcome: 'linked', customerId: 'cus_7', expectedId: null });
  const { address } = await renderPage(<ExpectedPage />, { at });
  await rowsAreThere();

  await lookUp('7F3C0000-0000-4000-8000-000000000001');
  await press('Link Fabrikam BV');

  await expect.poll(address).toBe('/customers/cus_7');
  expect(api.seen(addCustomer).at(-1)?.body).toMatchObject({ tenantId: '7f3c0000-0000-4000-8000-000000000001', name: 'Fabrikam BV' });
});

test('one with a tenant of its own is expected, and its invitation is asked for next', async () => {
  api.on(lookUpCustomer, found({}));
  api.on(addCustomer, { outcome: 'expected', customerId: null, expectedId: 'exp_1' });
  api.on(inviteCustomer, {
    link: 'https://concord.example/invitation/abc',
    microsoftUrl: 'https://admin.microsoft.example/',
    subject: 'Authorise us',
    message: 'Hello Litware',
    reminder: false,
  });
  await renderPage(<ExpectedPage />, { at });
  await rowsAreThere();

  await lookUp('litware.example');
  await press('Expect it and invite');
  await expect.element(page.getByText('Give its name.')).toBeVisible();
  await userEvent.type(page.getByRole('textbox', { name: 'Name' }), 'Litware');
  await press('Expect it and invite');
  await press('Make the link');

  await expect.element(page.getByText('https://concord.example/invitation/abc', { exact: true })).toBeVisible();
  const mail = page.getByRole('link', { name: 'Write it in your mail program' }).element().getAttribute('href');
  expect(mail).toMatch(/^mailto:ana%40litware\.example\?subject=Authorise%20us&body=Hello/);
});

async function fillIn(texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(texts)) await userEvent.type(page.getByRole('textbox', { name, exact: true }), text);
}
const whoIsBilled = {
  Company: 'Litware',
  'First name': 'Ana',
  'Last name': 'Diaz',
  'E-mail': 'ana@litware.example',
  Phone: '4255550100',
  Address: '1 Microsoft Way',
  City: 'Redmond',
  Country: 'us',
};

test('a company without a tenant gets one made, and its password is shown only then', async () => {
  api.on(lookUpCustomer, found({ verdict: 'free', sentence: 'No Microsoft tenant has this domain.' }));
  api.on(makeTenant, {
    customerId: 'cus_8',
    tenantId: '7f3c0000-0000-4000-8000-000000000002',
    domain: 'litware.onmicrosoft.com',
    administrator: { userName: 'admin', password: 'ABcdef23!' },
    agreementUrl: null,
    agreementRefusal: 'Microsoft gave no link: Not supported',
  });
  const { address } = await renderPage(<ExpectedPage />, { at });
  await rowsAreThere();

  await lookUp('litware.example');
  await press('Make a tenant for it…');
  await press('Make the tenant');
  await expect.element(page.getByText('City is missing.')).toBeVisible();
  expect(api.seen(makeTenant)).toEqual([]);
  await fillIn(whoIsBilled);
  await press('Make the tenant');

  await expect.element(page.getByText('The password is shown only now')).toBeVisible();
  await expect.element(page.getByText('ABcdef23!', { exact: true })).toBeVisible();
  await expect.element(page.getByText('admin@litware.onmicrosoft.com')).toBeVisible();
  await expect.element(page.getByText('Microsoft gave no link: Not supported')).toBeVisible();
  expect(api.seen(makeTenant).at(-1)?.body).toMatchObject({ tenantName: 'litware', billTo: { country: 'US', city: 'Redmond' } });
  await press('Open the customer');
  await expect.poll(address).toBe('/customers/cus_8');
});

test('a tenant that was refused says why, and the address can be used as it is typed', async () => {
  api.on(lookUpCustomer, found({ verdict: 'free' }));
  api.on(makeTenant, new Refused('invalid', 'Microsoft does not know this address (None).'));
  await renderPage(<ExpectedPage />, { at });
  await rowsAreThere();

  await lookUp('litware.example');
  await press('Make a tenant for it…');
  await fillIn(whoIsBilled);
  await press('Make the tenant');
  await expect.element(page.getByText('Microsoft does not know this address (None).')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Use the address as it is typed' }).click();
  await press('Make the tenant');

  await expect.poll(() => api.seen(makeTenant).at(-1)?.body).toMatchObject({ addressAsTyped: true });
});

test('when Partner Center does not answer nothing is entered, and it is asked again', async () => {
  api.on(lookUpCustomer, found({ verdict: 'unsure', sentence: 'Partner Center could not be asked: 503.' }));
  await renderPage(<ExpectedPage />, { at });
  await rowsAreThere();

  await lookUp('litware.example');
  await press('Look again');

  await expect.poll(() => api.seen(lookUpCustomer).length).toBe(2);
  expect(api.seen(addCustomer)).toEqual([]);
});

test('who did not answer for a week is reminded, and the old link is said to stop', async () => {
  await renderPage(<ExpectedPage />, { at: `${at}?panel=exp_2` });

  await press('Remind');

  await expect.element(page.getByText('the one that was sent before stops working', { exact: false })).toBeVisible();
});

test('a customer that took the link of another account is told apart, with both accounts', async () => {
  api.on(listConnections, { data: [anAccount({ name: 'Contoso EU' }), anAccount({ id: 'con_5', name: 'Contoso US' })] });
  api.on(listExpectedCustomers, { data: [anExpected({ state: 'joinedElsewhere', joinedConnectionId: 'con_5' })] });
  await renderPage(<ExpectedPage />, { at: `${at}?panel=exp_1` });

  await expect.element(page.getByText('Contoso EU invited it, and it is a customer of Contoso US now.', { exact: false })).toBeVisible();
});

test('withdrawing needs a reason', async () => {
  api.on(decideExpectedCustomer, anExpected({ state: 'withdrawn' }));
  await renderPage(<ExpectedPage />, { at: `${at}?panel=exp_1` });

  await press('Withdraw');
  const dialog = page.getByRole('dialog', { name: 'Withdraw what is expected of Litware?' });
  await dialog.getByRole('button', { name: 'Withdraw' }).click();
  await expect.element(page.getByText('Say why, so that others need not ask.')).toBeVisible();
  await userEvent.type(dialog.getByRole('textbox', { name: 'Reason' }), 'Went to somebody else');
  await dialog.getByRole('button', { name: 'Withdraw' }).click();

  await expect.poll(() => api.seen(decideExpectedCustomer).at(-1)?.body).toEqual({ action: 'withdraw', reason: 'Went to somebody else' });
});

test('who may only read sees the list and no acts', async () => {
  api.on(getMe, aPerson({ role: 'readOnly' }));
  await renderPage(<ExpectedPage />, { at: `${at}?panel=exp_1` });

  await expect.element(page.getByText('Ask an owner for "customers:write".')).toBeVisible();
  expect(page.getByRole('button', { name: 'Withdraw' }).elements()).toEqual([]);
});

test('nobody expected says what the list is for', async () => {
  api.on(listExpectedCustomers, { data: [] });
  await renderPage(<ExpectedPage />, { at });

  await expect.element(page.getByText('Nobody is expected')).toBeVisible();
});

test('a list that cannot be read says why', async () => {
  api.on(listExpectedCustomers, new Refused('forbidden', 'You need "customers:read".'));
  await renderPage(<ExpectedPage />, { at });

  await expect.element(page.getByText('You need "customers:read".')).toBeVisible();
});

testLooks('the expected customers', () => <ExpectedPage />, rowsAreThere, { at });
