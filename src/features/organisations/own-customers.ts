import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

/** What people of an organisation see of a customer of theirs: no costs, no connections, no notes of ours (RB8). */
export type OwnCustomer = {
  readonly customerId: string;
  readonly name: string;
  readonly domain: string;
  readonly subscriptions: readonly { readonly subscriptionId: string; readonly name: string; readonly seats: number }[];
};

const most = 500;

/** Customers within the caller's scope with their subscriptions, by name. */
export const listOwnCustomers = (context: Context): Promise<OwnCustomer[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const customers = await tx
      .selectFrom('customer')
      .select(['customer_id', 'name', 'domain'])
      .where('retired_at', 'is', null)
      .orderBy('name_key')
      .limit(most)
      .execute();
    if (customers.length === 0) return [];
    const sold = await tx
      .selectFrom('subscription')
      .select(['customer_id', 'subscription_id', 'offer_name', 'seats'])
      .where(
        'customer_id',
        'in',
        customers.map((row) => row.customer_id),
      )
      .where('retired_at', 'is', null)
      .where('is_usage', '=', false)
      .orderBy('offer_name')
      .execute();
    return customers.map(({ customer_id: customerId, name, domain }) => ({
      customerId,
      name,
      domain,
      subscriptions: sold
        .filter((row) => row.customer_id === customerId)
        .map((row) => ({ subscriptionId: row.subscription_id, name: row.offer_name, seats: row.seats })),
    }));
  });
