import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { setPsaState } from '../customers/index.ts';
import { keepCustomerLinks } from './customer-links.ts';
import { keepAccountVersions } from './versions.ts';

/**
 * What hangs on the links of these customers: their versions, the state of all of them together, whose the books' rows are, and the state shown
 * beside the customer. Call it in the transaction that changed the links.
 */
export async function followMapping(tx: Tx, { clock, ids }: Pick<Context, 'clock' | 'ids'>, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  const now = clock.now();
  await keepAccountVersions(tx, { ids, now }, customerIds);
  await keepCustomerLinks(tx, now, customerIds);
  await setPsaState(tx, await psaStates(tx, customerIds));
  await takeReseller(tx, now);
}

/** The same for customers whose links another feature gave to somebody else: merged, or taken apart again. */
export const followCustomers = (context: Context, customerIds: readonly string[]): Promise<void> =>
  inScope(context.db, context.scope, (tx) => followMapping(tx, context, customerIds));

/** With several PSA connections the best state counts. */
async function psaStates(tx: Tx, customerIds: readonly string[]): Promise<{ customerId: string; state: string }[]> {
  const { rows } = await sql<{ customer_id: string; state: string }>`
    select distinct on (mapping.customer_id) mapping.customer_id, mapping.state
    from account_mapping mapping join connection on connection.connection_id = mapping.connection_id
    where connection.side = 'psa' and mapping.customer_id = any(${customerIds}::uuid[])
    order by mapping.customer_id,
      array_position(array['mapped', 'partlyMapped', 'suggested', 'conflict', 'stale', 'ignored', 'unmapped'], mapping.state)`.execute(tx);
  return rows.map((row) => ({ customerId: row.customer_id, state: row.state }));
}

/** A book's rows belong to the reseller of the customer; an account of customers of several resellers, or of nobody, is seen by the partner only. */
async function takeReseller(tx: Tx, now: Temporal.Instant): Promise<void> {
  const { rows } = await sql<{ account_id: string }>`
    update account set reseller_id = owner.reseller_id, changed_at = ${now}
    from (
      select account.account_id, case when count(distinct mapping.reseller_id) = 1 then min(mapping.reseller_id::text)::uuid end as reseller_id
      from account left join account_mapping mapping on mapping.account_id = account.account_id and mapping.state = 'mapped'
      group by account.account_id
    ) as owner
    where owner.account_id = account.account_id and account.reseller_id is distinct from owner.reseller_id
    returning account.account_id`.execute(tx);
  const moved = rows.map((row) => row.account_id);
  if (moved.length === 0) return;
  for (const table of ['distributor_subscription', 'psa_agreement', 'psa_line'] as const) {
    await sql`update ${sql.table(table)} as book set reseller_id = account.reseller_id from account
      where account.account_id = book.account_id and account.account_id = any(${moved}::uuid[])`.execute(tx);
  }
}
