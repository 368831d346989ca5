import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { z } from 'zod';
import { listAuditEvents, verifyAudit } from '#contract/audit.ts';
import { type Conflict, listConflicts } from '#contract/conflicts.ts';
import { getJob, listJobItems, listJobs, startSync, streamJob } from '#contract/jobs.ts';
import { estimateSync, listLanes } from '#contract/lanes.ts';
import { changeSchedules, listSchedules, type SyncSchedules } from '#contract/schedules.ts';
import { getMe } from '#contract/sign-in.ts';
import { listDeadLetters, listSyncProblems, requeueDeadLetter } from '#contract/sync-runs.ts';
import { meQuery } from '../../lib/use-me.ts';
import { type FakeApi, installFakeApi, pageOf } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aJob, aPerson } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { progressWords } from '../../ui/job-progress.tsx';
import { ActivityPage } from './activity-page.tsx';
import { JobPage } from './job-page.tsx';

let api: FakeApi;
const running = aJob({ id: 'job_2', title: 'Read Contoso CSP', status: 'running', endedAt: null });
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(listJobs, pageOf([running, aJob({ title: 'Compare the books', kind: 'reconciliation' })]));
  api.on(getJob, running);
  api.on(streamJob, running);
  api.on(listJobItems, { data: [] });
});
afterEach(() => {
  api.uninstall();
});
const at = '/activity';

/** In the product the frame asks who is signed in. */
function Signed({ children }: { readonly children: ReactNode }) {
  useQuery(meQuery);
  return children;
}
const activity = () => (
  <Signed>
    <ActivityPage />
  </Signed>
);
const isThere = () => expect.element(page.getByText('Compare the books').first()).toBeVisible();

const shown: z.input<typeof SyncSchedules> = {
  timeZone: 'Europe/Berlin',
  blackouts: [],
  version: 3,
  schedules: [
    {
      name: 'everything',
      cadence: { every: 'minutes', minutes: 60 },
      isChosen: false,
      isInherited: false,
      lastAt: '2026-11-21T09:00:00Z',
      nextAt: '2026-11-21T10:00:00Z',
      heldUntil: null,
      past: [30, 10, 12, 11].map((seconds) => ({ startedAt: '2026-11-21T09:00:00Z', seconds, state: 'completed' })),
    },
    { name: 'prices', cadence: null, isChosen: false, isInherited: false, lastAt: null, nextAt: null, heldUntil: null, past: [] },
  ],
};

function onSyncTab() {
  api.on(listSchedules, shown);
  api.on(listLanes, {
    data: [
      {
        connectionId: 'con_1',
        name: 'Contoso CSP',
        running: [{ jobId: 'job_2', title: 'Read Contoso CSP' }],
        waiting: 1,
        callsLastMinute: 412,
        paces: [{ part: 'partner-center subscriptions', callsPerMinute: 490, heldUntil: null }],
      },
    ],
    queue: { waiting: 2, oldestAt: null, running: 1, retried: 0, deadLetters: 0, workers: [] },
  });
}

test('the sync tab shows lanes, schedules with their trend, and that no worker is alive', async () => {
  onSyncTab();
  await renderPage(activity(), { at: '/activity?tab=sync' });

  await expect.element(page.getByText('412')).toBeVisible();
  await expect.element(page.getByText('490')).toBeVisible();
  await expect.element(page.getByText('30 seconds, slower than before')).toBeVisible();
  await expect.element(page.getByText('None is alive: nothing is read')).toBeVisible();
});

const aConflict: z.input<typeof Conflict> = {
  ...{ id: 'cfl_1', at: '2026-11-20T09:00:00Z', customerId: 'cus_1', customerName: 'Contoso', kind: 'planOvertaken', winner: 'microsoft' },
  ...{ subject: 'Set the seats of Premium at Microsoft from 25 to 20', field: 'seats', base: '25', ours: '20', theirs: '26' },
  ...{ rule: 'Nothing was sent.', system: 'Contoso CSP', planId: 'plan_1' },
};

test('conflicts show both values and whose counts; the panel says the rule and leads to the plan', async () => {
  api.on(listConflicts, pageOf([aConflict, { ...aConflict, id: 'cfl_2', field: 'phone', kind: 'heldHere', winner: 'here', planId: null }]));
  await renderPage(activity(), { at: '/activity?tab=conflicts' });

  await expect.element(page.getByText('Seats').first()).toBeVisible();
  await page.getByText('26').first().click();
  await expect.element(page.getByText('Nothing was sent.')).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'Open the plan' })).toHaveAttribute('href', '/plans/plan_1');
});

test('conflicts of one customer say so, and the filter goes into the question', async () => {
  api.on(listConflicts, pageOf([]));
  await renderPage(activity(), { at: '/activity?tab=conflicts&customer=cus_1&winner=here' });

  await expect.element(page.getByRole('link', { name: 'Show those of all' })).toBeVisible();
  await expect.element(page.getByText('No conflicts match these filters')).toBeVisible();
  expect(api.seen(listConflicts)[0]?.query).toMatchObject({ customerId: 'cus_1', winner: 'here' });
});

test('without conflicts the tab says what would be there', async () => {
  api.on(listConflicts, pageOf([]));
  await renderPage(activity(), { at: '/activity?tab=conflicts' });

  await expect.element(page.getByText('No conflicts yet')).toBeVisible();
});

test('a kind of record is given a turn of its own', async () => {
  onSyncTab();
  api.on(changeSchedules, shown);
  await renderPage(activity(), { at: '/activity?tab=sync' });

  await page.getByRole('button', { name: 'Change when Prices is read' }).click();
  await page.getByLabelText('How often').selectOptions('week');
  await page.getByRole('button', { name: 'Save', exact: true }).click();

  await expect
    .poll(() => api.seen(changeSchedules)[0]?.body)
    .toEqual({ cadences: { prices: { every: 'week', day: 1, at: '02:00' } }, version: 3 });
});

test('a connection has a schedule of its own; what it inherits says so', async () => {
  onSyncTab();
  api.on(listSchedules, ({ query }) => ({
    ...shown,
    schedules: shown.schedules.map((each) => ({ ...each, isInherited: query['connectionId'] !== undefined })),
  }));
  api.on(changeSchedules, shown);
  await renderPage(activity(), { at: '/activity?tab=sync' });

  await page.getByLabelText('Schedules of').selectOptions('Contoso CSP');
  await expect.poll(() => document.body.textContent).toContain('(inherited)');
  await page.getByRole('button', { name: 'Change when Everything is read' }).click();
  await page.getByLabelText('How often').selectOptions('never');
  await page.getByRole('button', { name: 'Save', exact: true }).click();

  await expect
    .poll(() => api.seen(changeSchedules)[0]?.body)
    .toEqual({ cadences: { everything: { every: 'never' } }, connectionId: 'con_1', version: 3 });
});

test('the menu says how long a reading takes and why it has to be everything', async () => {
  const estimate = { connectionId: 'con_1', name: 'Contoso CSP', kinds: [], seconds: 240, fullBecause: 'lastNotWhole' as const };
  api.on(estimateSync, { data: [{ ...estimate, reach: 'full' }] });
  api.on(startSync, { jobIds: [], jobs: [], joined: false });
  await renderPage(activity(), { at });

  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect.element(page.getByText('Needed: Contoso CSP was not read whole last time')).toBeVisible();
  await expect.element(page.getByText('About 4 minutes').first()).toBeVisible();
  await page.getByRole('menuitem', { name: 'Subscriptions' }).click();

  await expect.poll(() => api.seen(startSync)[0]?.body).toEqual({ kinds: ['subscriptions'] });
});

test('a running job shows counted work, not a guess', async () => {
  await renderPage(activity(), { at });

  await expect.element(page.getByText('412 of 1,000 customers').first()).toBeVisible();
});

test('jobs that failed are found by the address of the overview', async () => {
  await renderPage(activity(), { at: '/activity?status=failed' });
  await isThere();

  expect(api.seen(listJobs)[0]?.query['status']).toBe('failed');
});

test('work that was given up can be tried again', async () => {
  api.on(listSyncProblems, { data: [] });
  api.on(listDeadLetters, {
    data: [{ id: '0b9f4f2c-8f0e-4f43-9a39-0d3c7b1c3f11', queue: 'sync', reason: 'Failed three times', at: '2026-11-21T10:00:00Z' }],
  });
  api.on(requeueDeadLetter, () => {
    api.on(listDeadLetters, { data: [] });
    return { jobId: 'job_3', joined: false };
  });
  await renderPage(activity(), { at: '/activity?tab=problems' });

  await page.getByRole('button', { name: 'Try sync again' }).click();

  await expect.element(page.getByText('Every record could be read and every job came to its end.')).toBeVisible();
});

test('the audit log can be verified, and a broken chain is not shown as fine', async () => {
  api.on(listAuditEvents, pageOf([]));
  api.on(verifyAudit, { intact: false, events: 12, head: 'abc', brokenAt: 7, sentence: 'Event 7 was changed after it was written.' });
  await renderPage(activity(), { at: '/activity?tab=audit' });

  await page.getByRole('button', { name: 'Verify the log' }).click();

  await expect.element(page.getByText('The log was changed')).toBeVisible();
});

test('a job tells what it did thing by thing, and the reason of each failure', async () => {
  api.on(getJob, aJob({ status: 'completedWithErrors', errors: [{ code: 'gdap_expired', sentence: 'Access has expired', count: 5 }] }));
  api.on(streamJob, aJob({ status: 'completedWithErrors', errors: [{ code: 'gdap_expired', sentence: 'Access has expired', count: 5 }] }));
  api.on(listJobItems, {
    data: [
      {
        id: 'i1',
        subject: 'Contoso Ltd',
        outcome: 'failed',
        code: 'gdap_expired',
        reason: 'Access ended on 3 Nov',
        at: '2026-11-21T10:00:00Z',
      },
    ],
  });
  await renderPage(<JobPage />, { at: '/activity/jobs/job_1', path: '/activity/jobs/$jobId' });

  await expect.element(page.getByText('Completed with errors').first()).toBeVisible();
  await expect.element(page.getByText('Access has expired')).toBeVisible();
  await expect.element(page.getByText('Access ended on 3 Nov')).toBeVisible();
});

test('a throttled job says on whom it waits and when it goes on', () => {
  const now = Date.parse('2026-11-21T10:00:00Z');
  const job = aJob({ status: 'running', endedAt: null, estimatedEndAt: '2026-11-21T10:02:00Z' });

  expect(progressWords(job, now)).toBe('412 of 1,000 customers, about 2 min left');
  expect(progressWords({ ...job, waitingUntil: '2026-11-21T10:00:34Z' }, now)).toBe(
    '412 of 1,000 customers, waiting for the other system, continues in 34 s',
  );
});

test('a job that ended and counted nothing does not say that it did nothing', () => {
  const uncounted = { done: 0, total: null, unit: 'items', step: null };
  const ended = aJob({ status: 'completed', progress: uncounted });

  expect(progressWords(ended, 0)).toBe('');
  expect(progressWords({ ...ended, status: 'running', endedAt: null }, 0)).toBe('0 items');
  expect(progressWords({ ...ended, progress: { ...uncounted, total: 0 } }, 0)).toBe('0 of 0 items');
});

testLooks('the activity page', activity, isThere, { at });
