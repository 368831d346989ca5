import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { countAccess, listAccess } from '#contract/access.ts';
import { listConnections } from '#contract/connections.ts';
import { decideAccountMapping, getMappingCounts, listCustomerMappings } from '#contract/mapping.ts';
import { chooseSystems, confirmSetup, connectSamples, finishSetup, getSetup } from '#contract/setup.ts';
import { getMe } from '#contract/sign-in.ts';
import { meQuery } from '../../lib/use-me.ts';
import { type FakeApi, installFakeApi, pageOf, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aPerson } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { aCount, anAccessRow } from '../access/samples.ts';
import { anAccount, aSuggestion, customerOf } from '../mapping/samples.ts';
import { PermissionsPage } from './permissions-page.tsx';
import type { SetupData } from './queries.ts';
import { SetUpCard } from './set-up-card.tsx';
import { SetupPage } from './setup-page.tsx';

const said = { by: 'Ana', at: '2026-11-21T09:00:00Z', reason: null };

/** A set-up on the way: everything connected and read, products left. */
const aSetup = (given: Partial<SetupData> = {}): SetupData => ({
  state: 'draft',
  next: 'productMapping',
  done: 4,
  steps: [
    {
      step: 'preparation',
      number: 1,
      state: 'done',
      line: 'confirmed by Ana',
      pages: [
        { page: 'systems', state: 'done', line: '3 systems' },
        { page: 'readiness', state: 'done', line: 'confirmed by Ana' },
      ],
    },
    {
      step: 'authentication',
      number: 2,
      state: 'needsAttention',
      line: '56 of 60 Ready',
      pages: [
        { page: 'connections', state: 'needsAttention', line: '2 of 3 connected' },
        { page: 'access', state: 'done', line: '56 of 60 Ready' },
      ],
    },
    {
      step: 'accountMapping',
      number: 3,
      state: 'done',
      line: '41 of 52 mapped',
      pages: [{ page: 'accountMapping', state: 'done', line: '41 of 52 mapped' }],
    },
    {
      step: 'productMapping',
      number: 4,
      state: 'inProgress',
      line: '0 of 90 mapped',
      pages: [{ page: 'productMapping', state: 'inProgress', line: '0 of 90 mapped' }],
    },
    {
      step: 'settings',
      number: 5,
      state: 'done',
      line: 'safe defaults',
      pages: [{ page: 'settings', state: 'done', line: 'safe defaults' }],
    },
    {
      step: 'finish',
      number: 6,
      state: 'notStarted',
      line: 'not finished yet',
      pages: [{ page: 'finish', state: 'notStarted', line: 'not finished yet' }],
    },
  ],
  missing: [
    {
      code: 'productMapped',
      page: 'productMapping',
      detail: 'None of 90 products is mapped to a service; one is enough.',
      have: 0,
      need: 1,
    },
  ],
  choices: { partnerTypes: ['directBill'], clouds: ['global'], distributors: ['pax8'], psas: ['connectWise'], by: 'Ana', at: said.at },
  checklist: [
    {
      id: 'microsoftAdmin',
      outcome: 'passed',
      detail: 'Contoso: Signed in',
      hint: null,
      correlationId: null,
      checkedAt: said.at,
      fix: null,
    },
    {
      id: 'secondFactor',
      outcome: 'failed',
      detail: 'Contoso: without a second factor',
      hint: 'Let the integration user register a second factor.',
      correlationId: 'cor-1',
      checkedAt: said.at,
      fix: { text: 'Sign in again', path: '/settings/connections/con_1?tab=authentication' },
    },
    {
      id: 'distributorAdmin',
      outcome: 'open',
      detail: 'Checked as soon as an account is connected.',
      hint: null,
      correlationId: null,
      checkedAt: null,
      fix: null,
    },
    {
      id: 'psaKeys',
      outcome: 'open',
      detail: 'Checked as soon as an account is connected.',
      hint: null,
      correlationId: null,
      checkedAt: null,
      fix: null,
    },
  ],
  network: null,
  readiness: said,
  withoutTenantEvidence: null,
  connections: [
    {
      id: 'con_1',
      kind: 'partnerCenter',
      side: 'microsoft',
      name: 'Contoso US',
      state: 'connected',
      reason: null,
      readAt: said.at,
      isReading: false,
      counts: { customers: 60 },
    },
    {
      id: 'con_2',
      kind: 'pax8',
      side: 'distributor',
      name: 'Our Pax8',
      state: 'degraded',
      reason: 'remoteDown',
      readAt: said.at,
      isReading: false,
      counts: {},
    },
  ],
  customers: { all: 60, ready: 56, access: { active: 56, pending: 4 } },
  accounts: { mapped: 41, states: { mapped: 80, suggested: 3, conflict: 1 } },
  products: { states: { unmapped: 90 } },
  preview: { customers: 60, subscriptions: 407, differences: 19, seconds: 9 },
  checks: null,
  finished: null,
  hasSamples: false,
  ...given,
});

const noCounts = { accounts: {}, products: {}, waiting: { accounts: {}, products: {} }, accountStakes: null, productStakes: null };

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(getSetup, aSetup());
  api.on(listConnections, { data: [] });
  api.on(listAccess, pageOf([anAccessRow()]));
  api.on(countAccess, aCount());
  api.on(listCustomerMappings, pageOf([customerOf(anAccount())]));
  api.on(getMappingCounts, noCounts);
});
afterEach(() => {
  api.uninstall();
});

/** In the product the frame asks who is signed in. */
function Signed() {
  return useQuery(meQuery).data === undefined ? null : <SetupPage />;
}
const open = (screen: string, given: Partial<SetupData> = {}) => {
  api.on(getSetup, aSetup(given));
  return renderPage(<Signed />, { at: `/setup/${screen}`, path: '/setup/$page' });
};

test('Next waits with the reason beside it, and goes on as soon as the server says so', async () => {
  await open('product-mapping');
  const next = page.getByRole('button', { name: 'Next: Settings' });
  await expect.element(page.getByText('None of 90 products is mapped to a service; one is enough.')).toBeVisible();
  await expect.element(next).toHaveAttribute('aria-disabled', 'true');
  await expect.element(next).toHaveAccessibleDescription(/None of 90 products/);
});

test('a disabled Next leads nowhere, an open one to the next screen', async () => {
  const { address } = await open('product-mapping', { missing: [] });
  await page.getByRole('button', { name: 'Next: Settings' }).click();
  await expect.poll(address).toBe('/setup/settings');
});

test('the choice of systems is kept on the server, then the checklist comes', async () => {
  api.on(chooseSystems, aSetup());
  const { address } = await open('systems', { choices: null, next: 'systems' });
  // One way on, and it saves: no second button beside it that would lose what was ticked.
  await expect.element(page.getByRole('button', { name: /^Next/ })).not.toBeInTheDocument();
  await expect.element(page.getByText('Save and exit')).not.toBeInTheDocument();
  await page.getByRole('checkbox', { name: 'Pax8' }).click();
  await page.getByRole('button', { name: 'Save systems and go on' }).click();

  await expect.poll(address).toBe('/setup/readiness');
  expect(api.seen(chooseSystems)[0]?.body).toEqual({
    partnerTypes: ['directBill'],
    clouds: ['global'],
    distributors: [],
    psas: ['connectWise'],
  });
});

test('each item of the checklist says what came back and what to do, and the confirmation names who gave it', async () => {
  api.on(confirmSetup, aSetup());
  await open('readiness', { readiness: null });
  await expect.element(page.getByText(/without a second factor Let the integration user register a second factor/)).toBeVisible();
  await expect.element(page.getByText(/Correlation id cor-1/)).toBeVisible();
  expect(page.getByText(/Checked as soon as an account is connected/).all()).toHaveLength(1);

  page
    .getByRole('checkbox', { name: /I have read the list/ })
    .element()
    .focus();
  await userEvent.keyboard(' ');

  await expect.element(page.getByRole('checkbox', { name: 'Confirmed by Ana' })).toBeChecked();
  expect(api.seen(confirmSetup)[0]?.body).toEqual({ subject: 'readiness', confirmed: true });
});

test('the network item names the host that is not reached and what to do', async () => {
  const host = { system: 'pax8', needs: 'all', host: 'api.pax8.com', ms: 12 } as const;
  const hint = 'Allow connections from this machine to api.pax8.com, port 443, in the firewall.';
  const detail = 'does not accept connections';
  const { checklist } = aSetup();
  const item = { id: 'network', outcome: 'failed', detail, hint, correlationId: null, checkedAt: said.at, fix: null } as const;
  await open('readiness', {
    checklist: [...checklist, item],
    network: { at: said.at, by: 'Ana', hosts: [{ ...host, outcome: 'fails', stage: 'connection', code: 'remote_down', detail, hint }] },
  });

  await expect.element(page.getByText(/api.pax8.com: does not accept connections, 12 ms. Allow connections/)).toBeVisible();
});

test('the accounts of a sandbox are connected by one button', async () => {
  api.on(connectSamples, aSetup({ hasSamples: true, connections: [] }));
  await open('connections', { hasSamples: true, connections: [] });
  await page.getByRole('button', { name: 'Connect the sandbox accounts' }).click();
  await expect.poll(() => api.seen(connectSamples).length).toBe(1);
});

test('files are of the person: a sandbox has none to connect, and the way leads back to the set-up', async () => {
  const { choices } = aSetup();
  await open('connections', { hasSamples: true, choices: choices && { ...choices, distributors: ['distributorFile'], psas: [] } });
  await expect
    .element(page.getByRole('link', { name: 'Connect Distributor by file' }))
    .toHaveAttribute('href', '/settings/connections/add?kind=distributorFile&from=setup');
  await expect.element(page.getByText('This is a sandbox')).not.toBeInTheDocument();
});

test('with nobody Ready it goes on with a reason only', async () => {
  api.on(confirmSetup, aSetup());
  await open('access', { customers: { all: 60, ready: 0, access: { missing: 60 } } });
  const button = page.getByRole('button', { name: 'Go on without tenant evidence' });
  await expect.element(button).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('textbox', { name: /Why it goes on/ }).fill('only billing');
  await button.click();
  await expect
    .poll(() => api.seen(confirmSetup)[0]?.body)
    .toEqual({ subject: 'withoutTenantEvidence', confirmed: true, reason: 'only billing' });
});

test('the board of access stands inside its step', async () => {
  await open('access', { customers: { all: 1, ready: 1, access: { active: 1 } } });

  await expect.element(page.getByRole('region', { name: 'Access (GDAP)' })).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'Contoso Ltd' })).toBeVisible();
  await expect.element(page.getByRole('heading', { level: 1, name: 'Access to your customers' })).toBeVisible();
});

test('accounts are decided inside their step, and the gate follows at once', async () => {
  const row = aSuggestion();
  api.on(listCustomerMappings, pageOf([customerOf(row)]));
  api.on(decideAccountMapping, row);
  api.on(getMe, aPerson({ permissions: ['connections:read', 'setup:write', 'mapping:read', 'mapping:write'] }));
  await open('account-mapping');
  await expect.element(page.getByRole('region', { name: 'Account mapping' })).toBeVisible();
  const before = api.seen(getSetup).length;

  await page.getByRole('button', { name: 'Accept Contoso Ltd' }).click();

  await expect.poll(() => api.seen(decideAccountMapping).length).toBe(1);
  await expect.poll(() => api.seen(getSetup).length).toBeGreaterThan(before);
});

test('the finish says what it starts, and where a gate is closed after all, why', async () => {
  api.on(finishSetup, new Refused('setup_gate', 'Connect Pax8.'));
  await open('finish', { missing: [], next: 'finish' });
  await expect
    .element(page.getByText(/60 customers, 407 subscriptions, 19 differences expected. Reading all of it takes about 9 s/))
    .toBeVisible();
  await page.getByRole('button', { name: 'Finish and start the first sync' }).click();
  await expect.element(page.getByText('Connect Pax8.')).toBeVisible();
});

test('the Overview says how far it is and where it goes on, until it is finished', async () => {
  function Card() {
    return useQuery(meQuery).data === undefined ? null : <SetUpCard />;
  }
  await renderPage(<Card />);
  await expect.element(page.getByRole('link', { name: 'Continue at Product mapping' })).toHaveAttribute('href', '/setup/product-mapping');
});

test('the permission sheet names each right with its reason, of the chosen systems only', async () => {
  await renderPage(<PermissionsPage />, { at: '/setup/permissions' });
  await expect.element(page.getByText('Microsoft Graph: DelegatedAdminRelationship.Read.All')).toBeVisible();
  await expect.element(page.getByText('API member: Company, inquire')).toBeVisible();
  await expect.element(page.getByRole('heading', { name: 'TD SYNNEX' })).not.toBeInTheDocument();
});

for (const screen of ['systems', 'readiness', 'connections', 'access', 'account-mapping', 'finish'])
  testLooks(
    `the screen ${screen}`,
    () => <Signed />,
    () => expect.element(page.getByRole('navigation', { name: 'Steps of the set-up' })).toBeVisible(),
    { at: `/setup/${screen}`, path: '/setup/$page' },
  );
