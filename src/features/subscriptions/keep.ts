import { sql } from 'kysely';
import { changedFields } from '../../lib/diff.ts';
import { must } from '../../lib/must.ts';
import type { MicrosoftSubscription } from '../../model/subscription.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { keepRows } from '../../platform/db/keep-rows.ts';
import { countSubscriptions } from '../customers/index.ts';
import type { Kept, Reading } from '../reading.ts';
import { noteSubscriptionConflicts } from './conflicts.ts';

const fields = [
  'offer_id',
  'offer_name',
  'product_id',
  'sku_id',
  'term',
  'frequency',
  'seats',
  'status',
  'remote_status',
  'is_trial',
  'is_usage',
  'auto_renew',
  'starts_on',
  'ends_on',
  'cancel_until',
  'parent_remote_id',
  'next_seats',
  'next_plan',
  'term_end',
  'promotion_id',
] as const;

/** What was read of one customer at one partner account. */
type OfCustomer = { readonly reading: Reading; readonly customerId: string; readonly subscriptions: readonly MicrosoftSubscription[] };

/** Keeps what was read of one customer at one partner account, with what each changed row was before. */
export async function keepSubscriptions(
  tx: Tx,
  reading: Reading,
  customerId: string,
  subscriptions: readonly MicrosoftSubscription[],
): Promise<Kept> {
  const [kept] = await keepSubscriptionsOf(tx, [{ reading, customerId, subscriptions }]);
  return must(kept, 'what became of one customer');
}

/** The same of several customers of one partner account, each once: as many statements as for one. */
export async function keepSubscriptionsOf(tx: Tx, answers: readonly OfCustomer[]): Promise<readonly Kept[]> {
  const [first] = answers;
  if (first === undefined) return [];
  const { connectionId, seenAt } = first.reading;
  const customerIds = answers.map(({ customerId }) => customerId);
  const customers = await lockCustomers(tx, customerIds);
  const before = Map.groupBy(await stored(tx, customerIds, connectionId), (row) => row.customer_id);
  const { touched } = await keepRows(tx, {
    table: 'subscription',
    key: ['customer_id', 'connection_id', 'remote_id'],
    fixed: ['subscription_id', 'reseller_id', 'customer_name', 'created_at'],
    fields,
    rows: answers.flatMap((answer) => rowsOf(answer, must(customers.get(answer.customerId), 'a locked customer'))),
    seenAt,
  });
  const touchedOf = Map.groupBy(touched, ({ key: [customerId = ''] }) => customerId);
  const updated = [...touchedOf].flatMap(([id, rows]) => (rows.some(({ outcome }) => outcome === 'updated') ? [id] : []));
  if (updated.length > 0) {
    const after = Map.groupBy(await stored(tx, updated, connectionId), (row) => row.customer_id);
    for (const { reading, customerId } of answers) {
      const now = after.get(customerId);
      if (now !== undefined) await keepChanges(tx, reading, before.get(customerId) ?? [], now);
    }
  }
  if (touched.length > 0) await countSubscriptions(tx, [...touchedOf.keys()]);
  return answers.map(({ customerId, subscriptions }) => {
    const rows = touchedOf.get(customerId) ?? [];
    const created = rows.filter(({ outcome }) => outcome === 'created').length;
    const came = new Set(subscriptions.map(({ remoteId }) => remoteId));
    const isAll = (before.get(customerId) ?? []).every((row) => row.retired_at !== null || came.has(row.remote_id));
    return { created, updated: rows.length - created, unchanged: subscriptions.length - rows.length, refused: [], isAll };
  });
}

type Customer = { readonly name: string; readonly reseller_id: string };

/** Their rows are locked first, in one order: two readings of one customer keep one after the other. */
async function lockCustomers(tx: Tx, customerIds: readonly string[]): Promise<ReadonlyMap<string, Customer>> {
  const rows = await tx
    .selectFrom('customer')
    .select(['customer_id', 'name', 'reseller_id'])
    .where('customer_id', 'in', customerIds)
    .orderBy('tenant_id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.customer_id, row]));
}

const rowsOf = ({ reading, customerId, subscriptions }: OfCustomer, customer: Customer) =>
  subscriptions.map((subscription) => ({
    customer_id: customerId,
    connection_id: reading.connectionId,
    remote_id: subscription.remoteId,
    subscription_id: reading.ids(),
    reseller_id: customer.reseller_id,
    customer_name: customer.name,
    created_at: subscription.createdAt ?? reading.seenAt,
    seen_at: reading.seenAt,
    ...toRow(subscription),
  }));

const toRow = (subscription: MicrosoftSubscription): Record<(typeof fields)[number], unknown> => ({
  offer_id: subscription.offerId,
  offer_name: subscription.offerName,
  product_id: subscription.key.productId,
  sku_id: subscription.key.skuId,
  term: subscription.key.term,
  frequency: subscription.key.frequency,
  seats: subscription.seats,
  status: subscription.status,
  remote_status: subscription.remoteStatus,
  is_trial: subscription.isTrial,
  is_usage: subscription.isUsage,
  auto_renew: subscription.autoRenew,
  starts_on: subscription.startsOn ?? null,
  ends_on: subscription.endsOn ?? null,
  cancel_until: subscription.cancelUntil ?? null,
  parent_remote_id: subscription.parentRemoteId ?? null,
  next_seats: subscription.next?.seats ?? null,
  next_plan: subscription.next?.plan ?? null,
  term_end: subscription.termEnd ?? null,
  promotion_id: subscription.promotionId ?? null,
});

type Stored = Awaited<ReturnType<typeof stored>>[number];

const stored = (tx: Tx, customerIds: readonly string[], connectionId: string) =>
  tx
    .selectFrom('subscription')
    .select(['subscription_id', 'remote_id', 'reseller_id', 'customer_id', 'retired_at', ...fields])
    .where('customer_id', 'in', customerIds)
    .where('connection_id', '=', connectionId)
    .execute();

/** Answers "why 23 on 14 October?": every change of a value, from what to what, as seen when. */
async function keepChanges(tx: Tx, reading: Reading, before: readonly Stored[], after: readonly Stored[]): Promise<void> {
  const was = new Map(before.map((row) => [row.subscription_id, row]));
  const changed = after.flatMap((row) => {
    const old = was.get(row.subscription_id);
    const changes = old === undefined ? {} : changedFields(visible(old), visible(row));
    return Object.keys(changes).length === 0 ? [] : [{ row, old, changes }];
  });
  if (changed.length === 0) return;
  const rows = changed.map(({ row, old, changes }) => ({
    customer_id: row.customer_id,
    subscription_id: row.subscription_id,
    change_id: reading.ids(),
    reseller_id: row.reseller_id,
    changes: JSON.stringify(changes),
    cause: old?.retired_at !== null && row.retired_at === null ? 'cameBack' : 'sync',
    at: reading.seenAt,
  }));
  await tx.insertInto('subscription_change').values(rows).execute();
  const seen = changed.map(({ row, changes }) => ({
    ...{ customerId: row.customer_id, resellerId: row.reseller_id, remoteId: row.remote_id },
    ...{ name: row.offer_name, changes },
  }));
  await noteSubscriptionConflicts(tx, reading, seen);
}

const visible = ({
  subscription_id: _id,
  remote_id: _remoteId,
  reseller_id: _reseller,
  customer_id: _customer,
  retired_at,
  ...row
}: Stored) => ({
  ...row,
  retired: retired_at !== null,
});

/** Marks what this reading of the customer did not contain, and writes down that it went. */
export async function retireSubscriptions(tx: Tx, reading: Reading, customerId: string): Promise<number> {
  const { rows } = await sql<{ subscription_id: string; reseller_id: string }>`
    update subscription set retired_at = ${reading.seenAt}, changed_at = ${reading.seenAt}
    where customer_id = ${customerId}::uuid and connection_id = ${reading.connectionId}::uuid
      and retired_at is null and seen_at < ${reading.seenAt}
    returning subscription_id, reseller_id`.execute(tx);
  if (rows.length === 0) return 0;
  await tx
    .insertInto('subscription_change')
    .values(
      rows.map((row) => ({
        customer_id: customerId,
        subscription_id: row.subscription_id,
        change_id: reading.ids(),
        reseller_id: row.reseller_id,
        changes: JSON.stringify({ retired: { before: false, after: true } }),
        cause: 'sync',
        at: reading.seenAt,
      })),
    )
    .execute();
  await countSubscriptions(tx, [customerId]);
  return rows.length;
}
