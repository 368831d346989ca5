import { sql } from 'kysely';
import type { MappingState } from '../../model/mapping.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

type Counts = Partial<Record<MappingState, number>>;

/** How many mappings are in each state; those of customers that are gone do not count. */
export function countMappings(context: Context): Promise<{ readonly accounts: Counts; readonly products: Counts }> {
  return inScope(context.db, context.scope, async (tx) => {
    const accounts = await sql<{ state: MappingState; n: number }>`
      select mapping.state, count(*)::int as n from account_mapping mapping
      join customer on customer.customer_id = mapping.customer_id and customer.retired_at is null group by mapping.state`.execute(tx);
    const products = await sql<{ state: MappingState; n: number }>`
      select state, count(*)::int as n from product_mapping where subscriptions > 0 or decided_by is not null group by state`.execute(tx);
    const counted = (rows: readonly { state: MappingState; n: number }[]): Counts =>
      Object.fromEntries(rows.map((row) => [row.state, row.n]));
    return { accounts: counted(accounts.rows), products: counted(products.rows) };
  });
}

export type Target = { readonly id: string; readonly name: string; readonly detail: string };
/** What a person chooses from is a short list: more letters make it shorter. */
const mostTargets = 50;

/** Accounts or services of a connection whose name, code or domain contains the letters. */
export function listTargets(
  context: Context,
  { connectionId, kind, q }: { readonly connectionId: string; readonly kind: 'account' | 'service'; readonly q?: string | undefined },
): Promise<readonly Target[]> {
  const letters = (q ?? '').trim().toLowerCase();
  return inScope(context.db, context.scope, async (tx) => {
    const { rows } =
      kind === 'account'
        ? await sql<Target>`select account_id as id, name, concat_ws(' · ', nullif(domain, ''), remote_id) as detail from account
            where connection_id = ${connectionId}::uuid and retired_at is null
              and (position(${letters} in lower(name)) > 0 or position(${letters} in domain) > 0 or remote_id = ${letters})
            order by lower(name), account_id limit ${mostTargets}`.execute(tx)
        : await sql<Target>`select remote_id as id, name, code as detail from psa_service
            where connection_id = ${connectionId}::uuid and retired_at is null and active
              and (position(${letters} in lower(name)) > 0 or position(${letters} in lower(code)) > 0)
            order by lower(name), remote_id limit ${mostTargets}`.execute(tx);
    return rows;
  });
}
