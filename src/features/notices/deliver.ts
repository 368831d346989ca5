import { sql } from 'kysely';
import { atOnce } from '../../lib/at-once.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { claimLease, holdLease, type Lease, releaseLease } from '../../platform/db/lease.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { Told } from './compose.ts';
import { raise } from './raise.ts';
import { nextTry } from './retries.ts';
import { type StoredChannel, type Telling, tell } from './tell.ts';

const mostAtOnce = 4;
const mostInAPass = 100;
/** A channel that took nothing for so long is switched off (ux reference 12). */
const patienceDays = 5;

type Due = StoredChannel & {
  readonly delivery_id: string;
  readonly attempts: number;
  readonly name: string;
  readonly failing_since: Temporal.Instant | null;
  readonly notice_id: string;
  readonly event: string;
  readonly title: string;
  readonly detail: string;
  readonly link: string;
  readonly at: Temporal.Instant;
};

/**
 * Makes a delivery of each new notice for each channel that wants it, and carries out what is due. One worker at a time; killed after a sending
 * and before its outcome was kept, it is sent again under the same id. Answers how many were tried.
 */
export async function deliverNotices(context: Context, baseUrl: string, signal: AbortSignal): Promise<number> {
  const isDue = await inScope(context.db, everything, async (tx) => {
    await route(tx, context);
    return isAnyDue(tx, context.clock.now());
  });
  if (!isDue) return 0;
  const lease = await claimLease(context.db, 'notices', context.ids());
  if (lease === undefined) return 0;
  try {
    const due = await inScope(context.db, everything, (tx) => listDue(tx, context.clock.now()));
    await atOnce(due, mostAtOnce, (one) => deliverOne(context, lease, one, baseUrl, signal), signal);
    return due.length;
  } finally {
    await releaseLease(context.db, lease);
  }
}

/** Notices that have no deliveries yet get them; a channel that is paused or off misses what is told meanwhile. */
async function route(tx: Tx, context: Context): Promise<void> {
  const now = context.clock.now();
  const { rows: notices } = await sql<{ notice_id: string; event: string }>`
    select notice_id, event from notice where routed_at is null order by at limit 500 for update skip locked`.execute(tx);
  if (notices.length === 0) return;
  const channels = await tx.selectFrom('notice_channel').select(['channel_id', 'events']).where('state', '=', 'on').execute();
  const deliveries = notices.flatMap((notice) =>
    channels
      .filter(({ events }) => events.length === 0 || events.includes(notice.event))
      .map(({ channel_id }) => ({
        delivery_id: context.ids(),
        channel_id,
        notice_id: notice.notice_id,
        state: 'waiting',
        next_at: now,
        created_at: now,
      })),
  );
  if (deliveries.length > 0)
    await tx
      .insertInto('notice_delivery')
      .values(deliveries)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  const ids = notices.map(({ notice_id }) => notice_id);
  await tx.updateTable('notice').set({ routed_at: now }).where('notice_id', 'in', ids).execute();
}

async function isAnyDue(tx: Tx, now: Temporal.Instant): Promise<boolean> {
  const row = await tx
    .selectFrom('notice_delivery')
    .select('delivery_id')
    .where('state', '=', 'waiting')
    .where('next_at', '<=', now)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

const listDue = (tx: Tx, now: Temporal.Instant): Promise<readonly Due[]> =>
  tx
    .selectFrom('notice_delivery as delivery')
    .innerJoin('notice_channel as channel', 'channel.channel_id', 'delivery.channel_id')
    .innerJoin('notice', 'notice.notice_id', 'delivery.notice_id')
    .where('channel.state', '=', 'on')
    .where('delivery.state', '=', 'waiting')
    .where('delivery.next_at', '<=', now)
    .orderBy('delivery.next_at')
    .limit(mostInAPass)
    .select(['delivery.delivery_id', 'delivery.attempts', 'channel.channel_id', 'channel.kind', 'channel.name', 'channel.address'])
    .select(['channel.secret', 'channel.secret_before', 'channel.secret_before_until', 'channel.failing_since'])
    .select(['notice.notice_id', 'notice.event', 'notice.title', 'notice.detail', 'notice.link', 'notice.at'])
    .execute();

const toldOf = ({ delivery_id: deliveryId, notice_id: noticeId, event, title, detail, link, at }: Due): Told => ({
  deliveryId,
  noticeId,
  event,
  title,
  detail,
  link,
  at,
});

async function deliverOne(context: Context, lease: Lease, due: Due, baseUrl: string, signal: AbortSignal): Promise<void> {
  const telling = await tell(context, due, toldOf(due), baseUrl, signal);
  await inScope(context.db, everything, async (tx) => {
    await holdLease(tx, lease);
    await tx
      .updateTable('notice_delivery')
      .set({ attempts: due.attempts + 1, detail: telling.detail, ...after(context, due, telling) })
      .where('delivery_id', '=', due.delivery_id)
      .execute();
    await judgeChannel(tx, context, due, telling);
  });
}

function after(context: Context, { attempts }: Due, telling: Telling) {
  const now = context.clock.now();
  if (telling.is === 'taken') return { state: 'delivered', ended_at: now };
  const next = telling.forGood ? undefined : nextTry(attempts + 1, now, context.random(), telling.waitMs / 1_000);
  return next === undefined ? { state: 'dead', ended_at: now } : { state: 'waiting', next_at: next };
}

/** Taken: all is well. Gone, or nothing taken for days: it is switched off, which is told to the others. */
async function judgeChannel(tx: Tx, context: Context, due: Due, telling: Telling): Promise<void> {
  const now = context.clock.now();
  const since = telling.is === 'taken' ? null : (due.failing_since ?? now);
  const isPatienceOver = since !== null && Temporal.Instant.compare(since.add({ hours: patienceDays * 24 }), now) <= 0;
  const reason = isPatienceOver ? `It took nothing for ${patienceDays} days.` : undefined;
  const why = telling.is === 'notTaken' && telling.gone ? 'It answered that it is gone (410).' : reason;
  const change = { failing_since: since, ...(why !== undefined && { state: 'off', reason: why }) };
  // One that a person paused meanwhile stays paused.
  const done = await tx
    .updateTable('notice_channel')
    .set(change)
    .where('channel_id', '=', due.channel_id)
    .where('state', '=', 'on')
    .executeTakeFirst();
  if (why === undefined || done.numUpdatedRows === 0n) return;
  await raise(tx, context, {
    key: `channel ${due.channel_id} off ${now.toString()}`,
    event: 'channel.switched_off',
    title: `Notices no longer go to ${due.name}`,
    detail: `${why} Mend the receiver, then switch it on again.`,
    link: '/settings/notifications',
  });
}

/** Deliveries are shown for 30 days (ux reference 12). */
export const forgetOldDeliveries = (context: Context): Promise<number> =>
  inScope(context.db, everything, async (tx) => {
    const done = await tx
      .deleteFrom('notice_delivery')
      .where('ended_at', '<', context.clock.now().subtract({ hours: 30 * 24 }))
      .executeTakeFirst();
    return Number(done.numDeletedRows);
  });
