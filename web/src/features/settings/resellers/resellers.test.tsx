import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { getCustomer, listCustomers } from '#contract/customers.ts';
import {
  addOrganisation,
  assignCustomers,
  changeOrganisation,
  listOrganisationCustomers,
  listOrganisations,
} from '#contract/organisations.ts';
import { addPerson, listPeople, makeSignInLink } from '#contract/people.ts';
import { getMe } from '#contract/sign-in.ts';
import { meQuery } from '../../../lib/use-me.ts';
import { type FakeApi, installFakeApi, pageOf, Refused } from '../../../test/fake-api.ts';
import { testLooks } from '../../../test/looks.ts';
import { aCustomer, aPerson } from '../../../test/make.ts';
import { renderPage } from '../../../test/render.tsx';
import type { PersonData } from '../people/people-table.tsx';
import type { Reseller } from './queries.ts';
import { problemsOf } from './reseller-dialog.tsx';
import { ResellerPage } from './reseller-page.tsx';
import { ResellersPage } from './resellers-page.tsx';

const aReseller = (given: Partial<Reseller> = {}): Reseller => ({
  id: 'res_1',
  name: 'Northwind',
  mpn: '1234567',
  email: 'hello@northwind.example',
  signIn: 'password',
  state: 'active',
  customers: 1,
  people: 1,
  ...given,
});
const ben: PersonData = {
  ...{ id: 'per_2', name: 'Ben', email: 'ben@northwind.example', role: 'resellerUser' as const, state: 'active' as const },
  ...{ customer: null, organisation: { id: 'res_1', name: 'Northwind' }, createdAt: '2026-11-21T10:00:00Z', lastSeenAt: null },
};

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(listOrganisations, { data: [aReseller()] });
  api.on(listPeople, { data: [ben, { ...ben, id: 'per_3', name: 'Somebody else', organisation: null, role: 'operator' }] });
  api.on(listOrganisationCustomers, { data: [{ id: 'cus_1', name: 'Contoso Ltd', domain: 'contoso.example', subscriptions: [] }] });
  api.on(listCustomers, pageOf([aCustomer({ id: 'cus_2', name: 'Adatum' })]));
  api.on(getCustomer, aCustomer({ id: 'cus_2', name: 'Adatum' }));
});
afterEach(() => {
  api.uninstall();
});

/** In the product the frame asks who is signed in. */
function Signed({ children }: { readonly children: ReactNode }) {
  useQuery(meQuery);
  return children;
}
const list = () => (
  <Signed>
    <ResellersPage />
  </Signed>
);
const one = () => (
  <Signed>
    <ResellerPage />
  </Signed>
);
const listAt = { at: '/customers/resellers' };
const oneAt = { at: '/customers/resellers/res_1', path: '/customers/resellers/$resellerId' };
const isThere = () => expect.element(page.getByText('Contoso Ltd')).toBeVisible();

test('a reseller is added with what is known of it, and opened', async () => {
  api.on(addOrganisation, aReseller({ id: 'res_2', name: 'Southridge', mpn: '' }));
  const { address } = await renderPage(list(), listAt);
  await page.getByRole('button', { name: 'Add a reseller' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Southridge');
  await page.getByRole('button', { name: 'Add reseller' }).click();

  await expect.poll(address).toBe('/customers/resellers/res_2');
  expect(api.seen(addOrganisation)[0]?.body).toEqual({ name: 'Southridge', mpn: '', email: '', signIn: 'password' });
});

test('one that is there already is not added again, and the dialog says which it is', async () => {
  api.on(addOrganisation, new Refused('duplicate', 'Northwind has this name or partner id already.'));
  await renderPage(list(), listAt);
  await page.getByRole('button', { name: 'Add a reseller' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('northwind');
  await page.getByRole('button', { name: 'Add reseller' }).click();

  await expect.element(page.getByText('Northwind has this name or partner id already.')).toBeVisible();
});

test.each([
  [{ name: ' ', mpn: '', email: '' }, ['name']],
  [{ name: 'A', mpn: '12a', email: '' }, ['mpn']],
  [{ name: 'A', mpn: '12', email: 'nobody' }, ['email']],
  [{ name: 'A', mpn: '', email: 'ana@contoso.com' }, []],
])('a reseller with %j has mistakes in %j', (draft, fields) => {
  expect(Object.keys(problemsOf({ ...draft, signIn: 'link' }))).toEqual(fields);
});

test('its people are invited into a role of resellers, and only they are shown', async () => {
  api.on(addPerson, { ...ben, id: 'per_4', name: 'Cleo', signInLink: 'https://concord.example/sign-in?token=abc' });
  await renderPage(one(), oneAt);
  await expect.element(page.getByText('ben@northwind.example')).toBeVisible();
  await expect.element(page.getByText('Somebody else')).not.toBeInTheDocument();
  await page.getByRole('textbox', { name: 'Name' }).fill('Cleo');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('cleo@northwind.example');
  await page.getByRole('button', { name: 'Add user' }).click();

  await expect.element(page.getByText('https://concord.example/sign-in?token=abc')).toBeVisible();
  expect(api.seen(addPerson)[0]?.body).toEqual({
    ...{ name: 'Cleo', email: 'cleo@northwind.example', role: 'resellerAdmin', organisationId: 'res_1' },
  });
});

test('who never opened the link is shown as invited and gets a new one', async () => {
  api.on(makeSignInLink, { signInLink: 'https://concord.example/sign-in?token=new' });
  await renderPage(one(), oneAt);
  await expect.element(page.getByText('Invited')).toBeVisible();
  await page.getByRole('button', { name: 'New link for Ben' }).click();

  await expect.element(page.getByText('https://concord.example/sign-in?token=new')).toBeVisible();
  expect(api.seen(makeSignInLink)[0]?.params).toEqual({ id: 'per_2' });
});

test('a customer is given to it and taken back', async () => {
  api.on(assignCustomers, { moved: 1 });
  await renderPage(one(), oneAt);
  await page.getByRole('combobox', { name: 'Customer' }).click();
  await page.getByRole('combobox', { name: 'Customer' }).fill('ada');
  await page.getByRole('option', { name: /Adatum/ }).click();
  await page.getByRole('button', { name: 'Give it to Northwind' }).click();
  await expect.poll(() => api.seen(assignCustomers)[0]?.body).toEqual({ organisationId: 'res_1', customerIds: ['cus_2'] });

  await page.getByRole('button', { name: 'Take back Contoso Ltd' }).click();

  await expect.poll(() => api.seen(assignCustomers)[1]?.body).toEqual({ organisationId: null, customerIds: ['cus_1'] });
});

test('its people are shut out, and let in again', async () => {
  api.on(changeOrganisation, aReseller({ state: 'closed' }));
  await renderPage(one(), oneAt);
  await page.getByRole('button', { name: 'Shut out' }).click();

  await expect.poll(() => api.seen(changeOrganisation)[0]?.body).toEqual({ state: 'closed' });
});

test('acting in its name is an address of its own, for those who may change customers', async () => {
  await renderPage(one(), oneAt);
  await expect.element(page.getByRole('link', { name: 'Act for Northwind' })).toHaveAttribute('href', '/own-customers?scope=res_1');
});

test('who may only look sees what it is and which customers it has, and can change nothing', async () => {
  api.on(getMe, aPerson({ role: 'finance' }));
  await renderPage(one(), oneAt);
  await isThere();

  await expect.element(page.getByRole('button')).not.toBeInTheDocument();
  await expect.element(page.getByRole('link', { name: 'Act for Northwind' })).not.toBeInTheDocument();
});

testLooks('the resellers', list, () => expect.element(page.getByText('1234567')).toBeVisible(), listAt);
testLooks('a reseller', one, isThere, oneAt);
