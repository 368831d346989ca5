import { sql } from 'kysely';
import { Decimal } from '../../lib/decimal.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { Step } from './since.ts';

type Row = { customer_id: string; product_key: string; side: 'bought' | 'billed'; thing: string; at: string; quantity: string };

/**
 * The history of seats and of lines of some customers: their beginnings, every change that was seen, and the days that the lines themselves
 * name. Days are the authority at the PSA (psa reference 3.4), so a change there counts from the day on which it was seen.
 */
export async function readSteps(
  db: Db,
  customerIds: readonly string[],
  today: string,
): Promise<(Step & { customerId: string; productKey: string })[]> {
  const ids = [...customerIds];
  const { rows } = await sql<Row>`
    with bought as (
      select s.* from subscription s where s.customer_id = any(${ids}::uuid[]) and not s.is_trial and not s.is_usage),
    seat_changes as (
      select b.customer_id, b.product_id || ':' || b.sku_id as product_key, b.remote_id, c.at,
        coalesce((c.changes #>> '{seats,after}')::int, next.seats) as seats_then, c.changes
      from bought b join subscription_change c using (customer_id, subscription_id)
      left join lateral (
        select coalesce((select (later.changes #>> '{seats,before}')::int from subscription_change later
          where later.customer_id = c.customer_id and later.subscription_id = c.subscription_id and later.at > c.at and later.changes ? 'seats'
          order by later.at limit 1), b.seats) as seats
      ) next on true
      where c.changes ?| array['seats', 'status', 'retired']),
    lines as (
      select l.*, coalesce(b.customer_id, m.customer_id) as customer_id, coalesce(b.product_id || ':' || b.sku_id, p.product_id || ':' || p.sku_id) as product_key
      from account_mapping m join psa_line l on l.account_id = m.account_id
      left join bought b on b.remote_id = lower(l.vendor_subscription_id) and b.customer_id = m.customer_id
      left join lateral (
        select product_id, sku_id from product_mapping where connection_id = l.connection_id and service_remote_id = l.service_remote_id and state = 'mapped'
        order by product_id, sku_id, term, frequency limit 1
      ) p on b.remote_id is null
      where m.state = 'mapped' and m.customer_id = any(${ids}::uuid[]) and l.is_billed and l.retired_at is null)
    select customer_id, product_id || ':' || sku_id as product_key, 'bought' as side, remote_id as thing, to_char(least(created_at, coalesce(starts_on, created_at)), 'YYYY-MM-DD') as at,
      coalesce((select (c.changes #>> '{seats,before}')::int from subscription_change c where c.customer_id = bought.customer_id
        and c.subscription_id = bought.subscription_id and c.changes ? 'seats' order by c.at limit 1), seats)::text as quantity from bought
    union all
    select customer_id, product_key, 'bought', remote_id, to_char(at, 'YYYY-MM-DD'),
      case when coalesce(changes #>> '{status,after}', 'active') in ('active', 'suspended') and coalesce(changes #>> '{retired,after}', 'false') = 'false'
        then seats_then else 0 end::text from seat_changes
    union all
    select customer_id, product_key, 'billed', connection_id || remote_id, coalesce(from_on::text, '1900-01-01'),
      coalesce((select (c.changes #>> '{quantity,before}')::numeric from psa_line_change c where c.account_id = lines.account_id
        and c.connection_id = lines.connection_id and c.remote_id = lines.remote_id and c.changes ? 'quantity' order by c.at limit 1), quantity)::text from lines where product_key is not null
    union all
    select lines.customer_id, lines.product_key, 'billed', lines.connection_id || lines.remote_id, to_char(coalesce(c.remote_changed_at, c.at), 'YYYY-MM-DD'),
      (c.changes #>> '{quantity,after}') from lines join psa_line_change c using (account_id, connection_id, remote_id)
      where lines.product_key is not null and c.changes ? 'quantity'
    union all
    select customer_id, product_key, 'billed', connection_id || remote_id, cancelled_on::text, '0' from lines
      where product_key is not null and cancelled_on <= ${today}::date`.execute(db);
  return rows.map((row) => ({
    customerId: row.customer_id,
    productKey: row.product_key,
    side: row.side,
    thing: row.thing,
    at: row.at,
    quantity: new Decimal(row.quantity),
  }));
}
