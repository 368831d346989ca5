import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { listConnections } from '#contract/connections.ts';
import { listCustomers } from '#contract/customers.ts';
import { listJobs, startSync } from '#contract/jobs.ts';
import { getOverview, search } from '#contract/overview.ts';
import { getMe } from '#contract/sign-in.ts';
import { createQueryClient } from '../lib/query-client.ts';
import { chooseTheme, type ThemeChoice } from '../lib/theme.ts';
import { axeViolations } from '../test/axe.ts';
import { type FakeApi, installFakeApi, pageOf, Refused } from '../test/fake-api.ts';
import { aConnection, aCustomer, aJob, anOverview, aPerson } from '../test/make.ts';
import { Providers } from './providers.tsx';
import { createAppRouter } from './router.tsx';
import { syncWords } from './sync-state.tsx';
import { isInArea, navEntries } from './words.ts';

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(getOverview, anOverview());
  api.on(listJobs, pageOf([]));
  api.on(listCustomers, pageOf([aCustomer()]));
  api.on(listConnections, {
    data: [
      aConnection({ id: 'con_1', side: 'microsoft', kind: 'partnerCenter', name: 'Contoso US' }),
      aConnection({ id: 'con_3', side: 'microsoft', kind: 'partnerCenter', name: 'Contoso EU' }),
    ],
  });
});
afterEach(() => {
  api.uninstall();
});

async function openApp(at: string, { width = 1280, theme = 'light' }: { width?: number; theme?: ThemeChoice } = {}) {
  await page.viewport(width, 800);
  chooseTheme(theme);
  let signedOut = 0;
  const history = createMemoryHistory({ initialEntries: [at] });
  const client = createQueryClient(() => {
    signedOut += 1;
  });
  await render(
    <Providers client={client}>
      <RouterProvider router={createAppRouter(history)} />
    </Providers>,
  );
  return { address: () => history.location.href, signedOut: () => signedOut };
}
const overviewIsThere = () => expect.element(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();

test('the sandbox says on every page that nothing is bought or billed', async () => {
  await openApp('/customers');

  await expect
    .element(page.getByText('Sandbox – simulated Microsoft, distributor and PSA. Nothing here is bought or billed.'))
    .toBeVisible();
});

test('old data and held writing are told above every page', async () => {
  api.on(getOverview, anOverview({ writingHeld: true }));
  await openApp('/');

  await expect.element(page.getByText(/Writing to other systems is held/)).toBeVisible();
  await expect.element(page.getByText(/are older than they should be/)).not.toBeInTheDocument(); // what was never read is new, not old

  const { freshness } = anOverview();
  api.on(getOverview, anOverview({ freshness: freshness.map((each) => ({ ...each, isStale: true })) }));
  await openApp('/');
  await expect.element(page.getByText(/^Data of [^,]+ \(\d+ \w+ ago\) are older than they should be/)).toBeVisible();
});

test('the navigation leads on, marks where one is, and the heading gets the focus', async () => {
  const { address } = await openApp('/');
  await overviewIsThere();

  await page.getByRole('link', { name: 'Customers', exact: true }).click();

  await expect.poll(address).toBe('/customers');
  await expect.poll(() => document.activeElement?.textContent).toBe('Customers');
  await expect.element(page.getByRole('link', { name: 'Customers', exact: true })).toHaveAttribute('aria-current', 'page');
});

test('G then C goes to the customers, ? lists the shortcuts', async () => {
  const { address } = await openApp('/');
  await overviewIsThere();

  await userEvent.keyboard('gc');
  await expect.poll(address).toBe('/customers');

  await userEvent.keyboard('?');
  await expect.element(page.getByRole('heading', { name: 'Shortcuts' })).toBeVisible();
});

test('Ctrl K finds a customer and Enter opens it', async () => {
  api.on(search, { data: [{ kind: 'customer', id: 'cus_1', title: 'Contoso Ltd', detail: 'contoso.example', link: '/customers/cus_1' }] });
  const { address } = await openApp('/');
  await overviewIsThere();

  await userEvent.keyboard('{Control>}k{/Control}');
  const field = page.getByRole('combobox', { name: /Search customers/ });
  await field.fill('contoso');
  await expect.element(page.getByRole('option', { name: /Contoso Ltd/ })).toBeVisible();
  expect(await axeViolations()).toEqual([]);
  await userEvent.keyboard('{Enter}');

  await expect.poll(address).toBe('/customers/cus_1');
});

test('> in the palette offers acts only, and carries them out', async () => {
  api.on(startSync, { jobIds: ['job_1'], jobs: [], joined: false });
  const { address } = await openApp('/');
  await overviewIsThere();

  await userEvent.keyboard('{Control>}k{/Control}');
  await page.getByRole('combobox', { name: /Search customers/ }).fill('> sync');
  await page.getByRole('option', { name: 'Sync everything now' }).click();

  await expect.poll(address).toBe('/activity/jobs/job_1');
});

test('one Partner Center account is chosen above and stays while moving on', async () => {
  const { address } = await openApp('/customers');
  await expect.element(page.getByRole('combobox', { name: 'Scope' })).toBeVisible();

  await page.getByRole('combobox', { name: 'Scope' }).click();
  await page.getByRole('option', { name: 'Contoso EU' }).click();
  await expect.poll(() => api.seen(listCustomers).at(-1)?.query['connectionId']).toBe('con_3');
  await page.getByRole('link', { name: 'Overview', exact: true }).click();

  await expect.poll(address).toBe('/?scope=con_3');
});

test('areas without permission are not in the navigation', async () => {
  api.on(getMe, aPerson({ permissions: ['overview:read', 'customers:read'] }));
  await openApp('/');
  await overviewIsThere();

  await expect.element(page.getByRole('link', { name: 'Mapping', exact: true })).not.toBeInTheDocument();
});

test('who is no longer signed in is sent to sign in', async () => {
  api.on(getMe, new Refused('not_signed_in'));
  const { signedOut } = await openApp('/');

  await expect.poll(signedOut).toBeGreaterThan(0);
});

test.each([
  ['/subscriptions/sub_1', '/subscriptions?panel=sub_1'],
  ['/reconciliation/dif_1', '/reconciliation?panel=dif_1'],
  ['/jobs?status=failed', '/activity?status=failed'],
  ['/jobs?show=problems', '/activity?tab=problems'],
  ['/mapping', '/mapping/accounts'],
])('the address %s leads on to %s', async (from, to) => {
  const { address } = await openApp(from);

  await expect.poll(address).toBe(to);
});

test('an address that leads nowhere says so inside the frame', async () => {
  await openApp('/nowhere/at/all');

  await expect.element(page.getByText('This address leads nowhere')).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'Customers', exact: true })).toBeVisible();
});

test('on a phone the navigation is a drawer', async () => {
  const { address } = await openApp('/', { width: 390 });
  await overviewIsThere();

  await page.getByRole('button', { name: 'Open navigation' }).click();
  await page.getByRole('link', { name: 'Customers', exact: true }).click();

  await expect.poll(address).toBe('/customers');
});

test('the sync state is counted work, then trouble, then the age of the oldest book', () => {
  const now = Date.parse('2026-11-21T10:04:00Z');
  const { freshness } = anOverview();

  expect(syncWords([aJob({ status: 'running' })], freshness, now).text).toBe('Syncing 412 of 1,000');
  expect(syncWords([], freshness, now).text).toBe('1 problem');
  expect(syncWords([], freshness.slice(0, 1), now).text).toBe('Up to date, 4 min ago');
  expect(syncWords([], [], now).text).toBe('Nothing read yet');
});

test('a plan belongs to the area Reconciliation', () => {
  const area = navEntries.find((entry) => entry.title === 'Reconciliation');

  expect(area !== undefined && isInArea('/plans/plan_1', area)).toBe(true);
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 1000],
  ['light', 390],
  ['dark', 390],
] as const)('the frame with the overview is accessible and fits, %s at %i px', async (theme, width) => {
  await openApp('/', { theme, width });
  await overviewIsThere();
  await expect.element(page.getByText(/^23 differences, /)).toBeVisible();

  expect(await axeViolations()).toEqual([]);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
});

test('the account menu opens with its first act in focus, and Esc leads back to its button', async () => {
  await openApp('/');
  await overviewIsThere();
  const button = page.getByRole('button', { name: /^Account of/ });

  await button.click();
  await expect.element(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
  await expect.poll(() => document.activeElement?.getAttribute('role')).toBe('menuitem');
  await userEvent.keyboard('{Escape}');

  await expect.element(page.getByRole('menuitem', { name: 'Sign out' })).not.toBeInTheDocument();
  await expect.element(button).toHaveFocus();
  await button.click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect.poll(() => document.documentElement.style.colorScheme).toBe('dark');
});
