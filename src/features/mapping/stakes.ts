import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';

export type Stake = { readonly amount: string; readonly currency: string };

/** What one charge of a subscription covers, in months: `chargeMonths` of the model, in SQL. Null where a month has no meaning. */
const months = sql`(case sold.frequency when 'monthly' then 1 when 'annual' then 12 when 'biennial' then 24 when 'triennial' then 36 end)`;

/**
 * What the distributor charges a month for what is bought, by `key` and currency: money that is spent and cannot be billed while `key` is
 * unmapped. Exact to six decimals; currencies are never added up. `key`: an expression over `bought` (subscription).
 */
async function readStakes(tx: Tx, key: RawBuilder<string>, where: RawBuilder<boolean>): Promise<ReadonlyMap<string, readonly Stake[]>> {
  const { rows } = await sql<{ key: string; currency: string; amount: string }>`
    select ${key} as key, upper(sold.currency) as currency, trim_scale(round(sum(sold.unit_cost * sold.seats / ${months}), 6))::text as amount
    from subscription bought join distributor_subscription sold on sold.microsoft_id = bought.remote_id
    where bought.retired_at is null and bought.status in ('active', 'suspended') and not bought.is_trial and not bought.is_usage
      and sold.retired_at is null and sold.status in ('active', 'suspended') and sold.unit_cost is not null and sold.currency is not null
      and ${months} is not null and ${where}
    group by 1, 2 order by sum(sold.unit_cost * sold.seats / ${months}) desc, 2`.execute(tx);
  const stakes = new Map<string, Stake[]>();
  for (const { key: of, currency, amount } of rows) stakes.set(of, [...(stakes.get(of) ?? []), { amount, currency }]);
  return stakes;
}

export const customerStakes = (tx: Tx, customerIds: readonly string[] | undefined) =>
  readStakes(
    tx,
    sql`bought.customer_id::text`,
    customerIds === undefined ? sql`true` : sql`bought.customer_id = any(${[...customerIds]}::uuid[])`,
  );

/** By `productId|skuId|term|frequency|promotion`, without one empty. */
export const productStakes = (tx: Tx) =>
  readStakes(
    tx,
    sql`concat_ws('|', bought.product_id, bought.sku_id, bought.term, bought.frequency, coalesce(bought.promotion_id, ''))`,
    sql`true`,
  );
