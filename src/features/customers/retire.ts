import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import type { Reading } from '../reading.ts';

/** Marks customers that a complete reading of an account no longer listed. One that another account still sells to stays (S3: soft, comes back by itself). */
export async function retireCustomers(tx: Tx, { connectionId, seenAt }: Reading, since: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ customer_id: string }>`
    update customer_connection set retired_at = ${seenAt}
    where connection_id = ${connectionId}::uuid and retired_at is null and seen_at < ${since}
    returning customer_id`.execute(tx);
  const gone = rows.map((row) => row.customer_id);
  if (gone.length === 0) return 0;
  await sql`update subscription set retired_at = ${seenAt}
    where customer_id = any(${gone}::uuid[]) and connection_id = ${connectionId}::uuid and retired_at is null`.execute(tx);
  await sql`update customer set retired_at = ${seenAt}, changed_at = ${seenAt}
    where customer_id = any(${gone}::uuid[]) and retired_at is null and not exists (
      select from customer_connection where customer_connection.customer_id = customer.customer_id and retired_at is null)`.execute(tx);
  await countSubscriptions(tx, gone);
  return gone.length;
}

/** Live subscriptions of these customers, over all partner accounts: kept beside the customer because lists sort by it. */
export async function countSubscriptions(tx: Tx, customerIds: readonly string[]): Promise<void> {
  await sql`update customer set subscriptions = counted.n
    from (select id as customer_id, (select count(*)::int from subscription where customer_id = id and retired_at is null) as n
      from unnest(${customerIds}::uuid[]) as id) as counted
    where customer.customer_id = counted.customer_id and customer.subscriptions <> counted.n`.execute(tx);
}
