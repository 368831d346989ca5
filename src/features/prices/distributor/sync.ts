import { sql } from 'kysely';
import type { Distributor, Quarantined } from '../../../connectors/ports.ts';
import type { DistributorPrice } from '../../../model/distributor-price.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import type { Unit, UnitSyncer } from '../../reading.ts';
import { type RateRow, rateKey, ratesOf, versionsOf } from './versions.ts';

/**
 * What a distributor asks for the products that are bought there. Its prices have no list: each product is a call, its catalogue has every vendor's
 * products, and about 1,000 calls a minute are quoted for all that we read (distributors reference 2.2, unverified). So only those are asked for that a
 * subscription names: they are what an invoice can charge.
 */
export const distributorPriceSyncer: UnitSyncer<Distributor, DistributorPrice> = {
  kind: 'prices',
  counted: 'products',
  units: boughtProducts,
  read: (remote, unit, signal) =>
    remote.prices?.(unit.remoteId, signal) ?? Promise.resolve({ items: [], quarantined: [], cursor: undefined, total: undefined }),
  keep: async (tx, { connectionId, ids, seenAt }, { remoteId: product }, prices) => {
    const { single, refused } = withoutDoubles(prices);
    const currency = await currencyOf(tx, connectionId, product);
    const standing = await standingRates(tx, connectionId, product);
    if (standing.some((rate) => Temporal.Instant.compare(rate.seen_at, seenAt) > 0))
      return { created: 0, updated: 0, unchanged: single.length, refused };
    const { begin, end, same, counts } = versionsOf(
      standing,
      single.flatMap((price) => ratesOf(price, currency)),
    );
    const idsOf = (keys: readonly string[]): string[] => {
      const wanted = new Set(keys);
      return standing.filter((rate) => wanted.has(rateKey(rate))).map((rate) => rate.price_id);
    };
    await sql`update distributor_price set ended_at = ${seenAt} where price_id = any(${idsOf(end)}::uuid[])`.execute(tx);
    await sql`update distributor_price set seen_at = ${seenAt} where price_id = any(${idsOf(same)}::uuid[])`.execute(tx);
    const whose = { connection_id: connectionId, product_remote_id: product, read_at: seenAt, seen_at: seenAt };
    if (begin.length > 0)
      await tx
        .insertInto('distributor_price')
        .values(begin.map((rate) => ({ ...rate, ...whose, price_id: ids() })))
        .execute();
    return { ...counts, refused };
  },
  retire: async (tx, { connectionId, seenAt }, { remoteId }) => {
    const { numAffectedRows } = await sql`
      update distributor_price set ended_at = ${seenAt}
      where connection_id = ${connectionId}::uuid and product_remote_id = ${remoteId} and ended_at is null and seen_at < ${seenAt}`.execute(
      tx,
    );
    return Number(numAffectedRows ?? 0n);
  },
};

/** Two prices for the same billing term and commitment say nothing: nobody could tell which one is charged. */
function withoutDoubles(prices: readonly DistributorPrice[]): { single: DistributorPrice[]; refused: Quarantined[] } {
  const groups = [...Map.groupBy(prices, ({ billingTerm, commitment }) => JSON.stringify([billingTerm, commitment])).values()];
  return {
    single: groups.filter((group) => group.length === 1).flat(),
    refused: groups
      .filter((group) => group.length > 1)
      .flat()
      .map((price) => ({
        remoteId: price.productRemoteId,
        reason: `has two prices for ${price.billingTerm} and ${price.commitment === '' ? 'no commitment' : price.commitment}`,
        raw: JSON.stringify(price),
      })),
  };
}

/** The list names no currency: it is that of the subscriptions of the product, else of all that is bought there, where they agree. */
async function currencyOf(tx: Tx, connectionId: string, product: string): Promise<string | null> {
  const { rows } = await sql<{ of_product: string[] | null; of_all: string[] | null }>`
    select array_agg(distinct currency) filter (where product_remote_id = ${product}) as of_product, array_agg(distinct currency) as of_all
    from distributor_subscription where connection_id = ${connectionId}::uuid and retired_at is null and currency is not null`.execute(tx);
  const [found] = rows;
  const named = found?.of_product ?? found?.of_all ?? [];
  return named.length === 1 ? (named[0] ?? null) : null;
}

type Standing = RateRow & { readonly price_id: string; readonly seen_at: Temporal.Instant };

async function standingRates(tx: Tx, connectionId: string, product: string): Promise<readonly Standing[]> {
  const { rows } = await sql<Standing>`
    select price_id, seen_at, billing_term, commitment, term, frequency, kind, per, unit, currency,
      trim_scale(quantity_from)::text as quantity_from, trim_scale(quantity_to)::text as quantity_to,
      trim_scale(cost)::text as cost, trim_scale(retail_price)::text as retail_price
    from distributor_price
    where connection_id = ${connectionId}::uuid and product_remote_id = ${product} and ended_at is null for update`.execute(tx);
  return rows;
}

async function boughtProducts(tx: Tx, connectionId: string): Promise<readonly Unit[]> {
  const { rows } = await sql<{ product: string; name: string; known: number }>`
    select product_remote_id as product, coalesce(max(offered.name), max(product_name)) as name,
      (select count(distinct (billing_term, commitment))::int from distributor_price price
        where price.connection_id = ${connectionId}::uuid and price.product_remote_id = bought.product_remote_id and ended_at is null) as known
    from distributor_subscription bought
    left join distributor_product offered on offered.connection_id = bought.connection_id and offered.remote_id = bought.product_remote_id
    where bought.connection_id = ${connectionId}::uuid and bought.retired_at is null and bought.status not in ('cancelled', 'expired')
      and product_remote_id <> ''
    group by product_remote_id order by product_remote_id`.execute(tx);
  return rows.map(({ product, name, known }) => ({ key: product, name, id: product, remoteId: product, parentRemoteId: '', known }));
}
