import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { askForChange, listChangeRequests } from '#contract/change-requests.ts';
import { getOwnCustomer, listOwnCustomers } from '#contract/organisations.ts';
import { getMe } from '#contract/sign-in.ts';
import { meQuery } from '../../../lib/use-me.ts';
import { type FakeApi, installFakeApi, Refused } from '../../../test/fake-api.ts';
import { testLooks } from '../../../test/looks.ts';
import { aPerson } from '../../../test/make.ts';
import { renderPage } from '../../../test/render.tsx';
import type { Request } from '../requests/queries.ts';
import { seatsProblem } from './ask-dialog.tsx';
import { OwnCustomerPage } from './own-customer-page.tsx';
import { OwnCustomersPage } from './own-customers-page.tsx';

const contoso = {
  id: 'cus_1',
  name: 'Contoso Ltd',
  domain: 'contoso.example',
  subscriptions: [{ id: 'sub_1', name: 'Business Premium', seats: 25 }],
};
const billTo = {
  ...{ companyName: 'Contoso Ltd', firstName: 'Ana', lastName: 'Bow', email: 'ana@contoso.example', phone: '1' },
  ...{ addressLine1: 'A street', addressLine2: '', city: 'Redmond', state: 'WA', postalCode: '98052', country: 'US' },
  ...{ culture: 'en-US', language: 'en' },
};
const asked: Request = {
  ...{ id: 'chg_1', customerId: 'cus_1', customerName: 'Contoso Ltd', origin: 'reseller', note: '', state: 'asked' },
  ...{ wish: { kind: 'seats', subscriptionId: 'sub_1', seats: 30 }, askedBy: 'Ben', askedAt: '2026-11-20T09:00:00Z' },
  ...{ decidedBy: null, decidedAt: null, reason: '', planId: null },
};

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson({ role: 'resellerUser', organisation: { id: 'res_1', name: 'Northwind', acting: false } }));
  api.on(listOwnCustomers, { data: [contoso, { ...contoso, id: 'cus_2', name: 'Adatum', domain: 'adatum.example' }] });
  api.on(getOwnCustomer, { ...contoso, profiles: [{ connectionId: 'con_1', billTo, readAt: '2026-11-20T09:00:00Z' }] });
  api.on(listChangeRequests, { data: [asked] });
});
afterEach(() => {
  api.uninstall();
});

/** In the product the frame asks who is signed in. */
function List() {
  useQuery(meQuery);
  return <OwnCustomersPage />;
}
function One() {
  useQuery(meQuery);
  return <OwnCustomerPage />;
}
const oneAt = { at: '/own-customers/cus_1', path: '/own-customers/$customerId' };
const open = () => renderPage(<One />, oneAt);

test('people of a reseller find their customers by name', async () => {
  await renderPage(<List />, { at: '/own-customers?q=ada' });

  await expect.element(page.getByRole('link', { name: 'Adatum' })).toHaveAttribute('href', '/own-customers/cus_2');
  await expect.element(page.getByRole('link', { name: 'Contoso Ltd' })).not.toBeInTheDocument();
});

test('other seats are asked for, and the list says that somebody decides', async () => {
  api.on(askForChange, asked);
  await open();
  await page.getByRole('button', { name: 'Ask for other seats of Business Premium' }).click();
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect.element(page.getByText('It has so many already.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Seats' }).fill('30');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();

  await expect
    .poll(() => api.seen(askForChange)[0]?.body)
    .toEqual({ customerId: 'cus_1', note: '', wish: { kind: 'seats', subscriptionId: 'sub_1', seats: 30 } });
  await expect.element(page.getByText('Waiting for a decision')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Withdraw for Contoso Ltd' })).toBeVisible();
});

test('of an address only what is other is asked for, and what Microsoft does not take is told at its field', async () => {
  api.on(
    askForChange,
    new Refused('invalid', 'Microsoft would not take this: state.', {
      errors: [{ pointer: '/wish/changes/state', code: 'malformed', detail: 'is not taken in this country' }],
    }),
  );
  await open();
  await page.getByRole('button', { name: 'Ask for a change' }).click();
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect.element(page.getByText('Nothing is changed yet.')).toBeVisible();
  await page.getByRole('textbox', { name: 'State' }).fill('Atlantis');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();

  await expect.element(page.getByText('This is not taken in this country.')).toBeVisible();
  expect(api.seen(askForChange)[0]?.body).toEqual({
    ...{ customerId: 'cus_1', connectionId: 'con_1', note: '', wish: { kind: 'billTo', changes: { state: 'Atlantis' } } },
  });
});

test.each([
  ['26', true],
  ['25', false],
  ['-1', false],
  ['2.5', false],
  ['', false],
])('%j seats may be asked for: %s', (text, isFine) => {
  expect(seatsProblem(text, 25) === undefined).toBe(isFine);
});

testLooks(
  'my customers',
  () => <List />,
  () => expect.element(page.getByText('adatum.example')).toBeVisible(),
  { at: '/own-customers' },
);
testLooks(
  'a customer of mine',
  () => <One />,
  () => expect.element(page.getByText('Waiting for a decision')).toBeVisible(),
  oneAt,
);
