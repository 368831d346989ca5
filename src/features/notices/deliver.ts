import { sql } from 'kysely';
import { atOnce } from '../../lib/at-once.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { claimLease, holdLease, type Lease, releaseLease } from '../../platform/db/lease.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { Message, Told } from './compose.ts';
import { holdForQuiet } from './hold.ts';
import { raise } from './raise.ts';
import { nextTry } from './retries.ts';
import { bundle, routeNotices } from './route.ts';
import { type StoredChannel, type Telling, tell } from './tell.ts';

const mostAtOnce = 4;
const mostInAPass = 100;
/** A channel that took nothing for so long is switched off (ux reference 12). */
const patienceDays = 5;

type Due = StoredChannel & {
  readonly message: Message;
  readonly attempts: number;
  readonly name: string;
  readonly failing_since: Temporal.Instant | null;
};

/**
 * Makes a delivery of each new notice for each channel that wants it, and carries out what is due. One worker at a time; killed after a sending
 * and before its outcome was kept, it is sent again under the same id. Answers how many were tried.
 */
export async function deliverNotices(context: Context, baseUrl: string, signal: AbortSignal): Promise<number> {
  const isDue = await inScope(context.db, everything, async (tx) => {
    await routeNotices(tx, context);
    return isAnyDue(tx, context.clock.now());
  });
  if (!isDue) return 0;
  const lease = await claimLease(context.db, 'notices', context.ids());
  if (lease === undefined) return 0;
  try {
    const due = await inScope(context.db, everything, (tx) => listDue(tx, context, lease));
    await atOnce(due, mostAtOnce, (one) => deliverOne(context, lease, one, baseUrl, signal), signal);
    return due.length;
  } finally {
    await releaseLease(context.db, lease);
  }
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

/** What is due, message by message: what was bundled goes together and is never cut. */
async function listDue(tx: Tx, context: Context, lease: Lease): Promise<readonly Due[]> {
  await holdLease(tx, lease);
  await holdForQuiet(tx, context.clock.now());
  await bundle(tx, context);
  const units = await tx
    .selectFrom('notice_delivery as delivery')
    .innerJoin('notice_channel as channel', 'channel.channel_id', 'delivery.channel_id')
    .where('channel.state', '=', 'on')
    .where('delivery.state', '=', 'waiting')
    .where('delivery.notice_id', 'is not', null)
    .where('delivery.next_at', '<=', context.clock.now())
    .groupBy(messageId)
    .orderBy((row) => row.fn.min('delivery.next_at'))
    .limit(mostInAPass)
    .select(messageId.as('message_id'))
    .execute();
  if (units.length === 0) return [];
  const ids = units.map(({ message_id }) => message_id);
  const rows = await tx
    .selectFrom('notice_delivery as delivery')
    .innerJoin('notice_channel as channel', 'channel.channel_id', 'delivery.channel_id')
    .innerJoin('notice', 'notice.notice_id', 'delivery.notice_id')
    .where('delivery.state', '=', 'waiting')
    .where(messageId, 'in', ids)
    .orderBy('notice.at')
    .orderBy('notice.notice_id')
    .select(messageId.as('message_id'))
    .select(['delivery.attempts', 'channel.channel_id', 'channel.kind', 'channel.name', 'channel.address'])
    .select(['channel.secret', 'channel.secret_before', 'channel.secret_before_until', 'channel.failing_since'])
    .select(['channel.created_by', 'channel.created_at'])
    .select(['notice.notice_id', 'notice.event', 'notice.title', 'notice.detail', 'notice.link', 'notice.at'])
    .execute();
  const byMessage = Map.groupBy(rows, ({ message_id }) => message_id);
  return ids.flatMap((id) => {
    const [first, ...rest] = byMessage.get(id) ?? [];
    return first === undefined ? [] : [{ ...first, message: { id, told: [toldOf(first), ...rest.map(toldOf)] } } satisfies Due];
  });
}

/** What was bundled has an id of its own; else a delivery is a message. */
const messageId = sql<string>`coalesce(delivery.digest_id, delivery.delivery_id)`;

type Row = Omit<Told, 'noticeId'> & { readonly notice_id: string };
const toldOf = ({ notice_id: noticeId, event, title, detail, link, at }: Row): Told => ({ noticeId, event, title, detail, link, at });

async function deliverOne(context: Context, lease: Lease, due: Due, baseUrl: string, signal: AbortSignal): Promise<void> {
  const telling = await tell(context, due, due.message, baseUrl, signal);
  await inScope(context.db, everything, async (tx) => {
    await holdLease(tx, lease);
    await tx
      .updateTable('notice_delivery')
      .set({ attempts: due.attempts + 1, detail: telling.detail, ...after(context, due, telling) })
      .where((where) => where.or([where('delivery_id', '=', due.message.id), where('digest_id', '=', due.message.id)]))
      .where('state', '=', 'waiting')
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
    matter: 'channelOff',
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
