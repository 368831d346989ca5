import type { z } from 'zod';
import type * as contract from '../contract/reconciliation.ts';
import type { DifferenceDetail, DifferenceView } from '../features/reconciliation/index.ts';
import { isCostEvidence, isCostMoney } from '../model/costs.ts';
import { type Act, perOf } from '../model/difference.ts';
import { publicId } from '../model/ids.ts';

export const publicCorrection = <A extends Act>(correction: A): A => ({
  ...correction,
  connectionId: publicId('connection', correction.connectionId),
});

/** A row as the contract has it; its age is counted to this moment. */
export const shownRow = (view: DifferenceView, now: Temporal.Instant): z.input<typeof contract.DifferenceRow> => ({
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
  impactIsCost: isCostMoney(view.finding),
  per: perOf(view.finding),
  period: view.finding.period ?? null,
  invoice: view.finding.invoice ?? null,
  lineNo: view.finding.lineNo ?? null,
  correctable: view.finding.correction !== undefined && ['open', 'waitingForApproval', 'failed'].includes(view.state),
  owner: view.owner === undefined ? null : { personId: publicId('person', view.owner.personId), name: view.owner.name },
  dueOn: view.dueOn ?? null,
  tags: [...view.tags],
  notes: view.notes,
  causeKey: view.causeKey ?? null,
  ageDays: Math.floor(view.firstSeenAt.until(now).total('hours') / 24),
  firstSeenAt: view.firstSeenAt.toString(),
  lastSeenAt: view.lastSeenAt.toString(),
  version: view.version,
});

export const shownDetail = (view: DifferenceDetail, now: Temporal.Instant): z.input<typeof contract.DifferenceDetail> => ({
  ...shownRow(view, now),
  causes: view.finding.causes,
  evidence: view.finding.evidence.map((fact) => ({ ...fact, isCost: isCostEvidence(fact) })),
  correction: view.finding.correction === undefined ? null : publicCorrection(view.finding.correction),
  alternatives: (view.finding.alternatives ?? []).map(publicCorrection),
  subscriptionId: view.finding.links.subscriptionId === undefined ? null : publicId('subscription', view.finding.links.subscriptionId),
  plans: view.plans.map((plan) => ({ ...plan, planId: publicId('plan', plan.planId), createdAt: plan.createdAt.toString() })),
  decidedBy: view.decidedBy ?? null,
  because: view.because ?? null,
  reason: view.reason ?? null,
  scope: view.scope ?? null,
  mutedUntil: view.mutedUntil ?? null,
  rule: view.rule === undefined ? null : { id: publicId('rule', view.rule.ruleId), name: view.rule.name },
});
