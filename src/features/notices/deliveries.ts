import { NoticeDeliveryState } from '../../model/notice.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { testOf } from './compose.ts';
import { tell } from './tell.ts';

export type Delivery = {
  readonly deliveryId: string;
  /** What was told; undefined: a test. */
  readonly title: string | undefined;
  readonly state: NoticeDeliveryState;
  readonly attempts: number;
  readonly detail: string | undefined;
  readonly at: Temporal.Instant;
  /** The next try of one that waits. */
  readonly nextAt: Temporal.Instant | undefined;
};

/** The last hundred of a channel, newest first; undefined when there is no such channel. */
export const listDeliveries = (context: Context, channelId: string): Promise<readonly Delivery[] | undefined> =>
  inScope(context.db, everything, async (tx) => {
    const channel = await tx.selectFrom('notice_channel').select('name').where('channel_id', '=', channelId).executeTakeFirst();
    if (channel === undefined) return undefined;
    const rows = await tx
      .selectFrom('notice_delivery as delivery')
      .leftJoin('notice', 'notice.notice_id', 'delivery.notice_id')
      .where('channel_id', '=', channelId)
      .select(['delivery_id', 'title', 'state', 'attempts', 'delivery.detail', 'created_at', 'next_at'])
      .orderBy('created_at', 'desc')
      .orderBy('delivery_id', 'desc')
      .limit(100)
      .execute();
    return rows.map((row) => ({
      deliveryId: row.delivery_id,
      title: row.title ?? undefined,
      state: NoticeDeliveryState.parse(row.state),
      attempts: row.attempts,
      detail: row.detail ?? undefined,
      at: row.created_at,
      nextAt: row.state === 'waiting' ? row.next_at : undefined,
    }));
  });

export type TestOutcome = { readonly taken: boolean; readonly detail: string };

/** Tells a channel a test at once, whatever its state; it is tried once and kept with the deliveries. Undefined when there is no such channel. */
export async function sendChannelTest(context: Context, channelId: string, baseUrl: string): Promise<TestOutcome | undefined> {
  const channel = await inScope(context.db, everything, (tx) =>
    tx.selectFrom('notice_channel').selectAll().where('channel_id', '=', channelId).executeTakeFirst(),
  );
  if (channel === undefined) return undefined;
  const deliveryId = context.ids();
  const startedAt = context.clock.now();
  const telling = await tell(context, channel, testOf(deliveryId, startedAt), baseUrl);
  const taken = telling.is === 'taken';
  await inScope(context.db, everything, async (tx) => {
    // The channel may have been removed meanwhile.
    const still = await tx.selectFrom('notice_channel').select('name').where('channel_id', '=', channelId).executeTakeFirst();
    if (still === undefined) return;
    await tx
      .insertInto('notice_delivery')
      .values({
        delivery_id: deliveryId,
        channel_id: channelId,
        notice_id: null,
        state: taken ? 'delivered' : 'dead',
        attempts: 1,
        next_at: startedAt,
        detail: telling.detail,
        created_at: startedAt,
        ended_at: context.clock.now(),
      })
      .execute();
  });
  return { taken, detail: telling.detail };
}

/** Brings back what was given up for a channel; tests stay as they are. Answers how much; undefined when there is no such channel. */
export const retryDeliveries = (context: Context, channelId: string): Promise<number | undefined> =>
  inScope(context.db, everything, async (tx) => {
    const channel = await tx.selectFrom('notice_channel').select('name').where('channel_id', '=', channelId).executeTakeFirst();
    if (channel === undefined) return undefined;
    const done = await tx
      .updateTable('notice_delivery')
      .set({ state: 'waiting', attempts: 0, next_at: context.clock.now(), ended_at: null })
      .where('channel_id', '=', channelId)
      .where('state', '=', 'dead')
      .where('notice_id', 'is not', null)
      .executeTakeFirst();
    return Number(done.numUpdatedRows);
  });
