import type { Selectable } from 'kysely';
import type { ChannelCadence, NoticeEvent } from '../../model/notice.ts';
import type { QuietHours } from '../../model/quiet-hours.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Tables } from '../../platform/db/tables.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { mayWait, whatWaits } from './channels.ts';
import { tellWhatIsHeld } from './hold.ts';

export type ChannelChange = {
  readonly events?: readonly NoticeEvent[] | undefined;
  readonly cadence?: ChannelCadence | undefined;
  readonly paused?: boolean | undefined;
  /** Null: none any more. */
  readonly quiet?: QuietHours | null | undefined;
};

/** Which events, how often and when not, and whether it is told at all; switching on what Concord switched off gives it a new start. */
export const changeChannel = (
  context: Context,
  channelId: string,
  change: ChannelChange,
): Promise<'changed' | 'unknown' | 'notDaily' | 'notQuiet'> =>
  inScope(context.db, everything, async (tx) => {
    const before = await tx.selectFrom('notice_channel').selectAll().where('channel_id', '=', channelId).forUpdate().executeTakeFirst();
    if (before === undefined) return 'unknown';
    const refused = mayWait(before.kind) ? undefined : whatWaits(change);
    if (refused !== undefined) return refused;
    const after = standingAfter(before, change);
    await tx.updateTable('notice_channel').set(after).where('channel_id', '=', channelId).execute();
    if (change.quiet !== undefined) await tellWhatIsHeld(tx, context.clock.now(), channelId);
    if (change.cadence === 'instant') await tellWhatWaits(tx, context, channelId);
    await record(tx, context, {
      action: 'noticeChannel.changed',
      object: `channel ${channelId}`,
      before: { events: before.events, cadence: before.cadence, state: before.state, quiet: before.quiet },
      after: {
        events: after.events,
        cadence: after.cadence,
        state: after.state,
        quiet: change.quiet === undefined ? before.quiet : change.quiet,
      },
    });
    return 'changed';
  });

type Standing = Selectable<Tables['notice_channel']>;

const standingAfter = (before: Standing, { events, cadence, paused, quiet }: ChannelChange) => ({
  events: events === undefined ? before.events : [...new Set(events)],
  cadence: cadence ?? before.cadence,
  ...(quiet !== undefined && { quiet: quiet === null ? null : JSON.stringify(quiet) }),
  ...(paused === undefined
    ? { state: before.state, reason: before.reason, failing_since: before.failing_since }
    : { state: paused ? 'paused' : 'on', reason: null, failing_since: null }),
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
