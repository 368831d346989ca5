import { sql } from 'kysely';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { listDeadLetters } from './dead-letters.ts';

/** How the background work is: for who runs the installation. */
export type QueueHealth = {
  readonly waiting: number;
  /** The oldest job that waits and was never begun. */
  readonly oldestAt: Temporal.Instant | undefined;
  readonly running: number;
  /** Waiting to be tried again after a fault that may pass. */
  readonly retried: number;
  readonly deadLetters: number;
  /** Seen by the database's clock; one that is blocked or gone is not. */
  readonly workers: readonly { readonly name: string; readonly aliveUntil: Temporal.Instant }[];
};

export async function queueHealth(context: Context): Promise<QueueHealth> {
  const letters = await listDeadLetters(context);
  return inScope(context.db, context.scope, async (tx) => {
    const { rows } = await sql<{ waiting: number; oldest: Temporal.Instant | null; running: number; retried: number }>`
      select count(*) filter (where state = 'queued')::int as waiting,
        min(created_at) filter (where state = 'queued' and started_at is null) as oldest,
        count(*) filter (where state in ('running', 'paused'))::int as running,
        count(*) filter (where state = 'queued' and started_at is not null)::int as retried
      from job where state in ('queued', 'running', 'paused')`.execute(tx);
    const workers = await tx
      .selectFrom('lease')
      .select(['name', 'lease_until'])
      .where('name', 'like', 'worker %')
      .where('lease_until', '>', sql<Temporal.Instant>`now()`)
      .orderBy('name')
      .execute();
    const counts = rows[0] ?? { waiting: 0, oldest: null, running: 0, retried: 0 };
    return {
      waiting: counts.waiting,
      oldestAt: counts.oldest ?? undefined,
      running: counts.running,
      retried: counts.retried,
      deadLetters: letters.length,
      workers: workers.map(({ name, lease_until }) => ({ name: name.slice('worker '.length), aliveUntil: lease_until })),
    };
  });
}
