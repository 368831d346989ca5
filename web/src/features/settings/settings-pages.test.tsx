import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { z } from 'zod';
import { listBillingExceptions, removeBillingException, simulateBilling } from '#contract/billing.ts';
import { getCustomer, listCustomers } from '#contract/customers.ts';
import { addApiKey, addPerson, changePerson, listApiKeys, listPeople } from '#contract/people.ts';
import { importPreferences, previewPreferences } from '#contract/preferences.ts';
import { changeSettings, getSettings, type Settings } from '#contract/settings.ts';
import { getMe, setPassword } from '#contract/sign-in.ts';
import { safeBilling } from '#model/billing-behaviour.ts';
import { meQuery } from '../../lib/use-me.ts';
import { type FakeApi, installFakeApi, pageOf, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aCustomer, aPerson } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { AccountPage } from './account-page.tsx';
import { PeoplePage } from './people-page.tsx';
import { ReconciliationSettingsPage } from './reconciliation-settings-page.tsx';
import { fieldProblem } from './settings-cards.tsx';

const at = '2026-11-21T10:00:00Z';
const ben = {
  id: 'per_2',
  name: 'Ben',
  email: 'ben@partner.example',
  role: 'finance',
  state: 'active',
  organisation: null,
  customer: null,
  createdAt: at,
  lastSeenAt: null,
} as const;
const settings: z.output<typeof Settings> = {
  approvalLimit: { amount: '250', currency: 'USD' },
  staleAfterMinutes: 1440,
  syncEveryMinutes: 60,
  priceTolerance: '0.01',
  taxRates: {},
  readyReadHours: 0,
  replaceAccessDays: 0,
  digestAt: '08:00',
  compared: { distributor: true, psa: true },
  grouping: null,
  billing: safeBilling,
  version: 3,
};

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(listPeople, { data: [ben] });
  api.on(getSettings, settings);
  api.on(listApiKeys, { data: [] });
  api.on(listBillingExceptions, { data: [] });
});
afterEach(() => {
  api.uninstall();
});

/** In the product the frame asks who is signed in. */
function Signed({ children }: { readonly children: ReactNode }) {
  useQuery(meQuery);
  return children;
}
const people = () => (
  <Signed>
    <PeoplePage />
  </Signed>
);
const account = () => (
  <Signed>
    <AccountPage />
  </Signed>
);
const rules = () => (
  <Signed>
    <ReconciliationSettingsPage />
  </Signed>
);

test('a new user gets a sign-in link that is shown once', async () => {
  api.on(addPerson, { ...ben, id: 'per_3', name: 'Cleo', signInLink: 'https://concord.example/sign-in?token=abc' });
  await renderPage(people(), { at: '/settings/people' });

  await page.getByLabelText('Name').fill('Cleo');
  await page.getByLabelText('E-mail').fill('cleo@partner.example');
  await page.getByRole('button', { name: 'Add user' }).click();

  await expect.element(page.getByText('https://concord.example/sign-in?token=abc')).toBeVisible();
  expect(api.seen(addPerson)[0]?.body).toEqual({ name: 'Cleo', email: 'cleo@partner.example', role: 'operator' });
});

test('a customer’s own user is added for the customer that is chosen', async () => {
  api.on(listCustomers, pageOf([aCustomer({ id: 'cus_1', name: 'Contoso Ltd' })]));
  api.on(getCustomer, aCustomer({ id: 'cus_1', name: 'Contoso Ltd' }));
  api.on(addPerson, { ...ben, id: 'per_4', name: 'Dee', role: 'customerUser', signInLink: 'https://concord.example/sign-in?token=def' });
  await renderPage(people(), { at: '/settings/people' });

  await page.getByRole('button', { name: 'Add a customer’s own user…' }).click();
  const form = page.getByRole('form', { name: 'Add a customer’s own user' });
  await form.getByLabelText('Name').fill('Dee');
  await form.getByLabelText('E-mail').fill('dee@contoso.example');
  await form.getByRole('combobox', { name: 'Customer' }).click();
  await page.getByRole('option', { name: /Contoso Ltd/ }).click();
  await page.getByRole('button', { name: 'Add the customer’s user' }).click();

  await expect.element(page.getByText('https://concord.example/sign-in?token=def')).toBeVisible();
  expect(api.seen(addPerson)[0]?.body).toEqual({
    ...{ name: 'Dee', email: 'dee@contoso.example', role: 'customerUser' },
    customerId: 'cus_1',
  });
});

test('the last owner cannot be disabled, and the page says why', async () => {
  api.on(changePerson, new Refused('conflict', 'Ben is the last owner. Make somebody else an owner first.'));
  await renderPage(people(), { at: '/settings/people' });

  await page.getByRole('button', { name: 'Disable Ben' }).click();

  await expect.element(page.getByText('Ben is the last owner. Make somebody else an owner first.')).toBeVisible();
});

test('Ready may ask for a recent read inside the tenant', async () => {
  api.on(changeSettings, { ...settings, readyReadHours: 24, version: 4 });
  await renderPage(rules(), { at: '/settings/reconciliation' });

  const hours = page.getByLabelText('Ready needs a read within (hours)');
  await hours.fill('x');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect.element(page.getByText('Write a whole number from 0 to 8760.')).toBeVisible();
  await hours.fill('24');
  await page.getByRole('button', { name: 'Save settings' }).click();

  await expect.poll(() => api.seen(changeSettings)[0]?.body).toMatchObject({ readyReadHours: 24, version: 3 });
});

test('a short password is refused before it is sent', async () => {
  await renderPage(account(), { at: '/settings/account' });

  await page.getByLabelText('New password').fill('short');
  await page.getByRole('button', { name: 'Save password' }).click();

  await expect.element(page.getByText('It has 5 of at least 15 characters.')).toBeVisible();
  expect(api.seen(setPassword)).toEqual([]);
});

test('an API key needs a name and at least one right', async () => {
  await renderPage(account(), { at: '/settings/account' });

  await page.getByRole('button', { name: 'Make a key for 90 days' }).click();

  await expect.element(page.getByText('Name what will use it.')).toBeVisible();
  await expect.element(page.getByText('Choose at least one.')).toBeVisible();
  expect(api.seen(addApiKey)).toEqual([]);
});

test('settings are saved with the version they were read in, so that nobody overwrites another', async () => {
  api.on(changeSettings, new Refused('precondition_failed', 'Ben changed the settings at 10:02.'));
  await renderPage(rules(), { at: '/settings/reconciliation' });

  await page.getByLabelText('Approval limit').fill('500');
  await page.getByRole('button', { name: 'Save settings' }).click();

  await expect.element(page.getByText('Ben changed the settings at 10:02.')).toBeVisible();
  expect(api.seen(changeSettings)[0]?.body).toMatchObject({ approvalLimit: { amount: '500', currency: 'USD' }, version: 3 });
});

test.each([
  ['approvalLimit', '250', true],
  ['approvalLimit', '-1', false],
  ['priceTolerance', '0.05', true],
  ['priceTolerance', '0,05', false],
  ['syncEveryMinutes', '4', false],
  ['syncEveryMinutes', '1440', true],
  ['staleAfterMinutes', '10081', false],
] as const)('the setting %s takes %s: %s', (name, text, isFine) => {
  expect(fieldProblem(name, text) === undefined).toBe(isFine);
});

testLooks('the users', people, () => expect.element(page.getByText('ben@partner.example')).toBeVisible(), { at: '/settings/people' });
testLooks('my account', account, () => expect.element(page.getByText('You have no API keys.')).toBeVisible(), { at: '/settings/account' });
testLooks('the rules of comparison', rules, () => expect.element(page.getByLabelText('Approval limit')).toBeVisible(), {
  at: '/settings/reconciliation',
});

test('how corrections are billed is tried on the last month, and only then saved', async () => {
  const bill = (effectiveOn: string | null, amount: string) => ({ effectiveOn, firstBill: { amount, currency: 'USD' } });
  api.on(listBillingExceptions, { data: [] });
  api.on(simulateBilling, {
    month: '2026-10',
    corrections: 3,
    changed: 1,
    before: [{ amount: '330', currency: 'USD' }],
    after: [{ amount: '276.77', currency: 'USD' }],
    credits: { count: 0, money: [] },
    sample: [
      {
        differenceId: 'dif_01JD0000000000000000000001',
        customerName: 'Contoso Ltd',
        productName: 'Microsoft 365 Business Premium',
        before: bill(null, '110'),
        after: bill('2026-12-16', '56.77'),
      },
    ],
  });
  api.on(changeSettings, { ...settings, version: 4 });
  await renderPage(rules(), { at: '/settings/reconciliation' });

  await page.getByLabelText('Corrections count from').selectOptions('day');
  await page.getByLabelText('Day of the month').fill('16');
  await page.getByRole('button', { name: 'Try it on the last month' }).click();
  await expect.element(page.getByText(/1 would be otherwise/)).toBeVisible();
  await expect.element(page.getByRole('cell', { name: 'Contoso Ltd' })).toBeVisible();
  expect(api.seen(changeSettings)).toEqual([]);

  await page.getByRole('checkbox', { name: 'Distributors' }).click();
  await page.getByLabelText('Differences are grouped by').selectOptions('cause');
  await page.getByRole('button', { name: 'Save settings' }).click();

  const effective = { from: 'day', day: 16 };
  expect(api.seen(simulateBilling)[0]?.body).toEqual({ choice: { ...safeBilling, effective } });
  await expect
    .poll(() => api.seen(changeSettings)[0]?.body)
    .toMatchObject({ billing: { effective }, compared: { distributor: false, psa: true }, grouping: 'cause' });
});

test('a customer who is billed otherwise is shown with what and why, and billed as all others again', async () => {
  const contoso = {
    id: 'bex_01JD0000000000000000000001',
    customerId: 'cus_01JD0000000000000000000001',
    customerName: 'Contoso Ltd',
    product: null,
    productName: null,
    choice: { effective: { from: 'renewal' }, prorate: false },
    reason: 'Their contract',
    changedBy: 'Ana',
    changedAt: at,
  } as const;
  api.on(listBillingExceptions, { data: [contoso] });
  api.on(removeBillingException, undefined);
  await renderPage(rules(), { at: '/settings/reconciliation' });

  await expect
    .element(page.getByText('From: The renewal of the subscription · Parts of a billing period: Begin with the next period'))
    .toBeVisible();
  await page.getByRole('button', { name: 'Remove Contoso Ltd' }).click();
  await expect.poll(() => api.seen(removeBillingException)).toHaveLength(1);
});

test('a file of preferences is looked at before it is imported', async () => {
  const file = { format: 1, settings: { priceTolerance: '0.10' } } as const;
  api.on(previewPreferences, {
    changes: [
      { part: 'settings', name: 'priceTolerance', before: '0.01', after: '0.10' },
      { part: 'settings', name: 'approvalLimit', before: null, after: { amount: '900', currency: 'USD' } },
    ],
    unknownCustomers: [],
    unknownConnections: [],
    mark: 'as-seen',
  });
  api.on(importPreferences, { changes: [] });
  await renderPage(rules(), { at: '/settings/reconciliation' });
  await expect.element(page.getByRole('button', { name: 'Import a file…' })).toBeVisible();

  await page.getByLabelText('File of preferences').upload(new File([JSON.stringify(file)], 'preferences.json'));
  await expect.element(page.getByRole('cell', { name: 'Price tolerance' })).toBeVisible();
  await expect.element(page.getByRole('cell', { name: /USD.900\.00/ })).toBeVisible();
  expect(api.seen(importPreferences)).toEqual([]);
  await page.getByRole('button', { name: 'Import 2 changes' }).click();

  await expect.poll(() => api.seen(importPreferences)[0]?.body).toEqual({ file, mark: 'as-seen' });
});
