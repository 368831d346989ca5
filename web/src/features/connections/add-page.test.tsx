import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { addConnection, changeConnection } from '#contract/connection-changes.ts';
import { getConnection } from '#contract/connections.ts';
import { getMe, proveMe } from '#contract/sign-in.ts';
import { listVerifications, verifyConnection } from '#contract/verifications.ts';
import { meQuery } from '../../lib/use-me.ts';
import { type FakeApi, installFakeApi, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aConnection, aPerson, aVerification } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { AddConnectionPage } from './add-page.tsx';

const at = '/settings/connections/add';
const pax8 = aConnection({
  id: 'con_9',
  kind: 'pax8',
  side: 'distributor',
  name: 'Our Pax8',
  settings: { kind: 'pax8', baseUrl: 'https://api.pax8.com/v1', clientId: 'client' },
  secretsSet: ['clientSecret'],
  counts: {},
});
const passed = aVerification({
  connectionId: 'con_9',
  probes: [{ name: 'sign-in', outcome: 'passed', ms: 9, detail: 'The keys are accepted' }],
});
const refused = aVerification({
  connectionId: 'con_9',
  probes: [
    {
      name: 'sign-in',
      outcome: 'failed',
      ms: 9,
      code: 'wrong_keys',
      detail: 'Pax8 refuses the secret',
      hint: 'Enter the client secret again.',
    },
  ],
});

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson({ sandbox: false }));
  api.on(addConnection, pax8);
  api.on(getConnection, pax8);
  api.on(listVerifications, { data: [passed] });
});
afterEach(() => {
  api.uninstall();
});

/** In the product the frame asks who is signed in. */
function Signed() {
  const me = useQuery(meQuery);
  return me.data === undefined ? null : <AddConnectionPage />;
}
async function open(kind = 'pax8') {
  const opened = await renderPage(<Signed />, { at: `${at}?kind=${kind}`, path: at });
  await expect.element(page.getByRole('heading', { name: 'Add a connection' })).toBeVisible();
  return opened;
}
const box = (name: string | RegExp) => page.getByRole('textbox', { name });
const send = () => page.getByRole('button', { name: 'Add connection' }).click();
const labelled = (label: string) => page.getByLabelText(new RegExp(`^${label}`));

async function fillPax8() {
  await box('Name').fill('Our Pax8');
  await box('Client id').fill(' client ');
  await labelled('Client secret').fill('canary-secret');
}

test('a Pax8 account is connected with its address filled in already', async () => {
  await open();
  expect(document.title).toBe('Add a connection – Settings – Concord');
  await expect.element(box('Address')).toHaveValue('https://api.pax8.com/v1');

  await fillPax8();
  await send();

  await expect.element(page.getByText('Our Pax8: Connected')).toBeVisible();
  await expect.element(page.getByText('The keys are accepted')).toBeVisible();
  expect(api.seen(addConnection)[0]?.body).toEqual({
    name: 'Our Pax8',
    settings: { kind: 'pax8', baseUrl: 'https://api.pax8.com/v1', clientId: 'client' },
    secrets: { clientSecret: 'canary-secret' },
  });
});

test('a Partner Center account is chosen by keyboard and asks for what Microsoft needs', async () => {
  const { address } = await open();
  page.getByRole('radio', { name: /^Pax8/ }).element().focus();
  await userEvent.keyboard('{ArrowUp}');
  await expect.poll(address).toBe(`${at}?kind=partnerCenter`);

  await box('Name').fill('Contoso CSP');
  await labelled('Cloud').selectOptions('usGovernment');
  await labelled('Partner type').selectOptions('directBill');
  await box('Tenant id').fill('7f3c0000-0000-4000-8000-000000000001');
  await box('Application (client) id').fill('app');
  await labelled('Client secret').fill('s');
  await labelled('Refresh token').fill('r');
  await userEvent.keyboard('{Enter}');

  await expect
    .poll(() => api.seen(addConnection)[0]?.body)
    .toEqual({
      name: 'Contoso CSP',
      settings: {
        kind: 'partnerCenter',
        cloud: 'usGovernment',
        partnerType: 'directBill',
        tenantId: '7f3c0000-0000-4000-8000-000000000001',
        clientId: 'app',
      },
      secrets: { clientSecret: 's', refreshToken: 'r' },
    });
});

test('the closed German cloud is not offered', async () => {
  await open('partnerCenter');

  await expect.element(labelled('Cloud')).toHaveValue('global');
  const clouds = labelled('Cloud').element().querySelectorAll('option');
  expect([...clouds].map((option) => option.value)).toEqual(['global', 'usGovernment', 'china']);
});

test('a ConnectWise site is one of the list, or an address of their own', async () => {
  api.on(addConnection, new Refused('internal'));
  await open('connectWise');
  await box('Name').fill('Our PSA');
  await box('Company id').fill('ours');
  await box('Public key').fill('p');
  await box('Client id').fill('c');
  await labelled('Private key').fill('k');

  await labelled('Site').selectOptions('https://api-eu.myconnectwise.net');
  await send();
  await expect.poll(() => api.seen(addConnection)[0]?.body.settings).toMatchObject({ baseUrl: 'https://api-eu.myconnectwise.net' });

  await labelled('Site').selectOptions('');
  await box('Address').fill('https://psa.partner.example');
  await send();
  await expect.poll(() => api.seen(addConnection)[1]?.body.settings).toMatchObject({ baseUrl: 'https://psa.partner.example' });
});

test('sent too early, all mistakes stand in one place that has the focus and leads to each field', async () => {
  await open('partnerCenter');
  await send();

  const summary = page.getByRole('group', { name: 'What is not right yet' });
  await expect.element(summary).toHaveFocus();
  await expect.element(summary.getByText('5 fields are not right yet')).toBeVisible();
  await summary.getByRole('link', { name: 'Tenant id is needed.' }).click();
  await expect.element(box('Tenant id')).toHaveFocus();
  await expect.element(box('Tenant id')).toHaveAccessibleDescription(/Tenant id is needed/);
  expect(api.seen(addConnection)).toEqual([]);
});

test('a field is checked when it is left, not while it is typed, and is right again as soon as it is', async () => {
  await open('partnerCenter');
  await box('Tenant id').fill('contoso');
  const mistake = page.getByText(/^Tenant id is a GUID/);
  await expect.element(mistake).not.toBeInTheDocument();

  await userEvent.tab();
  await expect.element(mistake).toBeVisible();
  await box('Tenant id').fill('7f3c0000-0000-4000-8000-000000000001');

  await expect.element(mistake).not.toBeInTheDocument();
});

test('a secret is never shown and may be pasted', async () => {
  await open();
  await expect.element(labelled('Client secret')).toHaveAttribute('type', 'password');
  await box('Name').fill('pasted');
  await userEvent.keyboard('{Control>}a{/Control}');
  await userEvent.copy();
  await labelled('Client secret').click();
  await userEvent.paste();

  await expect.element(labelled('Client secret')).toHaveValue('pasted');
});

test('a fresh proof is asked for in place, and nothing typed is lost', async () => {
  let isProved = false;
  api.on(proveMe, () => {
    isProved = true;
    return aPerson();
  });
  api.on(addConnection, () => (isProved ? pax8 : new Refused('fresh_proof_needed')));
  await open();
  await fillPax8();
  await send();
  await page.getByLabelText('Password').fill('a long enough password');
  await page.getByRole('button', { name: 'Confirm' }).click();

  await expect.element(page.getByText('Our Pax8: Connected')).toBeVisible();
  expect(api.seen(addConnection).at(-1)?.body.secrets).toEqual({ clientSecret: 'canary-secret' });
});

test('credentials that do not work keep the connection, say what to do, and are put right on the spot', async () => {
  const degraded = { ...pax8, state: 'degraded', reason: 'rejected' } as const;
  api.on(addConnection, degraded);
  api.on(getConnection, degraded);
  api.on(listVerifications, { data: [refused] });
  api.on(changeConnection, () => {
    api.on(getConnection, pax8);
    api.on(listVerifications, { data: [passed] });
    return pax8;
  });
  api.on(verifyConnection, passed);
  await open();
  await fillPax8();
  await send();
  await expect.element(page.getByRole('group', { name: 'Outcome' })).toHaveFocus();
  await expect.element(page.getByText('Our Pax8: Needs attention')).toBeVisible();
  await expect.element(page.getByText('What to do: Enter the client secret again.')).toBeVisible();

  await page.getByRole('button', { name: 'Replace secrets…' }).click();
  await expect.element(page.getByLabelText(/Client secret/)).toHaveValue('');
  await page.getByLabelText(/Client secret/).fill('the right one');
  await page.getByRole('button', { name: 'Replace secrets', exact: true }).click();

  await expect.element(page.getByText('Our Pax8: Connected')).toBeVisible();
  expect(api.seen(changeConnection)[0]?.body).toEqual({ secrets: { clientSecret: 'the right one' } });
});

test('an account that is connected already says so and leads there', async () => {
  api.on(
    addConnection,
    new Refused('duplicate', 'This account is connected already.', {
      remediation: { text: 'Open that connection and replace its secrets instead.' },
    }),
  );
  const { address } = await open();
  await fillPax8();
  await send();

  await expect.element(page.getByText('The connection was not added')).toBeVisible();
  await expect.element(page.getByText('Open that connection and replace its secrets instead.')).toBeVisible();
  await page.getByRole('link', { name: 'Show the connections' }).click();
  await page.getByRole('button', { name: 'Leave', exact: true }).click();
  await expect.poll(address).toBe('/settings/connections');
});

test('a name that is taken is told at the name', async () => {
  api.on(
    addConnection,
    new Refused('duplicate', 'Another connection has this name.', {
      errors: [{ pointer: '/name', code: 'duplicate', detail: 'is taken by another connection' }],
    }),
  );
  await open();
  await fillPax8();
  await send();

  await expect.element(box('Name')).toHaveAccessibleDescription(/Name is taken by another connection\./);
  await box('Name').fill('Pax8 two');
  await expect.element(page.getByText('Name is taken by another connection.').first()).not.toBeInTheDocument();
});

test('a sign-in of another organisation is told in words, and the entries stay', async () => {
  api.on(addConnection, new Refused('connection_wrong_tenant', 'The sign-in belongs to another organisation than the one that was named.'));
  await open();
  await fillPax8();
  await send();

  await expect.element(page.getByText('The sign-in belongs to another organisation than the one that was named.')).toBeVisible();
  await expect.element(box('Client id')).toHaveValue(' client ');
});

test('pressed twice, one connection is asked for', async () => {
  let answer: (connection: typeof pax8) => void = () => undefined;
  api.on(addConnection, () => new Promise((resolve) => (answer = resolve)));
  await open();
  await fillPax8();
  await send();
  await expect.element(page.getByRole('button', { name: 'Checking the account…' })).toBeVisible();
  await box('Name').click();
  await userEvent.keyboard('{Enter}');
  answer(pax8);

  await expect.element(page.getByText('Our Pax8: Connected')).toBeVisible();
  expect(api.seen(addConnection)).toHaveLength(1);
});

test('leaving asks first when something was typed', async () => {
  const { address } = await open();
  await box('Name').fill('Our Pax8');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Keep editing' }).click();
  await expect.element(box('Name')).toHaveValue('Our Pax8');

  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Leave', exact: true }).click();
  await expect.poll(address).toBe('/settings/connections');
});

test('after one connection the next can be added, with nothing of the first in the form', async () => {
  await open();
  await fillPax8();
  await send();
  await page.getByRole('button', { name: 'Add another connection' }).click();

  await expect.element(box('Name')).toHaveValue('');
  await expect.element(labelled('Client secret')).toHaveValue('');
});

test('who may not add connections is told whom to ask', async () => {
  api.on(getMe, aPerson({ role: 'operator' }));
  await open();

  await expect.element(page.getByText('You cannot add connections')).toBeVisible();
  await expect.element(page.getByText('Ask an owner for "connections:write".')).toBeVisible();
});

test('a sandbox says that it reaches simulated accounts only', async () => {
  api.on(getMe, aPerson({ sandbox: true }));
  await open();

  await expect.element(page.getByText(/This installation is a sandbox/)).toBeVisible();
});

test('a distributor by file is asked for no secret, and whoever came from the set-up goes back there', async () => {
  const also = aConnection({
    ...{ id: 'con_7', kind: 'distributorFile', side: 'distributor', name: 'Also', state: 'draft', lastSuccessAt: null },
    settings: { kind: 'distributorFile', distributor: 'Also', currency: 'EUR' },
  });
  api.on(getMe, aPerson({ sandbox: true }));
  api.on(addConnection, also);
  api.on(getConnection, also);
  await open('distributorFile&from=setup');
  await expect.element(page.getByText('How does Concord sign in?')).not.toBeInTheDocument();
  await expect.element(page.getByText(/This installation is a sandbox/)).not.toBeInTheDocument();
  await expect.element(page.getByRole('link', { name: 'Cancel' })).toHaveAttribute('href', '/setup/connections');

  await box('Name').fill('Also');
  await box('Distributor').fill('Also');
  await box('Currency').fill('EUR');
  await send();

  await expect.element(page.getByText('Also: Added')).toBeVisible();
  await expect
    .element(page.getByRole('link', { name: 'Upload its first file' }))
    .toHaveAttribute('href', '/settings/connections/con_7?from=setup');
  await expect.element(page.getByRole('link', { name: 'Back to the set-up' })).toHaveAttribute('href', '/setup/connections');
});

testLooks(
  'the form',
  () => <Signed />,
  () => expect.element(page.getByText('How does Concord sign in?')).toBeVisible(),
  { at, path: at },
);
testLooks(
  'the form with mistakes',
  () => <Signed />,
  async () => {
    await send();
    await expect.element(page.getByRole('group', { name: 'What is not right yet' })).toBeVisible();
  },
  { at: `${at}?kind=connectWise`, path: at },
);
