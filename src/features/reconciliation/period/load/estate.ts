import { sql } from 'kysely';
import { put } from '../../../../lib/put.ts';
import type { Db } from '../../../../platform/db/connect.ts';
import { type RowOf, readColumns } from '../../../../platform/db/read-columns.ts';
import type { Estate } from '../../files/load/estate.ts';
import type { Offering, Subscription } from '../../files/model.ts';
import type { ChargedMonth } from '../month.ts';
import { type Change, rewind } from './rewind.ts';
import { billingOf, termOf } from './words.ts';

const columnsAt = (asOf: Temporal.Instant) => ({
  subscription_id: sql<string>`s.subscription_id`,
  connection_id: sql<string>`s.connection_id`,
  remote_id: sql<string>`s.remote_id`,
  tenant_id: sql<string>`c.tenant_id`,
  offer_name: sql<string>`s.offer_name`,
  product_id: sql<string>`s.product_id`,
  sku_id: sql<string>`s.sku_id`,
  term: sql<string>`s.term`,
  frequency: sql<string>`s.frequency`,
  promotion_id: sql<string | null>`s.promotion_id`,
  seats: sql<number>`s.seats`,
  status: sql<string>`s.status`,
  is_trial: sql<boolean>`s.is_trial`,
  is_usage: sql<boolean>`s.is_usage`,
  starts_on: sql<string | null>`s.starts_on`,
  ends_on: sql<string | null>`s.ends_on`,
  created_day: sql<number>`(s.created_at at time zone 'UTC')::date - date '1970-01-01'`,
  // The customer itself had left by then.
  has_left: sql<boolean>`coalesce(c.retired_at < ${asOf}, false)`,
});
type Row = RowOf<ReturnType<typeof columnsAt>>;

const dayMs = 86_400_000;
const dayOf = (text: string | null): number | undefined => (text === null ? undefined : Date.parse(text) / dayMs);
const gone = new Set(['cancelled', 'expired']);

/**
 * Subscriptions as they were at the end of the charged month: what changed later is taken back by the history of the picture. One
 * statement each for rows and history, whatever their number.
 */
export async function loadEstate(db: Db, month: ChargedMonth, partners: ReadonlyMap<string, string>, isComplete: boolean): Promise<Estate> {
  const later = await laterChanges(db, month);
  const rows = await readColumns(
    db,
    columnsAt(month.asOf),
    sql`
      from subscription s join customer c using (customer_id)
      where s.retired_at is null or s.retired_at >= ${month.asOf}
      order by s.remote_id, s.connection_id`,
  );
  const byId = new Map<string, Subscription[]>();
  const byCustomer = new Map<string, Subscription[]>();
  for (const now of rows) {
    const row = rewind(now, later.get(now.subscription_id) ?? []);
    if (isYounger(row, month)) continue;
    const subscription = toSubscription(row, partners.get(row.connection_id) ?? '');
    put(byId, subscription.id, subscription);
    // What was charged stays known; nothing is expected any more of who has left.
    if (!row.has_left) put(byCustomer, subscription.customerId, subscription);
  }
  return { byId, byCustomer, isComplete };
}

/** Made after the month: it was not there to be charged. A late creation alone may be the day of our first look. */
const isYounger = (row: Row, { end }: ChargedMonth): boolean => row.created_day > end && (dayOf(row.starts_on) ?? end) > end;

async function laterChanges(db: Db, { asOf }: ChargedMonth): Promise<Map<string, Change[]>> {
  const { rows } = await sql<{ subscription_id: string; changes: Change }>`
    select subscription_id, changes from subscription_change where at >= ${asOf} order by at desc, change_id desc`.execute(db);
  const bySubscription = new Map<string, Change[]>();
  for (const row of rows) put(bySubscription, row.subscription_id, row.changes);
  return bySubscription;
}

const offeringOf = (row: Row): Offering => (row.is_usage ? 'azure' : row.sku_id === '' ? 'legacy' : 'licence');

const toSubscription = (row: Row, partnerId: string): Subscription => ({
  id: row.remote_id.toLowerCase(),
  customerId: row.tenant_id.toLowerCase(),
  partnerId,
  offering: offeringOf(row),
  productId: row.product_id,
  skuId: row.sku_id,
  name: row.offer_name,
  quantity: row.seats * 1_000_000,
  isGone: gone.has(row.status),
  isTrial: row.is_trial,
  term: termOf(row.term),
  billing: billingOf(row.frequency),
  ...(row.promotion_id !== null && { promotionId: row.promotion_id }),
  startsOn: dayOf(row.starts_on) ?? 0,
  endsOn: dayOf(row.ends_on) ?? Number.MAX_SAFE_INTEGER,
  createdOn: row.created_day,
  // Partner Center tells no currency of a subscription: that of the customer's market counts.
  currency: '',
});
