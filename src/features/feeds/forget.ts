import { sql } from 'kysely';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

/** Deliveries are known again for seven days (reliability reference, section 11, 8); what still has to be handed on stays until it is. */
const keptHours = 7 * 24;

export const forgetOldEvents = (context: Context): Promise<void> =>
  inScope(context.db, everything, async (tx) => {
    const before = context.clock.now().subtract({ hours: keptHours });
    await tx.deleteFrom('relay_delivery').where('state', '!=', 'waiting').where('ended_at', '<', before).execute();
    await sql`delete from webhook_event where received_at < ${before}
      and not exists (select from relay_delivery where relay_delivery.event_hash = webhook_event.event_hash)`.execute(tx);
    // Records of the activity log come again as long as their day is read: they are kept a day longer than that.
    await tx.deleteFrom('feed_event').where('handled_at', 'is not', null).where('received_at', '<', before).execute();
    await tx.deleteFrom('feed_resource').where('read_at', '<', before).where('retry_at', 'is', null).execute();
  });
