import { termEndOf } from '../../world/terms-end.ts';
import { planOf } from '../../world/terms-renew.ts';
import type { Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { kindOf } from './kinds.ts';

const names = { renew: 'RenewToNewTerm', extend: 'RenewToExtendedServiceTerm', cancel: 'Cancel' } as const;

/**
 * What the end of the term is to bring, since 2026. Only the names are known (from typed clients); a whole payload was seen nowhere, so its
 * form is the sandbox's, and the switch `extendedTerm.shown` says when it is there.
 */
export function scheduledActions(world: World, row: Subscription): { readonly scheduledActions?: readonly unknown[] } {
  const { shown } = world.switch('extendedTerm');
  if (shown === 'never' || row.status !== 'active' || row.isTrial || kindOf(world, row) !== 'licence') return {};
  const end = termEndOf(world, row);
  if (end !== 'renew' && end !== 'extend' && end !== 'cancel') return {};
  if (end === 'renew' && shown === 'withoutRenewal') return {};
  const effectiveDate = Temporal.Instant.from(row.commitmentEndAt).add({ seconds: 1 }).toString();
  const instructions = end === 'cancel' ? undefined : instructionsOf(world, row, end);
  return {
    scheduledActions: [
      { scheduleType: 'TermEnd', actionType: names[end], effectiveDate, ...(instructions === undefined ? {} : { instructions }) },
    ],
  };
}

/** Nothing is scheduled for a term that just goes on: a client that sends this back must not schedule it by that. */
function instructionsOf(world: World, row: Subscription, end: 'renew' | 'extend') {
  const next = row.nextTerm;
  if (end === 'renew' && next === undefined && row.extended === undefined) return undefined;
  const plan =
    end === 'extend'
      ? ({ ...row, term: 'P1M', billingCycle: 'monthly' } as const)
      : (next ?? { ...row, ...(row.extended === undefined ? {} : { term: row.extended.term, billingCycle: row.extended.billingCycle }) });
  return {
    product: {
      productId: plan.productId,
      skuId: plan.skuId,
      availabilityId: planOf(world, plan)?.availabilityId ?? row.availabilityId,
      billingCycle: plan.billingCycle,
      termDuration: plan.term,
    },
    quantity: plan.quantity,
  };
}

/** Microsoft turned automatic renewal on again for subscriptions that would go into the extended term: a switch. */
export const isShownRenewing = (world: World, row: Subscription): boolean =>
  row.autoRenew || (world.switch('extendedTerm').backfill && row.status === 'active' && termEndOf(world, row) === 'extend');
