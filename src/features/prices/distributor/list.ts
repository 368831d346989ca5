import { type RawBuilder, sql } from 'kysely';
import { type PriceChange, PriceKind, RatePer } from '../../../model/distributor-price.ts';
import { BillingFrequency, Term } from '../../../model/term.ts';
import { countUpTo } from '../../../platform/db/count-up-to.ts';
import { type CountedPage, keysetPage, type ListRequest, type SortKey } from '../../../platform/db/keyset.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';

export type PriceFilter = {
  /** A part of the product's name, or the distributor's id of the product. */
  readonly q?: string | undefined;
  readonly term?: readonly Term[] | undefined;
  readonly frequency?: readonly BillingFrequency[] | undefined;
  /** Without it, what is no longer offered is left out. */
  readonly change?: readonly PriceChange[] | undefined;
  readonly connectionId?: string | undefined;
};

/** What a distributor asks for a number of units, as its last reading had it; or had it last. Amounts are for one charge of the frequency. */
export type PriceRow = {
  readonly priceId: string;
  readonly connectionId: string;
  readonly productRemoteId: string;
  readonly productName: string;
  readonly billingTerm: string;
  readonly commitment: string;
  readonly term: Term;
  readonly frequency: BillingFrequency;
  readonly kind: PriceKind;
  readonly per: RatePer;
  readonly unit: string;
  readonly quantityFrom: string;
  readonly quantityTo: string | null;
  readonly cost: string | null;
  readonly retailPrice: string | null;
  readonly currency: string | null;
  readonly change: PriceChange;
  /** The reading that had it so first. */
  readonly since: Temporal.Instant;
  /** The first reading of the product: what it cost before, nobody here knows. */
  readonly knownSince: Temporal.Instant;
  readonly readAt: Temporal.Instant;
  readonly previous: { readonly cost: string | null; readonly retailPrice: string | null; readonly lastReadAt: Temporal.Instant } | null;
};

const byProduct: SortKey = { expression: sql.ref('name_key'), type: 'text' };
const sorts: Readonly<Record<string, SortKey>> = {
  productName: byProduct,
  since: { expression: sql.ref('since_key'), type: 'text' },
};

/** Prices of distributors, the newest version of each. */
export function listDistributorPrices(context: Context, request: ListRequest<PriceFilter>): Promise<CountedPage<PriceRow>> {
  const from = sql`${prices(sql`true`)} where ${conditions(request.filter)}`;
  return inScope(context.db, context.scope, async (tx) => {
    const page = await keysetPage(request, sorts[request.sort] ?? byProduct, sql.ref('price_id'), async (parts) => {
      const { rows } = await sql<Selected & { page_key: string; page_id: string }>`
        select *, ${parts.pageKey} as page_key, price_id as page_id from ${from} and ${parts.where}
        order by ${parts.orderBy} limit ${parts.limit}`.execute(tx);
      return rows;
    });
    return { ...page, rows: page.rows.map(toRow), total: request.count ? await countUpTo(tx, from) : undefined };
  });
}

export type PriceVersion = {
  readonly cost: string | null;
  readonly retailPrice: string | null;
  readonly currency: string | null;
  readonly quantityTo: string | null;
  readonly readAt: Temporal.Instant;
  readonly lastReadAt: Temporal.Instant;
  readonly endedAt: Temporal.Instant | null;
};

/** One price with everything that was ever read of it, newest first; any version's id will do. */
export const findDistributorPrice = (
  context: Context,
  priceId: string,
): Promise<(PriceRow & { readonly versions: readonly PriceVersion[] }) | undefined> =>
  inScope(context.db, context.scope, async (tx) => {
    const same = sql`(price.connection_id, price.product_remote_id) = (select connection_id, product_remote_id from distributor_price
      where price_id = ${priceId}::uuid)`;
    const { rows } = await sql<Selected>`
      select * from ${prices(same)} where (billing_term, commitment, quantity_from)
        = (select billing_term, commitment, quantity_from from distributor_price where price_id = ${priceId}::uuid)`.execute(tx);
    const [found] = rows;
    if (found === undefined) return undefined;
    const { rows: versions } = await sql<PriceVersion>`
      select trim_scale(cost)::text as cost, trim_scale(retail_price)::text as "retailPrice", currency,
        trim_scale(quantity_to)::text as "quantityTo", read_at as "readAt", seen_at as "lastReadAt", ended_at as "endedAt"
      from distributor_price where connection_id = ${found.connection_id}::uuid and product_remote_id = ${found.product_remote_id}
        and billing_term = ${found.billing_term} and commitment = ${found.commitment} and quantity_from = ${found.quantity_from}::numeric
      order by read_at desc`.execute(tx);
    return { ...toRow(found), versions };
  });

/**
 * The newest version of each price with what it was before. It has changed, or is new, when the last reading of its product brought it; what the
 * first reading of a product brought is where its history begins, and no change.
 */
const prices = (which: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select version.*, lower(product_name) || ' ' || term || ' ' || frequency || ' ' || lpad(trunc(quantity_from)::text, 12, '0') as name_key, to_char(read_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as since_key,
    case when ended_at is not null then 'gone' when read_at <> product_read_at or read_at = known_since then 'same'
      when previous_ended_at = read_at then 'changed' else 'new' end as change
  from (
    select price.*,
      coalesce(offered.name, (select max(bought.product_name) from distributor_subscription bought
        where bought.connection_id = price.connection_id and bought.product_remote_id = price.product_remote_id), price.product_remote_id) as product_name,
      lag(price.cost) over one as previous_cost, lag(price.retail_price) over one as previous_retail_price,
      lag(price.seen_at) over one as previous_seen_at, lag(price.ended_at) over one as previous_ended_at,
      lead(price.price_id) over one as next_id,
      min(price.read_at) over product as known_since, max(greatest(price.seen_at, price.ended_at)) over product as product_read_at
    from distributor_price price
    left join distributor_product offered on offered.connection_id = price.connection_id and offered.remote_id = price.product_remote_id
    where ${which}
    window one as (partition by price.connection_id, price.product_remote_id, price.billing_term, price.commitment, price.quantity_from order by price.read_at),
      product as (partition by price.connection_id, price.product_remote_id)
  ) as version where next_id is null
) as newest`;

function conditions({ q, term, frequency, change, connectionId }: PriceFilter): RawBuilder<boolean> {
  const letters = (q ?? '').trim().toLowerCase();
  const all = [
    change === undefined ? sql<boolean>`change <> 'gone'` : sql<boolean>`change = any(${change}::text[])`,
    ...(letters === '' ? [] : [sql<boolean>`(position(${letters} in lower(product_name)) > 0 or lower(product_remote_id) = ${letters})`]),
    ...(term === undefined ? [] : [sql<boolean>`term = any(${term}::text[])`]),
    ...(frequency === undefined ? [] : [sql<boolean>`frequency = any(${frequency}::text[])`]),
    ...(connectionId === undefined ? [] : [sql<boolean>`connection_id = ${connectionId}::uuid`]),
  ];
  return sql<boolean>`(${sql.join(all, sql` and `)})`;
}

type Selected = {
  price_id: string;
  connection_id: string;
  product_remote_id: string;
  product_name: string;
  billing_term: string;
  commitment: string;
  term: string;
  frequency: string;
  kind: string;
  per: string;
  unit: string;
  quantity_from: string;
  quantity_to: string | null;
  cost: string | null;
  retail_price: string | null;
  currency: string | null;
  change: PriceChange;
  read_at: Temporal.Instant;
  seen_at: Temporal.Instant;
  ended_at: Temporal.Instant | null;
  known_since: Temporal.Instant;
  previous_cost: string | null;
  previous_retail_price: string | null;
  previous_seen_at: Temporal.Instant | null;
};

const toRow = (row: Selected): PriceRow => ({
  priceId: row.price_id,
  connectionId: row.connection_id,
  productRemoteId: row.product_remote_id,
  productName: row.product_name,
  billingTerm: row.billing_term,
  commitment: row.commitment,
  term: Term.parse(row.term),
  frequency: BillingFrequency.parse(row.frequency),
  kind: PriceKind.parse(row.kind),
  per: RatePer.parse(row.per),
  unit: row.unit,
  quantityFrom: row.quantity_from,
  quantityTo: row.quantity_to,
  cost: row.cost,
  retailPrice: row.retail_price,
  currency: row.currency,
  change: row.change,
  since: row.read_at,
  knownSince: row.known_since,
  readAt: row.ended_at ?? row.seen_at,
  previous:
    row.previous_seen_at === null
      ? null
      : { cost: row.previous_cost, retailPrice: row.previous_retail_price, lastReadAt: row.previous_seen_at },
});
