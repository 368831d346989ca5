import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { listCustomers } from '#contract/customers.ts';
import { getJob, streamJob } from '#contract/jobs.ts';
import { createPlan } from '#contract/plans.ts';
import { decideDifference, getDifference, listDifferences, listReconciliationRuns, startReconciliation } from '#contract/reconciliation.ts';
import { axeViolations } from '../../test/axe.ts';
import { type FakeApi, pageOf, Refused } from '../../test/fake-api.ts';
import { renderPage } from '../../test/render.tsx';
import { DifferencesPage } from './differences-page.tsx';
import { aJob, serverWith } from './fake-server.ts';
import type { Row } from './queries.ts';
import { aDetail, aDifference, aNeverBilled, anExpiredAccess, aPlan } from './samples.ts';

let api: FakeApi | undefined;
afterEach(() => {
  api?.uninstall();
});

const three = (): Row[] => [aDifference(), aNeverBilled(), anExpiredAccess()];
const open = (at = '/reconciliation', more: Parameters<typeof renderPage>[1] = {}) => renderPage(<DifferencesPage />, { at, ...more });

/** J enters the list. */
async function firstRow(): Promise<void> {
  await userEvent.keyboard('j');
  await expect.poll(() => document.activeElement?.getAttribute('data-row')).not.toBeNull();
}

test('the header tells how much there is to do and how much money it is', async () => {
  api = serverWith(three());

  await open();

  await expect.element(page.getByText('3 to do')).toBeVisible();
  await expect.element(page.getByText(/1,184\.20 a month at stake/)).toBeVisible();
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();
  expect(document.title).toBe('Reconciliation – Concord');
});

test('a row shows the three books with the odd one marked, the money with its direction, and the fix', async () => {
  api = serverWith([aDifference()]);

  await open();

  const row = page.getByRole('row', { name: /Contoso/ });
  await expect.element(row.getByRole('gridcell', { name: 'Differs: 20' })).toBeVisible();
  const text = row.element().textContent;
  expect(text).toMatch(/\+USD\s110\.00we under-bill/);
  expect(text).toContain('Set the billed quantity to 25');
  expect(text).toContain('More at Microsoft than billed · Certain');
});

test('tabs ask for their states and keep the address', async () => {
  api = serverWith([aDifference({ state: 'muted' }), aNeverBilled()]);
  const { address } = await open();

  await page.getByRole('tab', { name: /Dismissed/ }).click();

  await expect.element(page.getByText('Dismissed for now')).toBeVisible();
  expect(address()).toContain('tab=dismissed');
  expect(api.seen(listDifferences).some(({ query }) => query['state'] === 'accepted,muted')).toBe(true);
});

test('typing filters on the server; filters from a copied address are used', async () => {
  api = serverWith(three());
  const { address } = await open('/reconciliation?kind=missing_in_psa');

  await page.getByRole('searchbox').fill('cont');

  await expect.poll(address).toContain('q=cont');
  await expect
    .poll(() => api?.seen(listDifferences).some(({ query }) => query['q'] === 'cont' && query['kind'] === 'missing_in_psa'))
    .toBe(true);
});

test('one customer is found by name and filtered by id', async () => {
  api = serverWith(three());
  api.on(listCustomers, pageOf([]));
  const { address } = await open();
  api.on(listCustomers, ({ query }) => pageOf(query['q'] === 'fab' ? [{ ...aCustomer, connectionIds: [] }] : []));

  await page.getByRole('combobox', { name: 'Customer' }).click();
  await userEvent.keyboard('fab');
  await page.getByRole('option', { name: /Fabrikam GmbH/ }).click();

  await expect.poll(address).toContain('customerId=cus_01JD0000000000000000000002');
});

test('Enter opens the evidence, J goes on to the next one, Esc closes', async () => {
  const [first, second] = [aDifference(), aNeverBilled()];
  api = serverWith([first, second]);
  const { address } = await open();
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();

  await firstRow();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('25 seats bought, 20 billed: 5 seats are not billed.').first()).toBeVisible();
  await userEvent.keyboard('j');
  await expect.poll(address).toContain(`panel=${second.id}`);
  await expect.element(page.getByText('12 seats of Exchange Online Plan 1 bought, none billed.').first()).toBeVisible();
  await userEvent.keyboard('{Escape}');

  await expect.poll(address).not.toContain('panel=');
});

test('P on a row previews its correction', async () => {
  const row = aDifference();
  api = serverWith([row]);
  api.on(createPlan, aPlan());
  const { address } = await open();
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();

  await firstRow();
  await userEvent.keyboard('p');

  await expect.poll(address).toBe('/plans/plan_01JD0000000000000000000001');
  expect(api.seen(createPlan)[0]?.body).toEqual({ type: 'correction', differenceIds: [row.id] });
});

test('several selected ones become one plan; those that cannot be corrected here are named and left out', async () => {
  const rows = three();
  api = serverWith(rows);
  api.on(createPlan, aPlan());
  const { address } = await open();
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();

  await page.getByRole('checkbox', { name: 'Select all loaded rows' }).click();
  await expect.element(page.getByText('3 selected')).toBeVisible();
  await expect.element(page.getByText('1 difference of the 3 cannot be corrected here.')).toBeVisible();
  await expect.element(page.getByText(/\+USD\s158\.00 a month/)).toBeVisible();
  await page.getByRole('button', { name: 'Preview 2 corrections' }).click();

  await expect.poll(address).toContain('/plans/');
  expect(api.seen(createPlan)[0]?.body.differenceIds).toEqual([rows[0]?.id, rows[1]?.id]);
});

test('a preview that is refused says why and keeps the selection', async () => {
  api = serverWith([aDifference()]);
  api.on(createPlan, new Refused('write_switched_off', 'Writing lines is switched off for ConnectWise.'));
  await open();
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();

  await firstRow();
  await userEvent.keyboard('x');
  await expect.element(page.getByText('1 selected')).toBeVisible();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');

  await expect.element(page.getByText(/Writing lines is switched off for ConnectWise/)).toBeVisible();
  await expect.element(page.getByText('1 selected')).toBeVisible();
});

test('D asks for a reason, sends it with the version that was seen, and offers Undo', async () => {
  const row = aDifference();
  api = serverWith([row]);
  api.on(decideDifference, ({ body }) =>
    aDetail({ ...row, state: body.decision === 'reopen' ? 'open' : 'accepted', version: 4 }, { reason: 'Only timing' }),
  );
  await open();
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();

  await firstRow();
  await userEvent.keyboard('d');
  await page.getByRole('button', { name: 'Accept as it is' }).click();
  await expect.element(page.getByText('Say why, so that others need not ask.')).toBeVisible();
  await page.getByRole('button', { name: 'Only timing' }).click();
  await page.getByRole('button', { name: 'Accept as it is' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();

  await expect
    .poll(() => api?.seen(decideDifference).map(({ body }) => body))
    .toEqual([
      { decision: 'accept', reason: 'Only timing', version: 3 },
      { decision: 'reopen', version: 4 },
    ]);
});

test('two people on one difference: the slower one is told, and keeps his reason', async () => {
  const row = aDifference();
  api = serverWith([row]);
  api.on(decideDifference, new Refused('precondition_failed', 'Somebody changed this difference since you looked; it is muted now.'));
  await open(`/reconciliation?panel=${row.id}`);

  await page.getByRole('button', { name: 'Accept as it is' }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Bundled');
  await page.getByRole('dialog').getByRole('button', { name: 'Accept as it is' }).click();

  await expect.element(page.getByText('This changed since you looked')).toBeVisible();
  await expect.element(page.getByRole('textbox', { name: 'Reason' })).toHaveValue('Bundled');
  expect(api.seen(getDifference).length).toBeGreaterThan(1);
});

test('muting needs a day and a reason', async () => {
  const row = aDifference();
  api = serverWith([row]);
  api.on(decideDifference, aDetail({ ...row, state: 'muted' }, { mutedUntil: '2026-12-01', reason: 'Only timing' }));
  await open(`/reconciliation?panel=${row.id}`);

  await page.getByRole('button', { name: 'Mute until' }).click();
  await page.getByRole('button', { name: 'Mute', exact: true }).click();
  await expect.element(page.getByText('Choose a day.')).toBeVisible();
  await page.getByLabelText(/^Until/).fill('2026-12-01');
  await page.getByRole('button', { name: 'Only timing' }).click();
  await page.getByRole('button', { name: 'Mute', exact: true }).click();

  await expect
    .poll(() => api?.seen(decideDifference)[0]?.body)
    .toEqual({ decision: 'mute', reason: 'Only timing', until: '2026-12-01', version: 3 });
});

test('a dismissed one can be reopened and shows who dismissed it and why', async () => {
  const row = aDifference({ state: 'muted' });
  api = serverWith([row]);
  api.on(getDifference, aDetail(row, { decidedBy: 'Ana', reason: 'Only timing', mutedUntil: '2026-12-01' }));
  api.on(decideDifference, aDetail({ ...row, state: 'open' }));
  await open(`/reconciliation?tab=dismissed&panel=${row.id}`);

  await expect.element(page.getByText(/Dismissed by Ana: Only timing, until/)).toBeVisible();
  await page.getByRole('button', { name: 'Reopen' }).click();

  await expect.poll(() => api?.seen(decideDifference)[0]?.body).toEqual({ decision: 'reopen', version: 3 });
});

test('nothing to do says so; filters that leave nothing can be cleared', async () => {
  api = serverWith([]);
  await open();

  await expect.element(page.getByText('Nothing left to review')).toBeVisible();

  const { address } = await open('/reconciliation?kind=missing_in_psa');
  await expect.element(page.getByText('No differences match these filters')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).last().click();
  await expect.poll(address).toBe('/reconciliation');
});

test('a list that cannot be read says why and can be tried again', async () => {
  const rows = three();
  api = serverWith(rows);
  api.on(listDifferences, new Refused('database_unavailable', 'The database does not answer.'));
  await open();
  await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible();

  api.on(listDifferences, pageOf(rows));
  await page.getByRole('button', { name: 'Try again' }).click();

  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();
});

test('who may only look sees the acts disabled with the reason, and keys do nothing', async () => {
  const row = aDifference();
  api = serverWith([row], ['reconciliation:read']);
  await open(`/reconciliation?panel=${row.id}`);

  const preview = page.getByRole('button', { name: 'Preview correction' });
  await expect.element(preview).toHaveAttribute('aria-disabled', 'true');
  await userEvent.keyboard('pd');

  await expect.element(page.getByText(/corrections:propose/).first()).toBeInTheDocument();
  expect(api.seen(createPlan)).toEqual([]);
  expect(document.querySelector('[role=dialog]')).toBeNull();
});

test('somebody without the right to read is told which permission is missing', async () => {
  api = serverWith([]);
  api.on(listDifferences, new Refused('forbidden', 'You need "reconciliation:read".'));

  await open();

  await expect.element(page.getByText(/You need "reconciliation:read"/)).toBeVisible();
});

test('a source that was not read whole is named: differences may be missing', async () => {
  api = serverWith(three());
  api.on(listReconciliationRuns, {
    data: [
      {
        id: 'run_1',
        state: 'completed',
        startedAt: '2026-11-21T09:54:00Z',
        endedAt: '2026-11-21T09:55:00Z',
        sources: [{ connectionId: 'con_1', name: 'Pax8', readAt: null, verdict: 'never' }],
        counts: {},
      },
    ],
  });

  await open();

  await expect.element(page.getByText('Some differences may be missing')).toBeVisible();
  await expect.element(page.getByText(/Pax8 was never read/)).toBeVisible();
});

test('comparing again is a job; its end reads the list again', async () => {
  api = serverWith(three());
  api.on(startReconciliation, { jobId: 'job_01JD0000000000000000000001', joined: false });
  api.on(getJob, aJob({ kind: 'reconciliation', status: 'completed' }));
  api.on(streamJob, aJob({ kind: 'reconciliation', status: 'completed' }));
  await open();
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();
  const before = api.seen(listDifferences).length;

  await page.getByRole('button', { name: 'Compare now' }).click();

  await expect.element(page.getByText('The books were compared again.')).toBeVisible();
  expect(api.seen(listDifferences).length).toBeGreaterThan(before);
});

/** Colours are judged when a drawer has stopped fading in. */
const motionEnded = () => Promise.all(document.getAnimations().map((animation) => animation.finished));

const looks = [
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const;

test.each(looks)('the list with an open panel is accessible and fits, %s at %i px', async (theme, width) => {
  const rows = three();
  api = serverWith(rows);
  await open(`/reconciliation?panel=${rows[0]?.id ?? ''}`, { theme, width });
  await expect.element(page.getByText('Suggested fix').last()).toBeVisible();
  await motionEnded();

  expect(await axeViolations()).toEqual([]);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
});

test.each(looks)('rows, selection and the empty and error states are accessible, %s at %i px', async (theme, width) => {
  api = serverWith(three());
  await open('/reconciliation', { theme, width });
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();
  await page.getByRole('checkbox', { name: /Select Contoso/ }).click();
  expect(await axeViolations()).toEqual([]);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);

  api.on(listDifferences, pageOf<Row>([]));
  await open('/reconciliation', { theme, width });
  await expect.element(page.getByText('Nothing left to review')).toBeVisible();
  expect(await axeViolations()).toEqual([]);

  api.on(listDifferences, new Refused('internal'));
  await open('/reconciliation', { theme, width });
  await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  expect(await axeViolations()).toEqual([]);
});

const aCustomer = {
  id: 'cus_01JD0000000000000000000002',
  name: 'Fabrikam GmbH',
  domain: 'fabrikam.example',
  tenantId: '7f3c0000-0000-4000-8000-000000000001',
  cloud: 'global',
  country: 'DE',
  access: 'active',
  accessEndsAt: null,
  readiness: 'ready',
  psaMapping: 'mapped',
  subscriptions: 4,
  openDifferences: 1,
  atStake: { amount: '48', currency: 'USD' },
  connectionIds: [],
  readAt: '2026-11-21T09:50:00Z',
  retired: false,
} as const satisfies Record<string, unknown>;
