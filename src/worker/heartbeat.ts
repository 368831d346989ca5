import { sql } from 'kysely';
import type { Db } from '../platform/db/connect.ts';
import { claimLease, leaseSeconds, renewEverySeconds } from '../platform/db/lease.ts';
import type { Chore } from './schedule.ts';

/** Shows others that this worker lives; by the database's clock, so that a blocked or paused process shows as gone (F72). */
export const heartbeat = (db: Db, worker: string): Chore => ({
  name: 'heartbeat',
  atStart: true,
  everyMs: () => renewEverySeconds * 1_000,
  run: () => claimLease(db, `worker ${worker}`, worker, leaseSeconds + renewEverySeconds),
});

/** Whether any worker was seen lately. */
export async function isWorkerAlive(db: Db): Promise<boolean> {
  const found = await db
    .selectFrom('lease')
    .select('name')
    .where('name', 'like', 'worker %')
    .where('lease_until', '>', sql<Temporal.Instant>`now()`)
    .executeTakeFirst();
  return found !== undefined;
}
