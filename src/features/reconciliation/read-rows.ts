import { sql } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';
import { readHistories } from './read-history.ts';

/** The rows of some customers that are compared: one statement a table, whatever the number of customers. */
export async function readRows(db: Db, customerIds: readonly string[], movedSince: Temporal.Instant) {
  const ids = [...customerIds];
  const customers = await db.selectFrom('customer').selectAll().where('customer_id', 'in', ids).execute();
  const sellers = await db
    .selectFrom('customer_connection')
    .selectAll()
    .where('customer_id', 'in', ids)
    .where('retired_at', 'is', null)
    .execute();
  const subscriptions = await db
    .selectFrom('subscription')
    .selectAll()
    .where('customer_id', 'in', ids)
    .where('retired_at', 'is', null)
    .execute();
  const gone = await db
    .selectFrom('subscription')
    .select(['customer_id', 'remote_id', 'offer_name', 'retired_at'])
    .where('customer_id', 'in', ids)
    .where('retired_at', 'is not', null)
    .execute();
  const moves = await sql<{ subscription_id: string; at: Temporal.Instant }>`
    select subscription_id, max(at) as at from subscription_change
    where customer_id = any(${ids}::uuid[]) and at > ${movedSince} and changes ?| array['seats', 'status', 'term', 'frequency']
    group by subscription_id`.execute(db);
  const mappings = await db.selectFrom('account_mapping').selectAll().where('customer_id', 'in', ids).execute();
  const accountIds = mappings.flatMap((row) => (row.account_id === null || row.state !== 'mapped' ? [] : [row.account_id]));
  const histories = await readHistories(db, ids, accountIds);
  return { customers, sellers, subscriptions, gone, moves: moves.rows, mappings, histories, ...(await accountRows(db, accountIds)) };
}

export type Rows = Awaited<ReturnType<typeof readRows>>;

async function accountRows(db: Db, accountIds: readonly string[]) {
  if (accountIds.length === 0) return { accounts: [], supplied: [], agreements: [], lines: [], deleted: [], sharers: [] };
  const ids = [...new Set(accountIds)];
  const accounts = await db.selectFrom('account').select(['account_id', 'currency']).where('account_id', 'in', ids).execute();
  const supplied = await db
    .selectFrom('distributor_subscription')
    .selectAll()
    .where('account_id', 'in', ids)
    .where('retired_at', 'is', null)
    .execute();
  const agreements = await db
    .selectFrom('psa_agreement')
    .selectAll()
    .where('account_id', 'in', ids)
    .where('retired_at', 'is', null)
    .execute();
  const lines = await db.selectFrom('psa_line').selectAll().where('account_id', 'in', ids).where('retired_at', 'is', null).execute();
  const deleted = await db
    .selectFrom('psa_line')
    .select(['account_id', 'connection_id', 'remote_id', 'vendor_subscription_id', 'retired_at'])
    .where('account_id', 'in', ids)
    .where('retired_at', 'is not', null)
    .where('vendor_subscription_id', 'is not', null)
    .execute();
  return { accounts, supplied, agreements, lines, deleted, sharers: await sharers(db, ids) };
}

/** Other tenants that share one of these accounts, with what they have: their lines are not this customer's. */
async function sharers(db: Db, accountIds: readonly string[]) {
  const { rows } = await sql<Sharer>`
    select mapping.account_id, subscription.customer_id, subscription.remote_id, subscription.product_id, subscription.sku_id,
      subscription.term, subscription.frequency, subscription.promotion_id
    from account_mapping mapping join subscription on subscription.customer_id = mapping.customer_id and subscription.retired_at is null
    where mapping.state = 'mapped' and mapping.account_id in (
      select account_id from account_mapping where account_id = any(${accountIds}::uuid[]) and state = 'mapped'
      group by account_id having count(distinct customer_id) > 1)`.execute(db);
  return rows;
}

export type Sharer = {
  readonly account_id: string;
  readonly customer_id: string;
  readonly remote_id: string;
  readonly product_id: string;
  readonly sku_id: string;
  readonly term: string;
  readonly frequency: string;
  readonly promotion_id: string | null;
};
