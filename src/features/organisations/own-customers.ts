import type { BillTo } from '../../model/bill-to.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { findContacts } from '../customers/index.ts';

/** What people of an organisation see of a customer of theirs: no costs, no connections, no notes of ours (RB8). */
export type OwnCustomer = {
  readonly customerId: string;
  readonly name: string;
  readonly domain: string;
  readonly subscriptions: readonly { readonly subscriptionId: string; readonly name: string; readonly seats: number }[];
};

const most = 500;

type OwnCustomerDetail = OwnCustomer & {
  /** What Microsoft has at each account that sells to it; not the account itself, which is the provider's. */
  readonly profiles: readonly { readonly connectionId: string; readonly billTo: BillTo; readonly readAt: Temporal.Instant }[];
};

/** One customer within the caller's scope; undefined when he sees none with this id. */
export async function findOwnCustomer(context: Context, customerId: string): Promise<OwnCustomerDetail | undefined> {
  const [customer] = await readOwn(context, customerId);
  if (customer === undefined) return undefined;
  const contacts = await findContacts({ ...context, scope: everything }, customerId);
  const profiles = (contacts?.accounts ?? []).map(({ connectionId, billTo, readAt }) => ({ connectionId, billTo, readAt }));
  return { ...customer, profiles };
}

/** Customers within the caller's scope with their subscriptions, by name. */
export const listOwnCustomers = (context: Context): Promise<OwnCustomer[]> => readOwn(context);

const readOwn = (context: Context, customerId?: string): Promise<OwnCustomer[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const customers = await tx
      .selectFrom('customer')
      .select(['customer_id', 'name', 'domain'])
      .where('retired_at', 'is', null)
      .$if(customerId !== undefined, (query) => query.where('customer_id', '=', customerId ?? ''))
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
