import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { listCalls } from '#contract/calls.ts';
import { changeConnection } from '#contract/connection-changes.ts';
import { getConnection, listConnections } from '#contract/connections.ts';
import { getMe, proveMe } from '#contract/sign-in.ts';
import { listSyncProblems, listSyncRuns } from '#contract/sync-runs.ts';
import { listFeatures, listVerifications, verifyConnection } from '#contract/verifications.ts';
import { meQuery } from '../../lib/use-me.ts';
import { type FakeApi, installFakeApi, Refused } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aConnection, aPerson, aVerification } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { ConnectionPage } from './connection-page.tsx';
import { ConnectionsPage } from './connections-page.tsx';

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(listConnections, {
    data: [
      aConnection(),
      aConnection({
        id: 'con_1',
        name: 'Contoso CSP',
        kind: 'partnerCenter',
        side: 'microsoft',
        state: 'degraded',
        reason: 'mfaRequired',
        openProblems: 2,
      }),
    ],
  });
  api.on(getConnection, aConnection());
  api.on(listVerifications, { data: [aVerification()] });
  api.on(listSyncProblems, {
    data: [
      {
        id: '1',
        connectionId: 'con_2',
        kind: 'lines',
        subject: 'line 7',
        code: 'unreadable',
        reason: 'Its quantity is no number',
        at: '2026-11-21T10:00:00Z',
      },
      {
        id: '2',
        connectionId: 'con_2',
        kind: 'lines',
        subject: 'line 8',
        code: 'unreadable',
        reason: 'Its quantity is no number',
        at: '2026-11-21T10:00:00Z',
      },
    ],
  });
  api.on(listSyncRuns, { data: [] });
});
afterEach(() => {
  api.uninstall();
});
const at = '/settings/connections/con_2';
const path = '/settings/connections/$connectionId';

/** In the product the frame asks who is signed in. */
function Signed() {
  useQuery(meQuery);
  return <ConnectionPage />;
}
const isThere = () => expect.element(page.getByText('The member may not read agreements')).toBeVisible();

test('all connections show state, reason and whether they may write', async () => {
  await renderPage(<ConnectionsPage />, { at: '/settings/connections' });

  await expect.element(page.getByText('Microsoft needs multi-factor sign-in of the integration account.')).toBeVisible();
  await expect.element(page.getByText('Read only').first()).toBeVisible();
  await expect.element(page.getByText(/2 records could not be read/)).toBeVisible();
});

test('each probe shows its outcome and what to do about a failed one', async () => {
  await renderPage(<Signed />, { at, path });

  await isThere();
  await expect.element(page.getByText('What to do: Give it the role Finance.')).toBeVisible();
});

test('of a partner account it is told what works, what falls away and what goes on', async () => {
  api.on(getConnection, aConnection({ kind: 'partnerCenter', side: 'microsoft' }));
  const state = { roles: ['Billing admin'], without: 'Subscriptions are compared all the same.' };
  api.on(listFeatures, {
    data: [
      { ...state, feature: 'customers', standing: 'works', because: null },
      { ...state, feature: 'invoices', standing: 'lost', because: 'The check "invoices" did not pass.' },
    ],
  });
  const older = aVerification({ id: 'ver_0', outcome: 'passed', at: '2026-11-20T10:00:00Z' });
  api.on(listVerifications, {
    data: [aVerification({ changes: [{ name: 'invoices', became: 'failed', code: 'remote_forbidden' }] }), older],
  });
  await renderPage(<Signed />, { at, path });

  await expect.element(page.getByText('Falls away')).toBeVisible();
  await expect.element(page.getByText('Meanwhile: Subscriptions are compared all the same.')).toBeVisible();
  await expect.element(page.getByText('Roles that give it: Billing admin.')).toBeVisible();
  await expect.element(page.getByRole('list', { name: 'Verifications so far, oldest first' }).getByRole('listitem').nth(1)).toBeVisible();
  await expect.element(page.getByText(/invoices failed \(remote_forbidden\)/)).toBeVisible();
});

test('"Verify now" shows the new outcome', async () => {
  await renderPage(<Signed />, { at, path });
  await isThere();
  const better = aVerification({ probes: [{ name: 'agreements', outcome: 'passed', ms: 9, detail: '60 can be read' }] });
  api.on(verifyConnection, better);
  api.on(listVerifications, { data: [better] });

  await page.getByRole('button', { name: 'Verify now' }).click();

  await expect.element(page.getByText('60 can be read')).toBeVisible();
});

test('writing is turned on only with a reason and a fresh proof, and nothing typed is lost between them', async () => {
  let isProved = false;
  api.on(proveMe, () => {
    isProved = true;
    return aPerson();
  });
  api.on(changeConnection, () => {
    if (!isProved) return new Refused('fresh_proof_needed');
    api.on(getConnection, aConnection({ writeKinds: ['psaLines'] }));
    return aConnection({ writeKinds: ['psaLines'] });
  });
  await renderPage(<Signed />, { at: `${at}?tab=settings`, path });

  await page.getByRole('button', { name: 'Turn writing on…' }).click();
  await page.getByRole('button', { name: 'Turn writing on', exact: true }).click();
  await expect.element(page.getByText('Say why writing is turned on.')).toBeVisible();
  await page.getByLabelText('Reason').fill('October is agreed with finance');
  await page.getByRole('button', { name: 'Turn writing on', exact: true }).click();
  await page.getByLabelText('Password').fill('a long enough password');
  await page.getByRole('button', { name: 'Confirm' }).click();

  await expect.element(page.getByText('Writes: Agreement lines')).toBeVisible();
  expect(api.seen(changeConnection).at(-1)?.body).toEqual({ writeKinds: ['psaLines'], reason: 'October is agreed with finance' });
  expect(api.seen(proveMe)[0]?.body).toEqual({ password: 'a long enough password' });
});

test('leaving the proof leaves writing off and says why', async () => {
  api.on(changeConnection, new Refused('fresh_proof_needed', 'Your last proof is older than five minutes.'));
  api.on(getConnection, aConnection({ writeKinds: ['psaLines'] }));
  await renderPage(<Signed />, { at: `${at}?tab=settings`, path });

  await page.getByRole('button', { name: 'Turn writing off' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();

  await expect.element(page.getByText('Writing was not changed')).toBeVisible();
});

test('who may not change connections sees the switch disabled with the reason', async () => {
  api.on(getMe, aPerson({ role: 'operator' }));
  await renderPage(<Signed />, { at: `${at}?tab=settings`, path });

  await expect.element(page.getByRole('button', { name: 'Turn writing on…' })).toBeDisabled();
});

test('the log shows calls with masked addresses, and the pace that the account allows', async () => {
  const refused = {
    method: 'GET',
    url: 'https://psa.example/finance/agreements',
    status: 403,
    bytes: 20,
    correlationId: 'c-1',
    at: '2026-11-21T10:00:00Z',
  };
  api.on(listCalls, ({ query }) => ({
    calls: query['status'] === 'refused' ? [refused] : [refused, { ...refused, status: 200, correlationId: 'c-2' }],
    pace: [{ part: 'connectwise lists', callsAMinute: 480, heldUntil: null }],
    inTheLastHour: 2,
  }));
  await renderPage(<Signed />, { at: `${at}?tab=calls`, path });

  await expect.element(page.getByText('2 calls in the last hour.')).toBeVisible();
  await expect.element(page.getByText('480')).toBeVisible();
  await expect.element(page.getByText('GET https://psa.example/finance/agreements').nth(1)).toBeVisible();
  await page.getByLabelText('Refused only').click();
  await expect.element(page.getByText('GET https://psa.example/finance/agreements').nth(1)).not.toBeInTheDocument();
});

test('records with the same cause are told once, with their number', async () => {
  await renderPage(<Signed />, { at: `${at}?tab=data`, path });

  await expect.element(page.getByText('Its quantity is no number (2 records)')).toBeVisible();
});

testLooks('a connection', () => <Signed />, isThere, { at, path });
testLooks(
  'the list of connections',
  () => <ConnectionsPage />,
  () => expect.element(page.getByText('Contoso CSP')).toBeVisible(),
  { at: '/settings/connections' },
);
