import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { changeConnection } from '#contract/connection-changes.ts';
import { getConnection, listConnections } from '#contract/connections.ts';
import { getProvider } from '#contract/providers.ts';
import { getMe } from '#contract/sign-in.ts';
import { listFeatures, listVerifications, verifyConnection } from '#contract/verifications.ts';
import { meQuery } from '../../lib/use-me.ts';
import { type FakeApi, installFakeApi, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aConnection, aPerson, aProvider, aVerification } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { ConnectionPage } from './connection-page.tsx';
import { ConnectionsPage } from './connections-page.tsx';

const at = '/settings/connections/con_1';
const path = '/settings/connections/$connectionId';
const partner = aConnection({
  id: 'con_1',
  kind: 'partnerCenter',
  side: 'microsoft',
  name: 'Contoso CSP',
  settings: {
    kind: 'partnerCenter',
    cloud: 'global',
    partnerType: 'directBill',
    tenantId: '7f3c0000-0000-4000-8000-000000000001',
    clientId: 'app',
  },
  secretsSet: ['clientSecret', 'refreshToken'],
});

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(getConnection, partner);
  api.on(listConnections, { data: [] });
  api.on(changeConnection, partner);
  api.on(getProvider, aProvider());
  api.on(listFeatures, { data: [] });
  api.on(listVerifications, { data: [aVerification({ connectionId: 'con_1' })] });
  api.on(verifyConnection, aVerification({ connectionId: 'con_1' }));
});
afterEach(() => {
  api.uninstall();
});

/** In the product the frame asks who is signed in. */
function Signed({ list = false }: { readonly list?: boolean }) {
  useQuery(meQuery);
  return list ? <ConnectionsPage /> : <ConnectionPage />;
}
const button = (name: string) => page.getByRole('button', { name, exact: true });
const secret = (label: string) => page.getByLabelText(new RegExp(`^${label}`));

async function openSecrets() {
  await renderPage(<Signed />, { at: `${at}?tab=authentication`, path });
  await button('Replace secrets…').click();
}

test('one secret of two is replaced, the other stays, and every check runs with the new one', async () => {
  await openSecrets();
  await secret('Refresh token').fill('a new token');
  await button('Replace secrets').click();

  await expect.element(page.getByText('Secrets replaced')).toBeVisible();
  expect(api.seen(changeConnection)[0]?.body).toEqual({ secrets: { refreshToken: 'a new token' } });
  expect(api.seen(verifyConnection)).toHaveLength(1);
  await expect.element(secret('Refresh token')).not.toBeInTheDocument();
});

test('with nothing typed nothing is sent, and the form says so', async () => {
  await openSecrets();
  await button('Replace secrets').click();

  await expect.element(page.getByRole('alert').getByText('Enter at least one secret, or keep the stored ones.')).toBeVisible();
  expect(api.seen(changeConnection)).toEqual([]);
});

test('secrets of another organisation are refused in words, and what was typed stays', async () => {
  api.on(changeConnection, new Refused('connection_identity_fixed', 'These secrets belong to another organisation.'));
  await openSecrets();
  await secret('Client secret').fill('of another');
  await button('Replace secrets').click();

  await expect.element(page.getByText('The secrets were not replaced')).toBeVisible();
  await expect.element(page.getByText('These secrets belong to another organisation.')).toBeVisible();
  await expect.element(secret('Client secret')).toHaveValue('of another');
});

test('a secret that is not there yet has to be entered', async () => {
  api.on(getConnection, { ...partner, secretsSet: ['refreshToken'] });
  await openSecrets();
  await secret('Refresh token').fill('new');
  await button('Replace secrets').click();

  await expect.element(page.getByRole('link', { name: 'Client secret is needed.' })).toBeVisible();
  expect(api.seen(changeConnection)).toEqual([]);
});

test('keeping the secrets closes the form and forgets what was typed', async () => {
  await openSecrets();
  await secret('Client secret').fill('half');
  await button('Keep them').click();
  await button('Replace secrets…').click();

  await expect.element(secret('Client secret')).toHaveValue('');
});

test('a connection is renamed', async () => {
  await renderPage(<Signed />, { at: `${at}?tab=settings`, path });
  await page.getByRole('textbox', { name: 'Name' }).fill(' Contoso UK ');
  api.on(getConnection, { ...partner, name: 'Contoso UK' });
  await button('Rename').click();

  await expect.element(page.getByRole('heading', { name: 'Contoso UK' })).toBeVisible();
  expect(api.seen(changeConnection)[0]?.body).toEqual({ name: 'Contoso UK' });
});

test('a name that is taken is told, and an empty one is not sent', async () => {
  api.on(changeConnection, new Refused('duplicate', 'Another connection has this name.'));
  await renderPage(<Signed />, { at: `${at}?tab=settings`, path });
  await page.getByRole('textbox', { name: 'Name' }).fill('');
  await button('Rename').click();
  await expect.element(page.getByText('Name is needed.')).toBeVisible();
  expect(api.seen(changeConnection)).toEqual([]);

  await page.getByRole('textbox', { name: 'Name' }).fill('Our PSA');
  await button('Rename').click();
  await expect.element(page.getByText('Another connection has this name.')).toBeVisible();
});

test('a connection is paused and resumed, and says what that means', async () => {
  await renderPage(<Signed />, { at: `${at}?tab=danger`, path });
  api.on(changeConnection, { ...partner, state: 'off' });
  await expect.element(button('Pause connection')).toBeVisible();
  api.on(getConnection, { ...partner, state: 'off' });
  await button('Pause connection').click();
  await expect.element(page.getByText(/^Paused: nothing is read or written here/)).toBeVisible();
  expect(api.seen(changeConnection)[0]?.body).toEqual({ paused: true });

  api.on(getConnection, partner);
  await button('Resume connection').click();
  await expect.element(button('Pause connection')).toBeVisible();
  expect(api.seen(changeConnection)[1]?.body).toEqual({ paused: false });
});

test.each([
  ['authentication', 'Replace secrets…'],
  ['settings', 'Rename'],
  ['settings', 'Save provider'],
  ['danger', 'Pause connection'],
])('who may not change connections sees the tab %s with "%s" disabled', async (tab, name) => {
  api.on(getMe, aPerson({ role: 'operator' }));
  await renderPage(<Signed />, { at: `${at}?tab=${tab}`, path });

  await expect.element(button(name)).toBeDisabled();
});

test('with nothing connected the list leads to the form', async () => {
  const { address } = await renderPage(<Signed list />, { at: '/settings/connections' });
  await page.getByRole('link', { name: 'Add a connection' }).click();

  await expect.poll(address).toBe('/settings/connections/add');
});

testLooks(
  'replacing secrets',
  () => <Signed />,
  async () => {
    await button('Replace secrets…').click();
    await expect.element(secret('Client secret')).toBeVisible();
  },
  { at: `${at}?tab=authentication`, path },
);
