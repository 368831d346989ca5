import { type RawBuilder, sql } from 'kysely';
import { SubscriptionStatus } from '../../model/subscription.ts';
import { BillingFrequency, Term } from '../../model/term.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { countUpTo, type RowTotal } from '../../platform/db/count-up-to.ts';
import { type KeysetPage, keysetPage, type SortKey } from '../../platform/db/keyset.ts';
import { inScope } from '../../platform/db/transaction.ts';
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

export type SubscriptionListRequest = {
  readonly sort: string;
  readonly descending: boolean;
  readonly limit: number;
  readonly cursor: string | undefined;
  readonly filter: SubscriptionFilter;
  readonly count: boolean;
};

const byCustomer: SortKey = { expression: sql.ref('customer_key'), type: 'text' };
const sorts: Readonly<Record<string, SortKey>> = {
  customerName: byCustomer,
  offerName: { expression: sql.ref('offer_key'), type: 'text' },
  seats: { expression: sql.ref('seats'), type: 'integer' },
  endsOn: { expression: sql`coalesce(ends_on, '9999-12-31'::date)`, type: 'date' },
  status: { expression: sql.ref('status'), type: 'text' },
};

/** Subscriptions that Microsoft lists; those that are gone are found by their id only. */
export function listSubscriptions(
  context: Context,
  request: SubscriptionListRequest,
): Promise<KeysetPage<SubscriptionRow> & { readonly total: RowTotal | undefined }> {
  const passes = conditions(request.filter);
  return inScope(context.db, context.scope, async (tx) => {
    const page = await keysetPage(
      request,
      sorts[request.sort] ?? byCustomer,
      sql.ref('subscription_id'),
      ({ where, orderBy, limit, pageKey }) =>
        selectSubscriptions(tx)
          .select([pageKey.as('page_key'), 'subscription_id as page_id'])
          .where('retired_at', 'is', null)
          .where(where)
          .where(passes)
          .orderBy(orderBy)
          .limit(limit)
          .execute(),
    );
    const total = request.count ? await countUpTo(tx, sql`subscription where retired_at is null and ${passes}`) : undefined;
    return { ...page, rows: page.rows.map(toSubscriptionRow), total };
  });
}

function conditions({ q, status, term, frequency, customerId, connectionId }: SubscriptionFilter): RawBuilder<boolean> {
  const letters = (q ?? '').trim().toLowerCase();
  const after = `${letters}\u{10FFFF}`; // keys are in byte order: what starts with the letters lies between
  const all = [
    ...(letters === ''
      ? []
      : [
          sql<boolean>`(customer_key >= ${letters} and customer_key < ${after} or offer_key >= ${letters} and offer_key < ${after}
            or remote_id = ${letters})`,
        ]),
    ...(status === undefined ? [] : [sql<boolean>`status = any(${status}::text[])`]),
    ...(term === undefined ? [] : [sql<boolean>`term = any(${term}::text[])`]),
    ...(frequency === undefined ? [] : [sql<boolean>`frequency = any(${frequency}::text[])`]),
    ...(customerId === undefined ? [] : [sql<boolean>`customer_id = ${customerId}::uuid`]),
    ...(connectionId === undefined ? [] : [sql<boolean>`connection_id = ${connectionId}::uuid`]),
  ];
  return all.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(all, sql` and `)})`;
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

export const selectSubscriptions = (tx: Tx) =>
  tx
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
