import type { z } from 'zod';
import * as contract from '../contract/reconciliation.ts';
import {
  type DifferenceDetail,
  type DifferenceView,
  decideDifference,
  findDifference,
  listDifferences,
  listRuns,
  startReconciliation,
} from '../features/reconciliation/index.ts';
import { isCostEvidence, isCostMoney } from '../model/costs.ts';
import { type Correction, perOf } from '../model/difference.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';
import { defaultLimit, pageReply } from './page.ts';

const noDifference = refuse('not_found', 'There is no difference with this id.');

export const reconciliationRoutes: readonly Mounted[] = [
  handle(contract.listDifferences, async ({ context, query }) => {
    const { q, state, kind, customerId, sort, limit = defaultLimit, cursor, count = false } = query;
    const page = await listDifferences(context, { filter: { q, state, kind, customerId }, sort, limit, cursor, count });
    return good(pageReply(page, limit, toRow, page.totals));
  }),
  handle(contract.getDifference, async ({ context, params }) => {
    const difference = await findDifference(context, params.id);
    return difference === undefined ? noDifference : good(toDetail(difference));
  }),
  handle(contract.decideDifference, async ({ context, params, body }) => {
    const outcome = await decideDifference(context, params.id, body);
    switch (outcome.status) {
      case 'decided':
        return good(toDetail(outcome.difference));
      case 'absent':
        return noDifference;
      case 'changed_since':
        return refuse('precondition_failed', `Somebody changed this difference since you looked; it is ${outcome.difference.state} now.`, {
          hint: 'Look at it again, then decide.',
        });
      case 'not_now':
        return refuse('conflict', `A difference that is ${outcome.state} cannot be decided that way.`);
    }
  }),
  handle(contract.startReconciliation, async ({ context }) => {
    const job = await startReconciliation(context);
    return good({ ...job, jobId: publicId('job', job.jobId) });
  }),
  handle(contract.listReconciliationRuns, async ({ context }) =>
    good({
      data: (await listRuns(context)).map((run) => ({
        id: publicId('run', run.runId),
        state: run.state,
        startedAt: run.startedAt.toString(),
        endedAt: run.endedAt?.toString() ?? null,
        sources: run.sources.map((source) => ({
          ...source,
          connectionId: publicId('connection', source.connectionId),
          readAt: source.readAt ?? null,
        })),
        counts: { ...run.counts },
      })),
    }),
  ),
];

export const publicCorrection = (correction: Correction): Correction => ({
  ...correction,
  connectionId: publicId('connection', correction.connectionId),
});

const toRow = (view: DifferenceView): z.input<typeof contract.DifferenceRow> => ({
  id: publicId('difference', view.differenceId),
  kind: view.kind,
  state: view.state,
  cameBack: view.cameBack,
  customerId: publicId('customer', view.customerId),
  customerName: view.customerName,
  productName: view.productName,
  cause: view.cause,
  certainty: view.certainty,
  sentence: view.finding.causes[0]?.sentence ?? '',
  microsoft: view.finding.microsoft,
  distributor: view.finding.distributor,
  psa: view.finding.psa,
  impact: view.impact,
  impactIsCost: isCostMoney(view.kind, view.finding.correction),
  per: perOf(view.kind),
  period: view.finding.period ?? null,
  invoice: view.finding.invoice ?? null,
  lineNo: view.finding.lineNo ?? null,
  correctable: view.finding.correction !== undefined && ['open', 'waitingForApproval', 'failed'].includes(view.state),
  firstSeenAt: view.firstSeenAt.toString(),
  lastSeenAt: view.lastSeenAt.toString(),
  version: view.version,
});

const toDetail = (view: DifferenceDetail): z.input<typeof contract.DifferenceDetail> => ({
  ...toRow(view),
  causes: view.finding.causes,
  evidence: view.finding.evidence.map((fact) => ({ ...fact, isCost: isCostEvidence(fact) })),
  correction: view.finding.correction === undefined ? null : publicCorrection(view.finding.correction),
  subscriptionId: view.finding.links.subscriptionId === undefined ? null : publicId('subscription', view.finding.links.subscriptionId),
  plans: view.plans.map((plan) => ({ ...plan, planId: publicId('plan', plan.planId), createdAt: plan.createdAt.toString() })),
  decidedBy: view.decidedBy ?? null,
  reason: view.reason ?? null,
  mutedUntil: view.mutedUntil ?? null,
});
