import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';

/** What takes the place of a product: `productId:skuId`, by the `productId:skuId` that it replaces. */
export type Successors = ReadonlyMap<string, string>;

/**
 * Told by what Microsoft does with the subscriptions: those that renew into another product or SKU (scheduled next term, partner-center-api
 * reference 8.2), and those that were another one before. Only where all of them name the same one; a mere upgrade of one customer says nothing
 * while others stay.
 */
export async function readSuccessors(tx: Tx): Promise<Successors> {
  const { rows } = await sql<{ old: string; successor: string }>`
    with moves as (
      select product_id || ':' || sku_id as old, split_part(next_plan, ':', 1) || ':' || split_part(next_plan, ':', 2) as successor, subscription_id
      from subscription where retired_at is null and status in ('active', 'suspended') and next_plan is not null
      union
      select coalesce(change.changes #>> '{product_id,before}', now.product_id) || ':' || coalesce(change.changes #>> '{sku_id,before}', now.sku_id),
        now.product_id || ':' || now.sku_id, now.subscription_id
      from subscription_change change join subscription now using (customer_id, subscription_id)
      where change.changes ?| array['product_id', 'sku_id']),
    staying as (
      select product_id || ':' || sku_id as old from subscription
      where retired_at is null and status in ('active', 'suspended') and not is_trial
        and (next_plan is null or split_part(next_plan, ':', 1) || ':' || split_part(next_plan, ':', 2) = product_id || ':' || sku_id))
    select old, min(successor) as successor from moves
    where old <> successor and successor <> ':' and old not in (select old from staying)
    group by old having count(distinct successor) = 1`.execute(tx);
  return new Map(rows.map(({ old, successor }) => [old, successor]));
}
