import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';

/** Every tool that gets this account's deliveries shall have this one; the work exists if the delivery was kept. */
export async function queueForOthers(tx: Tx, connectionId: string, eventHash: string, now: Temporal.Instant): Promise<void> {
  await sql`insert into relay_delivery (destination_id, event_hash, state, attempts, next_at)
    select destination_id, ${eventHash}, 'waiting', 0, ${now} from relay_destination
    where connection_id = ${connectionId}::uuid and not paused
    on conflict do nothing`.execute(tx);
}
