import { sql } from 'kysely';
import { publicId } from '../../model/ids.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

export type Hit = {
  readonly kind: 'customer' | 'subscription' | 'difference';
  readonly id: string;
  readonly title: string;
  readonly detail: string;
};

const mostOfAKind = 8;

/** Finds by the beginning of a word of a name, by domain, or by an id: what the command palette shows. */
export function search(context: Context, q: string): Promise<Hit[]> {
  const text = q.trim().toLowerCase();
  const escaped = text.replace(/[\\%_]/g, String.raw`\$&`);
  const [starts, inside] = [`${escaped}%`, `% ${escaped}%`];
  return inScope(context.db, context.scope, async (tx) => {
    const { rows } = await sql<Hit>`
      (select 'customer' as kind, customer_id as id, name as title, domain as detail from customer
        where (lower(name) like ${starts} or lower(name) like ${inside} or lower(domain) like ${starts} or tenant_id = ${text}) and retired_at is null
        order by lower(name), customer_id limit ${mostOfAKind})
      union all
      (select 'subscription', subscription_id, offer_name, customer_name from subscription
        where (lower(offer_name) like ${starts} or lower(offer_name) like ${inside} or remote_id = ${text}) and retired_at is null
        order by lower(offer_name), subscription_id limit ${mostOfAKind})
      union all
      (select 'difference', difference_id, product_name, customer_name from difference
        where lower(customer_name) like ${starts} and state = any(array['open', 'waitingForApproval', 'applying', 'failed'])
        order by lower(customer_name), difference_id limit ${mostOfAKind})`.execute(tx);
    return rows;
  });
}

const pages = { customer: '/customers', subscription: '/subscriptions', difference: '/reconciliation' } as const;

/** Path in the browser app. */
export const linkOf = ({ kind, id }: Hit): string => `${pages[kind]}/${publicId(kind, id)}`;
