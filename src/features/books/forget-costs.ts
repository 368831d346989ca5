import { sql } from 'kysely';
import type { IdMaker } from '../../lib/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';

type Forget = { readonly connectionId: string; readonly at: Temporal.Instant; readonly ids: IdMaker };

/**
 * What a distributor charges is gone from the books at once: unit costs, prices and usage. That a cost went is a change like any other, so that months which
 * were compared with it stay what they were; its invoices are documents and stay as well. Answers how many subscriptions lost their cost.
 */
export async function forgetCosts(tx: Tx, { connectionId, at, ids }: Forget): Promise<number> {
  const { rows } = await sql<{ account_id: string; remote_id: string; reseller_id: string | null; unit_cost: string }>`
    select account_id, remote_id, reseller_id, trim_scale(unit_cost)::text as unit_cost from distributor_subscription
    where connection_id = ${connectionId}::uuid and unit_cost is not null for update`.execute(tx);
  const changes = rows.map(({ unit_cost, ...row }) => ({
    ...row,
    change_id: ids(),
    changes: { unit_cost: { before: unit_cost, after: null } },
  }));
  await sql`insert into distributor_subscription_change (account_id, change_id, connection_id, remote_id, reseller_id, changes, at)
    select account_id, change_id, ${connectionId}::uuid, remote_id, reseller_id, changes, ${at.toString()}::timestamptz
    from json_to_recordset(${JSON.stringify(changes)}::json)
      as given (account_id uuid, change_id uuid, remote_id text, reseller_id uuid, changes jsonb)`.execute(tx);
  await tx
    .updateTable('distributor_subscription')
    .set({ unit_cost: null, changed_at: at })
    .where('connection_id', '=', connectionId)
    .where('unit_cost', 'is not', null)
    .execute();
  await tx.deleteFrom('distributor_price').where('connection_id', '=', connectionId).execute();
  await tx.deleteFrom('distributor_usage').where('connection_id', '=', connectionId).execute();
  return rows.length;
}
