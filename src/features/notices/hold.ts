import { sql } from 'kysely';
import { QuietHours, quietUntil } from '../../model/quiet-hours.ts';
import type { Tx } from '../../platform/db/connect.ts';

/** Quiet hours as they are stored. */
export const quietOf = (stored: unknown): QuietHours | undefined => (stored === null ? undefined : QuietHours.parse(stored));

/**
 * What is due for a channel that has quiet hours now waits for their end, whyever it is due: new, tried again, or left by a worker that was away.
 * Only what is urgent and told as it happens goes out; a digest is never urgent. What was decided to go together stays together.
 */
export async function holdForQuiet(tx: Tx, now: Temporal.Instant): Promise<void> {
  const channels = await tx
    .selectFrom('notice_channel')
    .select(['channel_id', 'quiet', 'cadence'])
    .where('quiet', 'is not', null)
    .where('state', '=', 'on')
    .execute();
  for (const { channel_id, quiet, cadence } of channels) {
    const end = quietUntil(quietOf(quiet), now);
    if (end === undefined) continue;
    await sql`
      update notice_delivery as delivery set next_at = ${end}, held = true
      where channel_id = ${channel_id} and state = 'waiting' and next_at <= ${now} and notice_id is not null
        and (${cadence === 'daily'} or not exists (
          select from notice_delivery as beside join notice on notice.notice_id = beside.notice_id
          where notice.urgent and (beside.delivery_id = delivery.delivery_id or beside.digest_id = delivery.digest_id)))`.execute(tx);
  }
}

/** Quiet hours were changed: what waited for their end is due, as one, unless it is in the new ones. */
export async function tellWhatIsHeld(tx: Tx, now: Temporal.Instant, channelId: string): Promise<void> {
  await tx
    .updateTable('notice_delivery')
    .set({ next_at: now })
    .where('channel_id', '=', channelId)
    .where('state', '=', 'waiting')
    .where('held', '=', true)
    .execute();
}
