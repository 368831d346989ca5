import { type DifferenceState, differenceNext } from '../../model/difference.ts';
import { publicId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type DifferenceDetail, readDetail } from './queries.ts';
import { movingTotals } from './totals.ts';

export type Decision = { readonly version: number } & (
  | { readonly decision: 'accept'; readonly reason: string }
  /** Until a calendar date. */
  | { readonly decision: 'mute'; readonly reason: string; readonly until: string }
  | { readonly decision: 'reopen' }
);

export type Decided =
  | { readonly status: 'decided'; readonly difference: DifferenceDetail }
  | { readonly status: 'absent' }
  /** Somebody else decided since (F54, F74). */
  | { readonly status: 'changed_since'; readonly difference: DifferenceDetail }
  | { readonly status: 'not_now'; readonly state: DifferenceState };

/** A person's word on a difference: fine as it is, not now, or look again. Bound to the version that he saw. */
export function decideDifference(context: Context, differenceId: string, decision: Decision): Promise<Decided> {
  return inScope(context.db, context.scope, async (tx): Promise<Decided> => {
    const known = await readDetail(tx, differenceId);
    if (known === undefined) return { status: 'absent' };
    return movingTotals(tx, [known.customerId], async () => {
      // Read again: the customer is locked now, so nobody changes it any more.
      const difference = (await readDetail(tx, differenceId)) ?? known;
      if (difference.version !== decision.version) return { status: 'changed_since', difference };
      const state = stateOf[decision.decision];
      const next: readonly DifferenceState[] = differenceNext[difference.state];
      const mayReopen = decision.decision !== 'reopen' || difference.state === 'accepted' || difference.state === 'muted';
      if (!next.includes(state) || !mayReopen) return { status: 'not_now', state: difference.state };
      return keep(tx, context, difference, decision);
    });
  });
}

const stateOf = { accept: 'accepted', mute: 'muted', reopen: 'open' } as const satisfies Record<Decision['decision'], DifferenceState>;

async function keep(tx: Tx, context: Context, before: DifferenceDetail, decision: Decision): Promise<Decided> {
  const reason = decision.decision === 'reopen' ? null : decision.reason;
  const until = decision.decision === 'mute' ? decision.until : null;
  const state = stateOf[decision.decision];
  const row = await tx
    .updateTable('difference')
    .set((now) => ({
      state,
      reason,
      muted_until: until,
      decided_by: context.actor.name,
      changed_at: context.clock.now(),
      version: now('version', '+', 1),
    }))
    .where('customer_id', '=', before.customerId)
    .where('difference_id', '=', before.differenceId)
    .returning('reseller_id')
    .executeTakeFirstOrThrow();
  await record(tx, context, {
    action: `difference.${decision.decision}`,
    object: publicId('difference', before.differenceId),
    resellerId: row.reseller_id,
    before: { state: before.state },
    after: { state, mutedUntil: until },
    ...(reason === null ? {} : { reason }),
  });
  return { status: 'decided', difference: (await readDetail(tx, before.differenceId)) ?? before };
}
