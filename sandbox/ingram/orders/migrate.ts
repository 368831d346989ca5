import { ingramSubscription, skuKeyOf } from '../../world/estate/other-distributors.ts';
import type { Customer, IngramCustomer, IngramOrder, IngramOrderLine, Subscription } from '../../world/types.ts';
import { type Change, put, type World } from '../../world/world.ts';

/** The subscription at Microsoft that a line means: named by a parameter (assumed), else of that product and periods and in nobody's order. */
function meant(world: World, tenant: Customer, order: IngramOrder, line: IngramOrderLine): Subscription | undefined {
  const named = line.parameters.find(({ name }) => name === 'microsoft_subscription_id')?.value.toLowerCase();
  return world.tables.subscriptions
    .by('customerId', tenant.id)
    .find(
      (row) =>
        row.status === 'active' &&
        skuKeyOf(row) === line.mpn &&
        (named === undefined ? row.term === order.term && row.billingCycle === order.billingCycle : row.id === named) &&
        world.tables.ingramItems.by('vendorSubscriptionId', row.id).length === 0,
    );
}

/**
 * A migration takes what stands at Microsoft already into the marketplace's books; nothing is bought. undefined: one of the lines means no
 * subscription. The reference names the type and its members only, so the way it finds the subscription is an assumption.
 */
export function migrated(
  world: World,
  order: IngramOrder,
  of: { readonly id: string; readonly company: IngramCustomer; readonly customer: Customer },
): readonly Change[] | undefined {
  const rows: Subscription[] = [];
  for (const line of order.lines) {
    const row = meant(world, of.customer, order, line);
    if (row === undefined || rows.includes(row)) return undefined;
    rows.push(row);
  }
  return [...ingramSubscription(world, rows, of), put('ingramCustomers', { ...of.company, customerId: of.customer.id })];
}
