import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { z } from 'zod';
import { type CustomerRow, listCustomers } from '#contract/customers.ts';
import { listInvoiceLines, listInvoices } from '#contract/invoices.ts';
import { getJob, streamJob } from '#contract/jobs.ts';
import { createPlan } from '#contract/plans.ts';
import { getDifference, listDifferences, listReconciliationRuns, startReconciliation } from '#contract/reconciliation.ts';
import { addNote, changeDifference, decideDifferences } from '#contract/worklist.ts';
import { axeViolations } from '../../test/axe.ts';
import { type FakeApi, pageOf, Refused } from '../../test/fake-api.ts';
import { anInvoice, anInvoiceLine } from '../../test/make-invoice.ts';
import { renderPage } from '../../test/render.tsx';
import { DifferencesPage } from './differences-page.tsx';
import { aJob, serverWith } from './fake-server.ts';
import { sentenceOf } from './list/use-told-decisions.ts';
import type { DecisionBody, Row } from './queries.ts';
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

test('the header tells how much there is to do, how much money it is and how much is done', async () => {
  api = serverWith([...three(), aDifference({ state: 'fixed' })]);

  await open();

  await expect.element(page.getByText('3 to do')).toBeVisible();
  await expect.element(page.getByText(/USD\s158\.00 a month at stake/)).toBeVisible();
  await expect.element(page.getByText('1 done')).toBeVisible();
  await expect.element(page.getByRole('progressbar', { name: '1 of 4 done' })).toBeVisible();
  await expect.element(page.getByText('Contoso Ltd').first()).toBeVisible();
  expect(document.title).toBe('Reconciliation – Concord');
});

test('a row shows the three books with the odd one marked, the money with its direction, and the fix', async () => {
  api = serverWith([aDifference()]);

  await open();

  const row = page.getByRole('row', { name: /Contoso/ });
  await expect.element(row.getByRole('gridcell', { name: 'Differs: 20' })).toBeVisible();
  const text = row.element().textContent;
  expect(text).toMatch(/\+USD\s110\.00a month, we under-bill/);
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

test('a selection outlives what a comparison does to the list: others come, one falls behind the end, one is gone', async () => {
  const [contoso, never, access] = [aDifference(), aNeverBilled(), anExpiredAccess()];
  const come = aDifference({ id: 'dif_01JD000000000000000000000C', customerName: 'Newcomer Ltd' });
  let [listed, all] = [
    [contoso, never, access],
    [contoso, never, access],
  ];
  api = serverWith([]);
  api.on(listDifferences, ({ query }) => {
    const named = query['ids']?.split(',');
    return pageOf(named === undefined ? listed : all.filter(({ id }) => named.includes(id)));
  });
  await open();
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select all loaded rows' }).click();
  await expect.element(page.getByText('3 selected')).toBeVisible();

  // The list now begins with another one, ends before the second, and the third is no longer to do.
  [listed, all] = [
    [come, contoso],
    [come, contoso, never],
  ];
  await page.getByRole('button', { name: 'Refresh' }).click();

  await expect.element(page.getByText('Newcomer Ltd')).toBeVisible();
  await expect.element(page.getByText('2 selected')).toBeVisible();
  await expect.element(page.getByText('1 more that you selected is not here any more.')).toBeVisible();
  api.on(createPlan, aPlan());
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.poll(() => api?.seen(createPlan)[0]?.body.differenceIds).toEqual([contoso.id, never.id]);
});

/** The server decides all that it is asked for. */
const decides = (row: Row) => (seen: { readonly body: DecisionBody }) => ({
  jobId: null,
  decided: 1,
  results: [
    {
      id: row.id,
      outcome: 'decided' as const,
      state: seen.body.decide.decision === 'reopen' ? ('open' as const) : ('accepted' as const),
      version: 4,
    },
  ],
});

test('D, a number and Enter dismiss with a reason, bound to what was seen; Undo takes back exactly that', async () => {
  const row = aDifference();
  api = serverWith([row]);
  api.on(decideDifferences, decides(row));
  await open();
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();

  await firstRow();
  await userEvent.keyboard('d');
  await expect.element(page.getByRole('dialog')).toBeVisible();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.element(page.getByText('Choose a reason.')).toBeVisible();
  await userEvent.keyboard('4{Control>}{Enter}{/Control}');
  await page.getByRole('button', { name: 'Undo' }).click();

  await expect
    .poll(() => api?.seen(decideDifferences).map(({ body }) => body))
    .toEqual([
      {
        of: { differences: [{ id: row.id, version: 3 }] },
        decide: { decision: 'accept', because: 'timing', reason: 'Only timing', scope: 'thisRun' },
      },
      { of: { differences: [{ id: row.id, version: 4 }] }, decide: { decision: 'reopen' } },
    ]);
});

test('two people on one difference: the slower one is told, keeps what he typed, and can decide on what stands there now', async () => {
  const row = aDifference();
  api = serverWith([row]);
  api.on(decideDifferences, {
    jobId: null,
    decided: 0,
    results: [{ id: row.id, outcome: 'changedSince', state: 'open', version: 5 }],
  });
  await open(`/reconciliation?panel=${row.id}`);

  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('radio', { name: /Bundled/ }).click();
  await page.getByRole('textbox', { name: /In words/ }).fill('With the backup service');
  await page.getByRole('dialog').getByRole('button', { name: 'Dismiss' }).click();

  await expect.element(page.getByText('This changed since you looked')).toBeVisible();
  await expect.element(page.getByRole('textbox', { name: /In words/ })).toHaveValue('With the backup service');
  api.on(decideDifferences, decides(row));
  await page.getByRole('dialog').getByRole('button', { name: 'Dismiss' }).click();
  await expect
    .poll(() => api?.seen(decideDifferences).map(({ body }) => body.of))
    .toEqual([{ differences: [{ id: row.id, version: 3 }] }, { differences: [{ id: row.id, version: 5 }] }]);
});

test('muting needs a day and a reason', async () => {
  const row = aDifference();
  api = serverWith([row]);
  api.on(decideDifferences, decides(row));
  await open(`/reconciliation?panel=${row.id}`);

  await page.getByRole('button', { name: 'Mute until' }).click();
  await page.getByRole('radio', { name: /Only timing/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Dismiss' }).click();
  await expect.element(page.getByText('Choose a day.')).toBeVisible();
  await page
    .getByLabelText(/^Until/)
    .last()
    .fill('2026-12-01');
  await page.getByRole('dialog').getByRole('button', { name: 'Dismiss' }).click();

  await expect
    .poll(() => api?.seen(decideDifferences)[0]?.body.decide)
    .toEqual({ decision: 'mute', because: 'timing', reason: 'Only timing', until: '2026-12-01' });
});

test('a dismissed one can be reopened and shows who dismissed it and why', async () => {
  const row = aDifference({ state: 'muted' });
  api = serverWith([row]);
  api.on(getDifference, aDetail(row, { decidedBy: 'Ana', because: 'timing', reason: 'Only timing', mutedUntil: '2026-12-01' }));
  api.on(decideDifferences, decides(row));
  await open(`/reconciliation?tab=dismissed&panel=${row.id}`);

  await expect.element(page.getByText(/Dismissed by Ana: Only timing, until/)).toBeVisible();
  await page.getByRole('button', { name: 'Reopen' }).click();

  await expect
    .poll(() => api?.seen(decideDifferences)[0]?.body)
    .toEqual({ of: { differences: [{ id: row.id, version: 3 }] }, decide: { decision: 'reopen' } });
});

test('what was done many times at once is told in one sentence', () => {
  const result = (outcome: 'decided' | 'changedSince' | 'periodClosed') => ({ id: 'dif_1', outcome, state: null, version: null });

  expect(sentenceOf({ jobId: null, decided: 17, results: [result('decided')] })).toBe('Dismissed 17 differences.');
  expect(
    sentenceOf({
      jobId: null,
      decided: 1,
      results: [result('decided'), result('changedSince'), result('changedSince'), result('periodClosed')],
    }),
  ).toBe('Dismissed 1 difference. Left: 2 changed since you looked, 1 of a closed month.');
});

test('gathered rows show count and money of each group; Enter opens one, A previews all of it', async () => {
  const [first, second, other] = [aDifference(), aDifference(), aNeverBilled({ customerId: 'cus_01JD0000000000000000000002' })];
  api = serverWith([first, second, other]);
  api.on(createPlan, aPlan());
  const { address } = await open('/reconciliation?group=customer');
  await expect.element(page.getByText(/2 differences · \+USD\s220\.00 a month/)).toBeVisible();

  await firstRow();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => page.getByRole('checkbox', { name: /Select Contoso/ }).elements().length).toBe(2);
  await userEvent.keyboard('a');

  await expect.poll(address).toContain('/plans/');
  expect(api.seen(createPlan)[0]?.body.differenceIds).toEqual([first.id, second.id]);
});

test('G twice gathers by the next thing', async () => {
  api = serverWith(three());
  const { address } = await open();
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();

  await userEvent.keyboard('gg');
  await expect.poll(address).toContain('group=customer');
  await userEvent.keyboard('gg');

  await expect.poll(address).toContain('group=cause');
});

test('a whole group is dismissed by its filter, with the number that was seen', async () => {
  const row = aDifference();
  api = serverWith([row]);
  api.on(decideDifferences, decides(row));
  await open('/reconciliation?group=customer');

  await page.getByRole('button', { name: 'Dismiss all of Contoso Ltd' }).click();
  await page.getByRole('radio', { name: /Intended/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Dismiss' }).click();

  await expect
    .poll(() => api?.seen(decideDifferences)[0]?.body.of)
    .toEqual({ filter: { customerId: row.customerId, state: ['open', 'failed'] }, expected: 1 });
});

test('above twenty, five are looked at before they are previewed together', async () => {
  api = serverWith(Array.from({ length: 23 }, () => aDifference()));
  api.on(createPlan, aPlan());
  const { address } = await open();
  await expect.element(page.getByText('Contoso Ltd').first()).toBeVisible();

  await page.getByRole('checkbox', { name: 'Select all loaded rows' }).click();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  const check = page.getByRole('table', { name: 'Drawn at random' });
  await expect.poll(() => check.getByRole('row').elements().length).toBe(6);
  expect(api.seen(createPlan)).toEqual([]);
  await page.getByRole('button', { name: 'They are right: preview 23 corrections' }).click();

  await expect.poll(address).toContain('/plans/');
  expect(api.seen(createPlan)[0]?.body.differenceIds).toHaveLength(23);
});

test('O gives it to oneself at once, N writes a note', async () => {
  const row = aDifference();
  api = serverWith([row]);
  api.on(changeDifference, aDetail(row));
  api.on(addNote, { id: 'nte_1', text: 'Asked Contoso.', author: 'Ben', at: '2026-11-21T10:02:00Z' });
  await open();
  await expect.element(page.getByText('Contoso Ltd')).toBeVisible();

  await firstRow();
  await userEvent.keyboard('o');
  await expect.element(page.getByRole('radio', { name: 'Ben (you)' })).toBeChecked();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.poll(() => api?.seen(changeDifference)[0]?.body).toEqual({ ownerId: 'per_01JD0000000000000000000001', version: 3 });
  await expect.poll(() => document.querySelector('[role=dialog]')).toBeNull();
  await userEvent.keyboard('jn');
  await page.getByRole('textbox', { name: 'Note' }).fill('Asked Contoso.');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');

  await expect.poll(() => api?.seen(addNote)[0]?.body).toEqual({ text: 'Asked Contoso.' });
});

test('the panel shows what was charged, a refund and its new charge as one, and the history with the cut-off', async () => {
  const row = aDifference({ period: '2026-10', invoice: 'G012345678', lineNo: 5, per: 'once', kind: 'proration' });
  api = serverWith([row], ['reconciliation:read', 'invoices:read']);
  api.on(listInvoices, pageOf([anInvoice()]));
  const ref = { raw: { ReferenceID: 'f1' } };
  api.on(listInvoiceLines, {
    data: [
      anInvoiceLine({ lineNo: 4, quantity: '-20', subtotal: '-374', ...ref }),
      anInvoiceLine({ lineNo: 5, quantity: '23', subtotal: '430.1', ...ref }),
    ],
    page: { nextCursor: null, previousCursor: null, hasMore: false, limit: 100 },
  });
  await open(`/reconciliation?panel=${row.id}`, { width: 1440 });

  const panel = page.getByRole('complementary');
  await expect.element(panel.getByRole('row', { name: /Refund and new charge \(this one\).*20 → 23.*\+USD\s56\.10/ })).toBeVisible();
  await expect.element(panel.getByText(/Invoice cut-off, end of .*31.*2026 UTC|Invoice cut-off, end of Oct 31, 2026 UTC/)).toBeVisible();
  expect(api.seen(listInvoiceLines)[0]?.query).toMatchObject({ subscriptionId: 'sub_01JD0000000000000000000001' });
  await panel.getByRole('button', { name: 'Show raw lines' }).click();
  await expect.element(panel.getByText(/"ReferenceID": "f1"/).first()).toBeVisible();
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
        period: null,
        invoices: [],
        control: [],
        money: [],
        leftOut: [],
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

test('with one customer in the filter only that one is compared; its end says how many were looked at', async () => {
  api = serverWith(three());
  const ended = aJob({ kind: 'reconciliation', status: 'completed', result: { customers: 1, unchanged: 59 } });
  api.on(startReconciliation, { jobId: 'job_01JD0000000000000000000001', joined: false });
  api.on(getJob, ended);
  api.on(streamJob, ended);
  const customerId = 'cus_01JD0000000000000000000002';
  await open(`/reconciliation?customerId=${customerId}`);

  await page.getByRole('button', { name: 'Compare this customer' }).click();

  await expect.element(page.getByText('Compared 1 customer again; nothing changed at 59.')).toBeVisible();
  expect(api.seen(startReconciliation)[0]?.body).toEqual({ customerId });
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
  const rows = three().map((row) => ({
    ...row,
    sentence: `Changed by integration@${'northwind'.repeat(6)}.onmicrosoft.com.`,
  }));
  api = serverWith(rows);
  await open(`/reconciliation?panel=${rows[0]?.id ?? ''}`, { theme, width });
  await expect.element(page.getByText('Suggested fix').last()).toBeVisible();
  await motionEnded();
  const wide = [...document.querySelectorAll('[role=dialog] *, [role=complementary] *, aside *')].filter(
    (each) => getComputedStyle(each).overflowY === 'auto' && each.scrollWidth > each.clientWidth,
  );
  expect(wide.map(({ className }) => className)).toEqual([]);

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

const aCustomer: z.infer<typeof CustomerRow> = {
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
  partnerTypes: [],
  resellers: [],
  readAt: '2026-11-21T09:50:00Z',
  source: null,
  isStale: false,
  retired: false,
};
