import { type AliasedRawBuilder, type RawBuilder, sql } from 'kysely';
import { SubscriptionStatus } from '../../model/subscription.ts';
import { BillingFrequency, Term } from '../../model/term.ts';
import type { Db } from '../../platform/db/connect.ts';
import { countUpTo } from '../../platform/db/count-up-to.ts';
import { type CountedPage, type KeysetParts, keysetPage, type ListRequest, type SortKey } from '../../platform/db/keyset.ts';
import { readIn } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

export type SubscriptionFilter = {
  /** Start of a customer or offer name, or Microsoft's id. */
  readonly q?: string | undefined;
  readonly status?: readonly SubscriptionStatus[] | undefined;
  readonly term?: readonly Term[] | undefined;
  readonly frequency?: readonly BillingFrequency[] | undefined;
  readonly customerId?: string | undefined;
  readonly connectionId?: string | undefined;
};

export type SubscriptionListRequest = ListRequest<SubscriptionFilter>;

const always = sql<boolean>`true`;

const byCustomer: SortKey = { expression: sql.ref('customer_key'), type: 'text' };
const sorts: Readonly<Record<string, SortKey>> = {
  customerName: byCustomer,
  offerName: { expression: sql.ref('offer_key'), type: 'text' },
  seats: { expression: sql.ref('seats'), type: 'integer' },
  endsOn: { expression: sql.ref('ends_key'), type: 'date' },
  status: { expression: sql.ref('status'), type: 'text' },
};

/** Subscriptions that Microsoft lists; those that are gone are found by their id only. */
export async function listSubscriptions(context: Context, request: SubscriptionListRequest): Promise<CountedPage<SubscriptionRow>> {
  const db = readIn(context.db, context.scope);
  const passes = conditions(request.filter);
  const letters = lettersOf(request.filter.q);
  const total = request.count
    ? await countUpTo(db, sql`subscription where retired_at is null and ${passes} and ${oneOf(letters)}`)
    : undefined;
  const page = await keysetPage(request, sorts[request.sort] ?? byCustomer, sql.ref('subscription_id'), async (parts) => {
    const fetch = (ids: AliasedRawBuilder<PageRow, 'page'>) =>
      selectSubscriptions(db)
        .innerJoin(ids, 'page.page_id', 'subscription.subscription_id')
        .select(['page.page_key', 'page.page_id'])
        .orderBy(parts.orderBy)
        .limit(parts.limit)
        .execute();
    if (request.filter.customerId !== undefined) return fetch(pageOf(parts, passes, letters, true)); // an index has them together
    if (letters.length === 0 && passes === always) return fetch(pageOf(parts, passes, letters, false));
    if (letters.length === 0) {
      const met = await fetch(metSoon(parts, passes));
      if (met.length === parts.limit || (await isAtEnd(db, parts))) return met;
    }
    return fetch(pageOf(parts, passes, letters, await areFew(db, passes, letters)));
  });
  return { ...page, rows: page.rows.map(toSubscriptionRow), total };
}

/**
 * What passes among the next few thousand in the order of the sort's index: most filters fill their page there, and nothing has to be
 * counted.
 */
function metSoon({ where, orderBy, limit, pageKey }: KeysetParts, passes: RawBuilder<boolean>) {
  const next = sql`(select * from subscription where retired_at is null and ${where} order by ${orderBy} limit ${soon}) as subscription`;
  return sql<PageRow>`(select ${pageKey} as page_key, subscription_id as page_id from ${next}
      where ${passes} order by ${orderBy} limit ${limit})`.as<'page'>(sql`page`);
}

/** Whether these few thousand are all that come: mostly on the way back to the first page. */
const isAtEnd = async (db: Db, { where, orderBy }: KeysetParts): Promise<boolean> =>
  (await countUpTo(db, sql`subscription where retired_at is null and ${where} order by ${orderBy}`, soon)).exact;

/** Whether fewer pass than are cheaper to sort than to meet; letters are counted name by name, because an index serves one name. */
async function areFew(db: Db, passes: RawBuilder<boolean>, letters: readonly RawBuilder<boolean>[]): Promise<boolean> {
  const each = whichOf(letters).map(
    (which) => sql`(select 1 from subscription where retired_at is null and ${passes} and ${which} limit ${few})`,
  );
  return (await countUpTo(db, sql`(${sql.join(each, sql` union all `)}) as found`, few)).rows < few;
}

/**
 * Only the page's own rows are fetched whole. Few matches are collected and sorted; many are met soon in the order of the sort's index
 * (performance reference, section 6). Letters are looked for name by name, each in its own index.
 */
function pageOf(
  { where, orderBy, limit, pageKey }: KeysetParts,
  passes: RawBuilder<boolean>,
  letters: readonly RawBuilder<boolean>[],
  isRare: boolean,
) {
  const found = (which: RawBuilder<boolean>): RawBuilder<unknown> =>
    isRare
      ? sql`(select ${pageKey} as page_key, subscription_id as page_id
          from (select * from subscription where retired_at is null and ${passes} and ${which} offset 0) as subscription
          where ${where} order by ${orderBy} limit ${limit})`
      : sql`(select ${pageKey} as page_key, subscription_id as page_id from subscription
          where retired_at is null and ${passes} and ${which} and ${where} order by ${orderBy} limit ${limit})`;
  return sql<PageRow>`(${sql.join(whichOf(letters).map(found), sql` union `)})`.as<'page'>(sql`page`);
}

type PageRow = { page_key: string; page_id: string };

/** Fewer than this many are cheaper to sort than to meet. */
const few = 2_000;
/** So many entries of an index are walked in 1 or 2 ms. */
const soon = 4_000;

/** Each place where letters are looked for by itself; without letters there is one, and all are in it. */
const whichOf = (letters: readonly RawBuilder<boolean>[]): readonly RawBuilder<boolean>[] => (letters.length === 0 ? [always] : letters);

const oneOf = (letters: readonly RawBuilder<boolean>[]): RawBuilder<boolean> =>
  letters.length === 0 ? always : sql<boolean>`(${sql.join(letters, sql` or `)})`;

/** Where the letters may stand. Keys are in byte order: what starts with the letters lies between them and them with the last character. */
function lettersOf(q: string | undefined): readonly RawBuilder<boolean>[] {
  const letters = (q ?? '').trim().toLowerCase();
  if (letters === '') return [];
  const after = `${letters}\u{10FFFF}`;
  return [
    sql<boolean>`(customer_key >= ${letters} and customer_key < ${after})`,
    sql<boolean>`(offer_key >= ${letters} and offer_key < ${after})`,
    sql<boolean>`(remote_id = ${letters})`,
  ];
}

function conditions({ status, term, frequency, customerId, connectionId }: SubscriptionFilter): RawBuilder<boolean> {
  const all = [
    ...(status === undefined ? [] : [sql<boolean>`status = any(${status}::text[])`]),
    ...(term === undefined ? [] : [sql<boolean>`term = any(${term}::text[])`]),
    ...(frequency === undefined ? [] : [sql<boolean>`frequency = any(${frequency}::text[])`]),
    ...(customerId === undefined ? [] : [sql<boolean>`customer_id = ${customerId}::uuid`]),
    ...(connectionId === undefined ? [] : [sql<boolean>`connection_id = ${connectionId}::uuid`]),
  ];
  return all.length === 0 ? always : sql<boolean>`(${sql.join(all, sql` and `)})`;
}

export type SubscriptionRow = {
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly connectionId: string;
  readonly remoteId: string;
  readonly offerName: string;
  readonly productId: string;
  readonly skuId: string;
  readonly term: Term;
  readonly frequency: BillingFrequency;
  readonly seats: number;
  readonly status: SubscriptionStatus;
  readonly isTrial: boolean;
  readonly isUsage: boolean;
  readonly autoRenew: boolean;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly cancelUntil: Temporal.Instant | null;
  readonly readAt: Temporal.Instant;
  readonly retired: boolean;
};

export const selectSubscriptions = (db: Db) =>
  db
    .selectFrom('subscription')
    .select(['subscription_id', 'customer_id', 'customer_name', 'connection_id', 'remote_id', 'offer_name', 'product_id', 'sku_id'])
    .select(['term', 'frequency', 'seats', 'status', 'is_trial', 'is_usage', 'auto_renew', 'starts_on', 'ends_on', 'cancel_until'])
    .select(['seen_at', 'retired_at']);

type Selected = Awaited<ReturnType<ReturnType<typeof selectSubscriptions>['execute']>>[number];

export const toSubscriptionRow = (row: Selected): SubscriptionRow => ({
  subscriptionId: row.subscription_id,
  customerId: row.customer_id,
  customerName: row.customer_name,
  connectionId: row.connection_id,
  remoteId: row.remote_id,
  offerName: row.offer_name,
  productId: row.product_id,
  skuId: row.sku_id,
  term: Term.parse(row.term),
  frequency: BillingFrequency.parse(row.frequency),
  seats: row.seats,
  status: SubscriptionStatus.parse(row.status),
  isTrial: row.is_trial,
  isUsage: row.is_usage,
  autoRenew: row.auto_renew,
  startsOn: row.starts_on,
  endsOn: row.ends_on,
  cancelUntil: row.cancel_until,
  readAt: row.seen_at,
  retired: row.retired_at !== null,
});
