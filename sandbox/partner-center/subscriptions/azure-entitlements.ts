import { Seeded } from '../../../src/lib/seeded.ts';
import { instantAt } from '../../world/estate/times.ts';
import type { AzureEntitlement, Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';

/** The Azure subscriptions below an Azure plan: one or two by its own seed, as they stand now. */
export function azureEntitlementsOf(world: World, plan: Subscription): AzureEntitlement[] {
  const random = new Seeded(`${String(world.options.seed)}/azure/${plan.id}`);
  const count = random.int(1, 2);
  return Array.from({ length: count }, (_, place): AzureEntitlement => {
    const id = random.uuid();
    const first: AzureEntitlement = {
      id,
      subscriptionId: plan.id,
      friendlyName: place === 0 ? 'Azure subscription 1' : 'Development',
      status: 'active',
      changedAt: plan.createdAt,
    };
    return settled(world, world.tables.azureEntitlements.get(id) ?? first);
  });
}

/** Cancelling and reactivating take their time (about ten minutes). */
function settled(world: World, row: AzureEntitlement): AzureEntitlement {
  const doneMs = Date.parse(row.changedAt) + world.switch('subscriptionUpdates').entitlementSeconds * 1000;
  if (doneMs > world.clock.nowMs()) return row;
  if (row.status === 'cancelling') return { ...row, status: 'inactive', changedAt: instantAt(doneMs) };
  return row.status === 'reactivating' ? { ...row, status: 'active', changedAt: instantAt(doneMs) } : row;
}

export const activeEntitlements = (world: World, plan: Subscription): AzureEntitlement[] =>
  azureEntitlementsOf(world, plan).filter(({ status }) => status === 'active' || status === 'reactivating');
