import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { inputsOf } from './inputs-of.ts';
import { isOpen, sourcesOf } from './sources-of.ts';
import type { StartSync } from './start-sync.ts';
import type { SyncInput } from './sync-input.ts';

/** Why only a reading of everything will do; undefined where reading what changed is enough. */
export type FullBecause = 'neverRead' | 'lastNotWhole' | 'longAgo';

export type Estimate = {
  readonly connectionId: string;
  readonly name: string;
  readonly reach: SyncInput['reach'];
  readonly kinds: readonly string[];
  /** Median of the last readings of the same sort; undefined when there was none. */
  readonly seconds: number | undefined;
  readonly fullBecause: FullBecause | undefined;
};

/** The activity log goes back 90 days, but a month of it is dearer than a reading of everything (`activity.ts`). */
const tooLongDays = 30;

/** What a reading would be, before it is started: its sort, how long it will take, and whether it has to be everything. */
export const estimateSync = (context: Context, wanted: Omit<StartSync, 'side'>): Promise<readonly Estimate[]> =>
  inScope(context.db, everything, async (tx) => {
    const { customerId, reach = 'full', kinds } = wanted;
    const estimates: Estimate[] = [];
    for (const { connection_id, name, side } of (await sourcesOf(tx, wanted)).filter(isOpen)) {
      const fullBecause = await whyFull(tx, connection_id, context.clock.now());
      for (const input of inputsOf({ connectionId: connection_id, side, customerId, reach, kinds }))
        estimates.push({
          connectionId: connection_id,
          name,
          reach: input.reach,
          kinds: input.kinds ?? [],
          seconds: await usualSeconds(tx, input),
          fullBecause,
        });
    }
    return estimates;
  });

async function usualSeconds(tx: Tx, { connectionId, reach, kinds }: SyncInput): Promise<number | undefined> {
  const { rows } = await sql<{ seconds: number | null }>`
    select percentile_cont(0.5) within group (order by seconds) as seconds from (
      select extract(epoch from ended_at - started_at)::float8 as seconds from sync_run
      where connection_id = ${connectionId}::uuid and reach = ${reach} and state in ('completed', 'partial')
        and (${kinds === undefined} or progress -> 'kinds' @> ${JSON.stringify((kinds ?? []).map((kind) => ({ kind })))}::jsonb)
      order by started_at desc limit 5) as lately`.execute(tx);
  return rows[0]?.seconds ?? undefined;
}

async function whyFull(tx: Tx, connectionId: string, now: Temporal.Instant): Promise<FullBecause | undefined> {
  const last = await tx
    .selectFrom('sync_run')
    .select(['state', 'ended_at'])
    .where('connection_id', '=', connectionId)
    .where('reach', '=', 'full')
    .where('state', 'in', ['completed', 'partial', 'failed'])
    .orderBy('started_at', 'desc')
    .executeTakeFirst();
  if (last?.ended_at == null) return 'neverRead';
  if (last.state !== 'completed') return 'lastNotWhole';
  return Temporal.Instant.compare(last.ended_at, now.subtract({ hours: 24 * tooLongDays })) < 0 ? 'longAgo' : undefined;
}
