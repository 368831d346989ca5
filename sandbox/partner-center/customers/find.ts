import type { Customer, CustomerRelationship } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { type Refusal, refuse } from '../errors.ts';

/** A customer as one partner account knows it. */
export type KnownCustomer = { readonly customer: Customer; readonly relationship: CustomerRelationship };

/** All customers with a living relationship to the account. */
export function customersOf(world: World, accountId: string): KnownCustomer[] {
  const known: KnownCustomer[] = [];
  for (const relationship of world.tables.relationships.by('accountId', accountId)) {
    const customer = world.tables.customers.get(relationship.customerId);
    if (customer !== undefined && relationship.removedAt === undefined) known.push({ customer, relationship });
  }
  return known;
}

/** Unknown tenant: 404/60003. A tenant that is not this partner's customer: 403/20002. */
export function findCustomer(world: World, account: { id: string; tenantId: string }, customerId: string): KnownCustomer | Refusal {
  const id = customerId.toLowerCase();
  const customer = world.tables.customers.get(id);
  if (customer === undefined) return refuse(60003);
  const relationship = world.tables.relationships.get(`${account.id}:${id}`);
  if (relationship === undefined || relationship.removedAt !== undefined) return refuse(20002, account.tenantId, id);
  return { customer, relationship };
}

/** Whether the partner may read inside the tenant: old delegated rights, or an active granular relationship with an active assignment. */
export function hasDelegatedAccess(world: World, { relationship }: KnownCustomer): boolean {
  if (relationship.allowDelegatedAccess) return true;
  return world.tables.gdap
    .by('customerId', relationship.customerId)
    .some(
      (gdap) =>
        gdap.accountId === relationship.accountId &&
        gdap.status === 'active' &&
        gdap.assignments.some((assignment) => assignment.status === 'active'),
    );
}
