import { sql } from 'kysely';
import { DifferenceState, differenceNext, Finding } from '../../model/difference.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { changeState } from './store.ts';
import { addToTotals, facetOf, movingTotals, recoveredTotal } from './totals.ts';

/** A difference as a plan needs it. */
export type PlannableDifference = {
  readonly differenceId: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly resellerId: string;
  readonly state: DifferenceState;
  readonly finding: Finding;
};

/** In the order asked for; those of a foreign scope or that do not exist are left out. */
export async function differencesForPlan(db: Db, differenceIds: readonly string[]): Promise<PlannableDifference[]> {
  const rows = await db
    .selectFrom('difference')
    .select(['difference_id', 'customer_id', 'customer_name', 'reseller_id', 'state', 'finding'])
    .where('difference_id', 'in', [...differenceIds])
    .execute();
  const byId = new Map(rows.map((row) => [row.difference_id, row]));
  return differenceIds.flatMap((id) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    return [
      {
        differenceId: id,
        customerId: row.customer_id,
        customerName: row.customer_name,
        resellerId: row.reseller_id,
        state: DifferenceState.parse(row.state),
        finding: Finding.parse(row.finding),
      },
    ];
  });
}

export type DifferenceMove = {
  readonly customerId: string;
  readonly differenceIds: readonly string[];
  readonly to: DifferenceState;
  /** Found again is not the word for what we opened ourselves. */
  readonly cameBack?: boolean;
};

/** Moves differences along their table of states, with the totals. One that may not go there stays: answers the ids that moved. */
export async function moveDifferences(tx: Tx, moves: readonly DifferenceMove[], at: Temporal.Instant): Promise<string[]> {
  return movingTotals(
    tx,
    moves.map((move) => move.customerId),
    async () => {
      const moved: string[] = [];
      for (const { customerId, differenceIds, to, cameBack } of moves) {
        const may = await movable(tx, customerId, differenceIds, to);
        if (may.length === 0) continue;
        await changeState(tx, customerId, may, { state: to, at, ...(cameBack === undefined ? {} : { cameBack }) });
        moved.push(...may);
      }
      return moved;
    },
  );
}

async function movable(tx: Tx, customerId: string, differenceIds: readonly string[], to: DifferenceState): Promise<string[]> {
  const from = DifferenceState.options.filter((state) => {
    const next: readonly DifferenceState[] = differenceNext[state];
    return next.includes(to);
  });
  const rows = await tx
    .selectFrom('difference')
    .select('difference_id')
    .where('customer_id', '=', customerId)
    .where('difference_id', 'in', [...differenceIds])
    .where('state', 'in', from)
    .execute();
  return rows.map((row) => row.difference_id);
}

/** Money that a correction brought into order (`fixed`) or gave back again (`undone`), absolute, a month. */
export async function countRecovered(tx: Tx, differenceId: string, what: 'fixed' | 'undone'): Promise<void> {
  const { rows } = await sql<{ reseller_id: string; is_cost: boolean; currency: string; amount: string }>`
    select reseller_id, needs_cost_right as is_cost, currency, abs(impact) as amount from difference where difference_id = ${differenceId}`.execute(
    tx,
  );
  const sign = what === 'fixed' ? 1 : -1;
  await addToTotals(
    tx,
    recoveredTotal,
    rows.map((row) => ({
      ...row,
      facet: facetOf({ name: 'all', isCost: row.is_cost, isOnce: false }),
      count: sign,
      amount: what === 'fixed' ? row.amount : `-${row.amount}`,
    })),
  );
}
