import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { listConnections } from '#contract/connections.ts';
import {
  decideRegistration,
  listRegistrations,
  lookAtRegistration,
  lookAtRegistrationForm,
  proveRegistrationDomain,
  registerCompany,
} from '#contract/registrations.ts';
import { getMe } from '#contract/sign-in.ts';
import type { ReplyOf } from '../../../lib/api.ts';
import { meQuery } from '../../../lib/use-me.ts';
import { type FakeApi, installFakeApi, Refused } from '../../../test/fake-api.ts';
import { testLooks } from '../../../test/looks.ts';
import { aConnection, aPerson } from '../../../test/make.ts';
import { renderPage } from '../../../test/render.tsx';
import { RegisterPage } from './register-page.tsx';
import { RegistrationPage } from './registration-page.tsx';
import { RegistrationsPage } from './registrations-page.tsx';

const row: ReplyOf<typeof listRegistrations>['data'][number] = {
  ...{
    id: 'reg_1',
    company: 'Fabrikam',
    domain: 'fabrikam.example',
    contact: 'Ana',
    email: 'ana@fabrikam.example',
    country: 'US',
    note: '',
  },
  ...{
    state: 'pending',
    provedAt: null,
    checkedAt: null,
    decidedBy: null,
    decidedAt: null,
    reason: '',
    customerId: null,
    expectedId: null,
  },
  ...{ known: { name: 'Fabrikam Inc', customerId: 'cus_1', expectedId: null }, sameDomain: 0, createdAt: '2026-11-20T09:00:00Z' },
};
const view: ReplyOf<typeof lookAtRegistration> = {
  ...{ company: 'Fabrikam', domain: 'fabrikam.example', state: 'pending', reason: '', isProved: false, checkedAt: null },
  ...{ txtName: '_concord.fabrikam.example', txtValue: 'concord-domain=abc' },
};

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(listRegistrations, { open: true, data: [row] });
  api.on(listConnections, { data: [aConnection({ id: 'con_1', side: 'microsoft', kind: 'partnerCenter', name: 'Contoso US' })] });
  api.on(lookAtRegistrationForm, { open: true });
  api.on(lookAtRegistration, view);
});
afterEach(() => {
  api.uninstall();
});

/** In the product the frame asks who is signed in. */
function Signed() {
  useQuery(meQuery);
  return <RegistrationsPage />;
}
const listAt = { at: '/customers/registrations' };
const pageAt = { at: '/register/a-token-of-a-registration', path: '/register/$token' };

test('while the form is open its whole address is there to be handed on', async () => {
  await renderPage(<RegistrationsPage />, { at: '/customers/registrations' });

  await expect.element(page.getByRole('link', { name: `${location.origin}/register` })).toHaveAttribute('href', '/register');
  await expect.element(page.getByRole('switch', { name: 'Open: companies may register themselves' })).toBeChecked();
});

test('we see who has the domain already, and approving names the account', async () => {
  api.on(decideRegistration, new Refused('duplicate', 'Fabrikam Inc is a customer here already.'));
  await renderPage(<Signed />, listAt);
  await expect.element(page.getByRole('link', { name: 'Fabrikam Inc' })).toBeVisible();
  await page.getByRole('button', { name: 'Approve Fabrikam' }).click();
  await expect.element(page.getByRole('option', { name: 'Contoso US' })).toBeInTheDocument();
  await page.getByRole('button', { name: 'Look up and approve' }).click();

  await expect.element(page.getByText('Fabrikam Inc is a customer here already.')).toBeVisible();
  expect(api.seen(decideRegistration)[0]?.body).toEqual({ action: 'approve', connectionId: 'con_1' });
});

test('a company registers itself and is led to its own page', async () => {
  api.on(registerCompany, { token: 'a-token-of-a-registration' });
  const { address } = await renderPage(<RegisterPage />, { at: '/register' });
  await page.getByRole('textbox', { name: 'Company' }).fill('Fabrikam');
  await page.getByRole('button', { name: 'Register' }).click();

  await expect.poll(address).toBe('/register/a-token-of-a-registration');
});

test('a form that is closed asks for nothing', async () => {
  api.on(lookAtRegistrationForm, { open: false });
  await renderPage(<RegisterPage />, { at: '/register' });

  await expect.element(page.getByRole('heading', { name: 'Registration is closed' })).toBeVisible();
  await expect.element(page.getByRole('textbox')).not.toBeInTheDocument();
});

test('a domain is proved by a record that the page names', async () => {
  api.on(proveRegistrationDomain, view);
  await renderPage(<RegistrationPage />, pageAt);
  await expect.element(page.getByText('_concord.fabrikam.example')).toBeVisible();
  await page.getByRole('button', { name: 'Check the record' }).click();
  await expect.element(page.getByText('The record is not there yet.')).toBeVisible();

  api.on(proveRegistrationDomain, { ...view, isProved: true });
  await page.getByRole('button', { name: 'Check the record' }).click();

  await expect.element(page.getByText('fabrikam.example, proved to be yours')).toBeVisible();
});

testLooks(
  'the registrations',
  () => <Signed />,
  () => expect.element(page.getByText('Check domain')).toBeVisible(),
  listAt,
);
testLooks(
  'the form of registration',
  () => <RegisterPage />,
  () => expect.element(page.getByRole('button', { name: 'Register' })).toBeVisible(),
  {
    at: '/register',
  },
);
