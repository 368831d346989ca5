import type { z } from 'zod';
import { getJob, type Job, streamJob } from '#contract/jobs.ts';
import { getOverview } from '#contract/overview.ts';
import { getPlan } from '#contract/plans.ts';
import { getDifference, listDifferences, listReconciliationRuns } from '#contract/reconciliation.ts';
import { getMe } from '#contract/sign-in.ts';
import { countDifferences, listAssignees, listDifferenceEvents, listDifferenceGroups, listNotes } from '#contract/worklist.ts';
import { sumByCurrency } from '#model/money.ts';
import type { Permission } from '#model/person.ts';
import { type DifferenceTab, statesOfTab } from '#model/worklist.ts';
import { type FakeApi, installFakeApi, pageOf } from '../../test/fake-api.ts';
import type { PlanShape, Row } from './queries.ts';
import { aDetail } from './samples.ts';

// The server as the tests of this folder need it: signed in, an overview, a finished comparison.

const proposes: Permission[] = ['reconciliation:read', 'reconciliation:run', 'corrections:propose', 'corrections:apply', 'jobs:write'];

export function serverWith(rows: readonly Row[] = [], permissions: readonly Permission[] = proposes): FakeApi {
  const api = installFakeApi();
  api.on(getMe, {
    id: 'per_01JD0000000000000000000001',
    name: 'Ben',
    email: 'ben@example.com',
    role: 'owner',
    permissions: [...permissions],
    csrf: 'token',
    provedAt: null,
    hasPassword: true,
    sandbox: true,
    organisation: null,
    customer: null,
  });
  api.on(getOverview, {
    differences: { open: rows.length, byKind: { quantity_mismatch_psa: 1 } },
    monthly: [{ amount: '1184.2', currency: 'USD' }],
    once: [],
    byKind: [],
    recovered: [],
    costsLeftOut: false,
    customers: 60,
    subscriptions: 420,
    attention: [],
    freshness: [],
    sandbox: true,
    writingHeld: false,
    at: '2026-11-21T10:01:00Z',
  });
  api.on(listReconciliationRuns, {
    data: [
      {
        id: 'run_01JD0000000000000000000001',
        state: 'completed',
        startedAt: '2026-11-21T09:54:00Z',
        endedAt: '2026-11-21T09:55:00Z',
        sources: [{ connectionId: 'con_01JD0000000000000000000002', name: 'Pax8', readAt: '2026-11-21T09:50:00Z', verdict: 'complete' }],
        counts: {},
        period: null,
        invoices: [],
        control: [],
        money: [],
        leftOut: [],
      },
    ],
  });
  api.on(listDifferences, ({ query }) => pageOf(rows.filter((row) => isIn(query, row))));
  api.on(countDifferences, { tabs: countsOf(rows), costsLeftOut: false });
  api.on(listDifferenceGroups, ({ query }) => {
    const found = Map.groupBy(
      rows.filter((row) => isIn(query, row)),
      (row) => row.customerId,
    );
    const data = [...found].map(([key, own]) => ({ key, label: own[0]?.customerName ?? '', ...sumsOf(own) }));
    return { data, groups: data.length, costsLeftOut: false };
  });
  api.on(listDifferenceEvents, { data: [] });
  api.on(listNotes, { data: [] });
  api.on(listAssignees, {
    data: [
      { personId: 'per_01JD0000000000000000000002', name: 'Ana' },
      { personId: 'per_01JD0000000000000000000001', name: 'Ben' },
    ],
  });
  api.on(getDifference, ({ params }) => aDetail(rows.find((row) => row.id === params['id']) ?? rows[0] ?? missing()));
  return api;
}

/** Narrowed as the server narrows, by what the tests of this folder use. */
const isIn = (query: Readonly<Record<string, string>>, row: Row): boolean =>
  (query['state']?.split(',').includes(row.state) ?? true) && (query['customerId'] ?? row.customerId) === row.customerId;

const sumsOf = (rows: readonly Row[]) => {
  const of = (per: Row['per']) => sumByCurrency(rows.flatMap((row) => (row.per === per && row.impact !== null ? [row.impact] : [])));
  return { count: rows.length, monthly: of('month'), once: of('once') };
};

const countsOf = (rows: readonly Row[]) => {
  const of = (tab: DifferenceTab) => sumsOf(rows.filter((row) => (statesOfTab[tab] as readonly string[]).includes(row.state)));
  return { todo: of('todo'), waiting: of('waiting'), resolved: of('resolved'), dismissed: of('dismissed'), all: of('all') };
};

const missing = (): never => {
  throw new Error('The test has no difference.');
};

export const aJob = (more: Partial<z.infer<typeof Job>> = {}): z.infer<typeof Job> => ({
  id: 'job_01JD0000000000000000000001',
  kind: 'applyPlan',
  title: 'Set the quantity',
  status: 'running',
  progress: { done: 0, total: 1, unit: 'steps', step: 'Writing to the PSA' },
  waitingUntil: null,
  startedBy: 'Ben',
  createdAt: '2026-11-21T10:01:00Z',
  startedAt: '2026-11-21T10:01:00Z',
  endedAt: null,
  estimatedEndAt: null,
  result: null,
  errors: [],
  ...more,
});

/** A plan on the server whose job ends with what the test says. */
export function serverWithPlan(plan: PlanShape, permissions?: readonly Permission[]) {
  const api = serverWith([], permissions);
  const state = { plan };
  api.on(getPlan, () => state.plan);
  api.on(getJob, aJob());
  api.on(streamJob, aJob());
  return { api, state };
}
