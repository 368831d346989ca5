import { publicId } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { decide, inOpenMonths, type StoredCandidate, selectCandidates } from './candidates.ts';
import { type AcceptanceRule, isExpired, nothingHeld, take } from './rule.ts';
import { heldByRules, isUndecided, lockActiveRules } from './store.ts';

type Actor = Pick<Context, 'actor' | 'clock' | 'ids'>;

/**
 * Accepts what the rules take among the open differences of these customers; answers how many. Called when a comparison has settled them, inside
 * `movingTotals`. Each is audited with the rule that took it.
 */
export async function applyRules(tx: Tx, context: Actor, customerIds: readonly string[]): Promise<number> {
  const today = context.clock.today().toString();
  const rules = (await lockActiveRules(tx)).filter((rule) => !isExpired(rule, today));
  if (rules.length === 0) return 0;
  let open = await undecided(tx, customerIds);
  const held = await heldByRules(tx);
  let count = 0;
  for (const rule of rules) {
    const { accepted } = take(rule, open, held.get(rule.ruleId)?.amount ?? nothingHeld);
    const taken = new Set(accepted.map(({ differenceId }) => differenceId));
    await accept(
      tx,
      context,
      rule,
      open.filter(({ differenceId }) => taken.has(differenceId)),
    );
    open = open.filter(({ differenceId }) => !taken.has(differenceId));
    count += taken.size;
  }
  return count;
}

async function undecided(tx: Tx, customerIds: readonly string[]): Promise<StoredCandidate[]> {
  const rows = await selectCandidates(tx)
    .where('customer_id', 'in', [...customerIds])
    .where(isUndecided)
    .execute();
  return inOpenMonths(tx, rows);
}

async function accept(tx: Tx, context: Actor, rule: AcceptanceRule, candidates: readonly StoredCandidate[]): Promise<void> {
  if (candidates.length === 0) return;
  await decide(tx, candidates, context.clock.now(), {
    state: 'accepted',
    because: rule.because,
    reason: rule.reason,
    scope: 'thisRun',
    decided_by: `Rule "${rule.name}"`,
    rule_id: rule.ruleId,
  });
  for (const each of candidates)
    await record(tx, context, {
      action: 'difference.autoAccept',
      object: publicId('difference', each.differenceId),
      resellerId: each.resellerId,
      before: { state: 'open' },
      after: { state: 'accepted', rule: publicId('rule', rule.ruleId), ruleName: rule.name, because: rule.because },
      reason: rule.reason,
    });
}
