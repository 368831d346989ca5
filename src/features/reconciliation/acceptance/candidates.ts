import type { Updateable } from 'kysely';
import { CauseCode, Certainty, DifferenceKind, type DifferenceState } from '../../../model/difference.ts';
import { money } from '../../../model/money.ts';
import type { Db, Tx } from '../../../platform/db/connect.ts';
import type { Tables } from '../../../platform/db/tables.ts';
import { closedMonths } from '../../sign-offs/index.ts';
import type { Candidate } from './rule.ts';

export const selectCandidates = (db: Db) =>
  db
    .selectFrom('difference')
    .select([
      'difference_id',
      'customer_id',
      'reseller_id',
      'kind',
      'cause',
      'certainty',
      'product_name',
      'impact',
      'currency',
      'needs_cost_right',
      'state',
      'period',
    ]);

export type StoredCandidate = Candidate & {
  readonly resellerId: string;
  readonly state: DifferenceState;
  readonly period: string | undefined;
};

type CandidateRow = Awaited<ReturnType<ReturnType<typeof selectCandidates>['execute']>>[number];

export const toCandidate = (row: CandidateRow): StoredCandidate => ({
  differenceId: row.difference_id,
  customerId: row.customer_id,
  resellerId: row.reseller_id,
  kind: DifferenceKind.parse(row.kind),
  cause: CauseCode.parse(row.cause),
  certainty: Certainty.parse(row.certainty),
  productName: row.product_name,
  impact: money(row.impact, row.currency),
  needsCostRight: row.needs_cost_right,
  state: row.state as DifferenceState, // written by this feature only
  period: row.period ?? undefined,
});

/** Without those of a month that is signed off: what stood there stays. */
export async function inOpenMonths(tx: Tx, rows: readonly CandidateRow[]): Promise<StoredCandidate[]> {
  const candidates = rows.map(toCandidate);
  const closed = await closedMonths(
    tx,
    candidates.map(({ period }) => period),
  );
  return candidates.filter(({ period }) => period === undefined || !closed.has(period));
}

type Decision = Pick<Updateable<Tables['difference']>, 'state' | 'because' | 'reason' | 'scope' | 'decided_by' | 'rule_id'>;

/** Writes what was decided about all of these alike. */
export const decide = (tx: Tx, candidates: readonly StoredCandidate[], at: Temporal.Instant, decision: Decision): Promise<unknown> =>
  tx
    .updateTable('difference')
    .set((now) => ({ ...decision, changed_at: at, version: now('version', '+', 1) }))
    .where('customer_id', 'in', [...new Set(candidates.map(({ customerId }) => customerId))])
    .where(
      'difference_id',
      'in',
      candidates.map(({ differenceId }) => differenceId),
    )
    .execute();
