import type { ChannelCadence, NoticeEvent } from '../../model/notice.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { mayBe } from './channels.ts';

export type ChannelChange = {
  readonly events?: readonly NoticeEvent[] | undefined;
  readonly cadence?: ChannelCadence | undefined;
  readonly paused?: boolean | undefined;
};

/** Which events, how often, and whether it is told at all; switching on what Concord switched off gives it a new start. */
export const changeChannel = (
  context: Context,
  channelId: string,
  { events, cadence, paused }: ChannelChange,
): Promise<'changed' | 'unknown' | 'notDaily'> =>
  inScope(context.db, everything, async (tx) => {
    const before = await tx.selectFrom('notice_channel').selectAll().where('channel_id', '=', channelId).forUpdate().executeTakeFirst();
    if (before === undefined) return 'unknown';
    if (!mayBe(before.kind, cadence ?? 'instant')) return 'notDaily';
    const after = {
      events: events === undefined ? before.events : [...new Set(events)],
      cadence: cadence ?? before.cadence,
      ...(paused === undefined
        ? { state: before.state, reason: before.reason, failing_since: before.failing_since }
        : { state: paused ? 'paused' : 'on', reason: null, failing_since: null }),
    };
    await tx.updateTable('notice_channel').set(after).where('channel_id', '=', channelId).execute();
    if (cadence === 'instant') await tellWhatWaits(tx, context, channelId);
    await record(tx, context, {
      action: 'noticeChannel.changed',
      object: `channel ${channelId}`,
      before: { events: before.events, cadence: before.cadence, state: before.state },
      after: { events: after.events, cadence: after.cadence, state: after.state },
    });
    return 'changed';
  });

/** What waited for the next digest is told now, once more as a digest. */
async function tellWhatWaits(tx: Tx, context: Context, channelId: string): Promise<void> {
  await tx
    .updateTable('notice_delivery')
    .set({ next_at: context.clock.now() })
    .where('channel_id', '=', channelId)
    .where('state', '=', 'waiting')
    .where('for_digest', '=', true)
    .where('digest_id', 'is', null)
    .execute();
}
