import { publicId } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { movingTotals } from '../totals.ts';
import { decide, inOpenMonths, type StoredCandidate, selectCandidates } from './candidates.ts';
import { type AcceptanceRule, nothingHeld, take } from './rule.ts';

/** Opens again what a rule holds accepted and, as it is now, would not take. `undefined`: there is no such rule any more. */
export async function letGo(tx: Tx, context: Context, ruleId: string, rule: AcceptanceRule | undefined): Promise<number> {
  const held = await heldBy(tx, ruleId);
  return movingTotals(
    tx,
    held.map(({ customerId }) => customerId),
    async () => {
      const now = await heldBy(tx, ruleId); // their customers are locked since
      const kept = rule?.isActive === true ? take(rule, now, nothingHeld).accepted : [];
      const still = new Set(kept.map(({ differenceId }) => differenceId));
      const gone = now.filter(({ differenceId }) => !still.has(differenceId));
      await reopen(tx, context, gone, ruleId);
      return gone.length;
    },
  );
}

/** Not those of a month that is signed off: what stood there stays. */
async function heldBy(tx: Tx, ruleId: string): Promise<StoredCandidate[]> {
  const rows = await selectCandidates(tx).where('rule_id', '=', ruleId).where('state', '=', 'accepted').execute();
  return inOpenMonths(tx, rows);
}

async function reopen(tx: Tx, context: Context, candidates: readonly StoredCandidate[], ruleId: string): Promise<void> {
  if (candidates.length === 0) return;
  await decide(tx, candidates, context.clock.now(), {
    state: 'open',
    because: null,
    reason: null,
    scope: null,
    decided_by: null,
    rule_id: null,
  });
  for (const each of candidates)
    await record(tx, context, {
      action: 'difference.autoReopen',
      object: publicId('difference', each.differenceId),
      resellerId: each.resellerId,
      before: { state: 'accepted', rule: publicId('rule', ruleId) },
      after: { state: 'open' },
    });
}
