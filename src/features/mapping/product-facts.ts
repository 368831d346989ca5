import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import { productStakes } from './stakes.ts';

/** The segment of each SKU, by `productId:skuId`, where the price sheets have it and only that one (partner-center-api reference 6.3). */
export type Segments = ReadonlyMap<string, string>;

export const skuText = ({ productId, skuId }: { readonly productId: string; readonly skuId: string }): string => `${productId}:${skuId}`;

export async function readSegments(tx: Tx): Promise<Segments> {
  const { rows } = await sql<{ sku: string; segment: string }>`
    select sold.product_id || ':' || sold.sku_id as sku, max(price.segment) as segment
    from (
      select product_id, sku_id from subscription where retired_at is null
      union select product_id, sku_id from product_mapping) sold
    join price_row price on price.product_id = sold.product_id and price.sku_id = sold.sku_id and price.segment <> ''
    group by 1 having count(distinct price.segment) = 1`.execute(tx);
  return new Map(rows.map(({ sku, segment }) => [sku, segment]));
}

/** What stands beside each product of a PSA, read from the books as they are now: its cost a month, its segment, who supplies it. */
export async function keepProductFacts(tx: Tx, connectionId: string, segments: Segments): Promise<void> {
  const rows = [...(await productStakes(tx))].map(([key, stakes]) => ({ key, stakes, stake: stakes[0]?.amount ?? '0' }));
  await sql`
    update product_mapping mapping set stakes = coalesce(given.stakes, '[]'), stake = coalesce(given.stake, 0)
    from product_mapping known
    left join json_to_recordset(${JSON.stringify(rows)}::json) as given (key text, stakes jsonb, stake numeric)
      on given.key = ${keyOf('known')}
    where mapping.mapping_id = known.mapping_id and mapping.connection_id = ${connectionId}::uuid
      and mapping.stakes <> coalesce(given.stakes, '[]')`.execute(tx);
  const told = [...segments].map(([sku, segment]) => ({ sku, segment }));
  await sql`
    update product_mapping mapping set segment = given.segment
    from product_mapping known
    left join json_to_recordset(${JSON.stringify(told)}::json) as given (sku text, segment text)
      on given.sku = known.product_id || ':' || known.sku_id
    where mapping.mapping_id = known.mapping_id and mapping.connection_id = ${connectionId}::uuid
      and mapping.segment is distinct from given.segment`.execute(tx);
  await sql`
    with supplied as (
      select ${keyOf('bought', true)} as key, array_agg(distinct sold.connection_id order by sold.connection_id) as distributors
      from subscription bought
      join distributor_subscription sold on sold.microsoft_id = bought.remote_id and sold.retired_at is null
      where bought.retired_at is null group by 1)
    update product_mapping mapping set distributors = coalesce(supplied.distributors, '{}')
    from product_mapping known left join supplied on supplied.key = ${keyOf('known')}
    where mapping.mapping_id = known.mapping_id and mapping.connection_id = ${connectionId}::uuid
      and mapping.distributors <> coalesce(supplied.distributors, '{}')`.execute(tx);
}

const keyOf = (table: string, isSubscription = false) => {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  const promotion = isSubscription ? sql`coalesce(${column('promotion_id')}, '')` : column('promotion_id');
  return sql<string>`concat_ws('|', ${column('product_id')}, ${column('sku_id')}, ${column('term')}, ${column('frequency')}, ${promotion})`;
};
