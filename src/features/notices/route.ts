import { sql } from 'kysely';
import { nextTurn } from '../../model/cadence.ts';
import { quietUntil } from '../../model/quiet-hours.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { readSchedules, readSettings } from '../settings/index.ts';
import { quietOf } from './hold.ts';
import { covers, lockMutes, readMutes } from './mutes.ts';

type Unrouted = { readonly notice_id: string; readonly event: string; readonly urgent: boolean; readonly object_id: string | null };

/** Notices that have no deliveries yet get them; a channel that is paused or off misses what is told meanwhile. */
export async function routeNotices(tx: Tx, context: Context): Promise<void> {
  const now = context.clock.now();
  const { rows: notices } = await sql<Unrouted>`
    select notice_id, event, urgent, object_id from notice where routed_at is null order by at limit 500 for update skip locked`.execute(
    tx,
  );
  if (notices.length === 0) return;
  await lockMutes(tx);
  const mutes = await readMutes(tx, now);
  const channels = await tx
    .selectFrom('notice_channel')
    .select(['channel_id', 'events', 'cadence', 'quiet'])
    .where('state', '=', 'on')
    .execute();
  const digestAt = channels.some(({ cadence }) => cadence === 'daily') ? await nextDigest(tx, now) : now;
  const deliveries = notices.flatMap((notice) =>
    channels
      .filter(({ events }) => events.length === 0 || events.includes(notice.event))
      .map(({ channel_id, cadence, quiet }) => {
        const mute = mutes.find((each) => covers(each, notice, channel_id));
        const at = cadence === 'daily' ? digestAt : now;
        const end = mute === undefined || notice.urgent ? undefined : quietUntil(quietOf(quiet), at);
        return {
          delivery_id: context.ids(),
          channel_id,
          notice_id: notice.notice_id,
          for_digest: cadence === 'daily',
          // Of one that is muted: when it would go out, if somebody unmuted it until then.
          next_at: end ?? at,
          held: end !== undefined,
          created_at: now,
          ...(mute === undefined ? { state: 'waiting' } : { state: 'muted', mute_id: mute.muteId, ended_at: now }),
        };
      }),
  );
  if (deliveries.length > 0)
    await tx
      .insertInto('notice_delivery')
      .values(deliveries)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  const everywhere = (notice: Unrouted) => mutes.find((mute) => covers(mute, notice, undefined))?.muteId ?? null;
  for (const [muteId, those] of Map.groupBy(notices, everywhere)) {
    const ids = those.map(({ notice_id }) => notice_id);
    await tx.updateTable('notice').set({ routed_at: now, mute_id: muteId }).where('notice_id', 'in', ids).execute();
  }
}

type DigestTime = { readonly at: string; readonly timeZone: string };

const readDigestTime = async (tx: Tx): Promise<DigestTime> => {
  const [{ digestAt }, { timeZone }] = [await readSettings(tx), await readSchedules(tx)];
  return { at: digestAt, timeZone };
};

/** When the daily digest goes out. */
export const digestTime = (context: Context): Promise<DigestTime> => inScope(context.db, everything, readDigestTime);

/** Once each local day, also when the clocks change (F82). */
async function nextDigest(tx: Tx, now: Temporal.Instant): Promise<Temporal.Instant> {
  const { at, timeZone } = await readDigestTime(tx);
  return nextTurn({ every: 'day', at }, now, timeZone) ?? now;
}

/**
 * What is due for a digest, what waited for the end of quiet hours, and what is due for a chat, which gets one message and not many (ux reference
 * 15.2), becomes one message for each channel. Decided before the first try and kept, so that a try after a kill tells the same and each notice is in one message.
 * A digest takes all that waits for one: after the hour was changed there are no two a day.
 */
export async function bundle(tx: Tx, context: Context): Promise<void> {
  const now = context.clock.now();
  const waiting = () =>
    tx
      .selectFrom('notice_delivery as delivery')
      .innerJoin('notice_channel as channel', 'channel.channel_id', 'delivery.channel_id')
      .where('channel.state', '=', 'on')
      .where('delivery.state', '=', 'waiting')
      .where('delivery.digest_id', 'is', null)
      .where('delivery.notice_id', 'is not', null)
      .where((where) =>
        where.or([
          where('delivery.for_digest', '=', true),
          where('delivery.held', '=', true),
          where('channel.kind', 'in', ['teams', 'slack']),
        ]),
      );
  const channels = await waiting()
    .where('delivery.next_at', '<=', now)
    .groupBy('channel.channel_id')
    .select(['channel.channel_id'])
    .select((row) => row.fn.agg<boolean>('bool_or', ['delivery.for_digest']).as('is_digest'))
    .execute();
  for (const { channel_id, is_digest } of channels)
    await tx
      .updateTable('notice_delivery')
      .set({ digest_id: context.ids() })
      .where(
        'delivery_id',
        'in',
        waiting()
          .where('channel.channel_id', '=', channel_id)
          .where((where) =>
            where.or([
              where('delivery.next_at', '<=', now),
              // What an urgent one goes out beside stays held.
              ...(is_digest ? [where.and([where('delivery.for_digest', '=', true), where('delivery.held', '=', false)])] : []),
            ]),
          )
          .select('delivery.delivery_id'),
      )
      .execute();
}
