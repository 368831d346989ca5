import type { Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { kindOf } from '../subscriptions/kinds.ts';

/** Whether a subscription may go to another partner; `reason` says why not, in the words of the documented sample. */
export type Eligibility = { readonly isEligible: true } | { readonly isEligible: false; readonly reason: string };

const states = {
  active: 'Active',
  suspended: 'Suspended',
  deleted: 'Deleted',
  expired: 'Expired',
  disabled: 'Disabled',
  pending: 'Pending',
  none: 'None',
};

export function eligibilityOf(world: World, row: Subscription, exceptTransferId?: string): Eligibility {
  const refused = (reason: string): Eligibility => ({ isEligible: false, reason });
  const id = row.id.toUpperCase();
  if (row.status !== 'active') return refused(`Subscription: ${id} is in state: ${states[row.status]}`);
  const other = openTransferOf(world, row, exceptTransferId);
  if (other !== undefined) return refused(`subscription is already part of another transfer request id : ${other}`);
  if (kindOf(world, row) === 'marketplace') return refused(`Subscription: ${id} is a third-party product`);
  if (kindOf(world, row) === 'reservation') return refused(`Subscription: ${id} is a reservation`);
  if (kindOf(world, row) === 'legacyAzure') return refused(`Subscription: ${id} is a legacy Azure subscription`);
  if (row.isTrial) return refused(`Subscription: ${id} is a trial`);
  return row.parentSubscriptionId === undefined
    ? { isEligible: true }
    : refused(`Subscription: ${id} is an add-on and goes with its parent`);
}

const openTransferOf = (world: World, { id, customerId }: Subscription, exceptId: string | undefined): string | undefined =>
  world.tables.transfers
    .by('customerId', customerId)
    .find((one) => one.id !== exceptId && (one.status === 'Pending' || one.status === 'InProgress') && one.subscriptionIds.includes(id))
    ?.id;
