import { sql } from 'kysely';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

export type Hit = {
  readonly kind: 'customer' | 'subscription' | 'difference';
  readonly id: string;
  readonly title: string;
  readonly detail: string;
};

/** Hits of each kind at most. */
const mostEach = 8;

/** Customers by letters of name or domain or by tenant id; subscriptions by the start of their name or by Microsoft's id; open differences by customer or product. */
export function search(context: Context, q: string): Promise<readonly Hit[]> {
  const letters = q.trim().toLowerCase();
  if (letters === '') return Promise.resolve([]);
  const after = `${letters}\u{10FFFF}`; // in byte order everything that starts with the letters lies between
  return inScope(context.db, context.scope, async (tx) => {
    const { rows } = await sql<Hit>`
      (select 'customer' as kind, customer_id as id, name as title, domain as detail from customer
        where retired_at is null and (position(${letters} in name_key) > 0 or position(${letters} in domain) > 0 or tenant_id = ${letters})
        order by name_key, customer_id limit ${mostEach})
      union all
      (select 'subscription', subscription_id, offer_name, customer_name from subscription
        where retired_at is null and (offer_key >= ${letters} and offer_key < ${after} or remote_id = ${letters})
        order by offer_key, subscription_id limit ${mostEach})
      union all
      (select 'difference', difference_id, product_name, customer_name from difference
        where state in ('open', 'waitingForApproval', 'applying', 'failed')
          and (position(${letters} in lower(customer_name)) > 0 or position(${letters} in lower(product_name)) > 0)
        order by abs(impact) desc, difference_id limit ${mostEach})`.execute(tx);
    return rows;
  });
}
