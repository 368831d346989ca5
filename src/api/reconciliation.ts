import * as contract from '../contract/reconciliation.ts';
import {
  type DifferenceDetail,
  decideDifference,
  findDifference,
  listDifferences,
  listRuns,
  type Outcome,
  type RunView,
  startPeriod,
  startReconciliation,
} from '../features/reconciliation/index.ts';
import { isCostMoney } from '../model/costs.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';
import { defaultLimit, pageReply } from './page.ts';
import { shownDetail, shownRow } from './show-difference.ts';

const noDifference = refuse('not_found', 'There is no difference with this id.');

function refuseOutcome(outcome: Exclude<Outcome, 'decided'>, { state, finding }: DifferenceDetail): Refusal {
  switch (outcome) {
    case 'absent':
      return noDifference;
    case 'changedSince':
      return refuse('precondition_failed', `Somebody changed this difference since you looked; it is ${state} now.`, {
        hint: 'Look at it again, then decide.',
      });
    case 'notNow':
      return refuse('conflict', `A difference that is ${state} cannot be decided that way.`);
    case 'periodClosed':
      return refuse('period_closed', `${finding.period ?? 'The month'} is signed off: what was decided in it is frozen.`, {
        hint: 'Reopen the month with a reason first.',
      });
  }
}

export const reconciliationRoutes: readonly Mounted[] = [
  handle(contract.listDifferences, async ({ context, query }) => {
    const { sort, limit = defaultLimit, cursor, count = false, ...filter } = query;
    const page = await listDifferences(context, { filter, sort, limit, cursor, count });
    return good(pageReply(page, limit, (view) => shownRow(view, context.clock.now()), page.totals));
  }),
  handle(contract.getDifference, async ({ context, params }) => {
    const difference = await findDifference(context, params.id);
    return difference === undefined ? noDifference : good(shownDetail(difference, context.clock.now()));
  }),
  handle(contract.decideDifference, async ({ context, params, body }) => {
    const { outcome, difference } = await decideDifference(context, params.id, body);
    if (difference === undefined) return noDifference;
    return outcome === 'decided' ? good(shownDetail(difference, context.clock.now())) : refuseOutcome(outcome, difference);
  }),
  handle(contract.startReconciliation, async ({ context, body }) => {
    const { period, connectionIds, ...wanted } = body ?? {};
    const job = period === undefined ? await startReconciliation(context, wanted) : await startPeriod(context, { period, connectionIds });
    if (job === 'absent') return refuse('not_found', 'There is no customer with this id.');
    return good({ ...job, jobId: publicId('job', job.jobId) });
  }),
  handle(contract.listReconciliationRuns, async ({ context, query }) =>
    good({
      data: (await listRuns(context, query.period)).map((run) => ({
        ...shownPeriod(run),
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

const shownPeriod = ({ period, invoices, control, money, leftOut }: RunView) => ({
  period: period ?? null,
  invoices: invoices.map((each) => ({ ...each, connectionId: publicId('connection', each.connectionId) })),
  control: control.map((each) => ({ ...each, connectionId: publicId('connection', each.connectionId) })),
  money: money.map((each) => ({ ...each, moneyIsCost: isCostMoney({ kind: each.kind, period }) })),
  leftOut: [...leftOut],
});
