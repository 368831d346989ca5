import { sql } from 'kysely';
import { ScheduleName } from '../../model/cadence.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { kindOfStep } from '../sync/index.ts';

/** Incremental readings of distributors and PSA systems in a row, newest first, that brought nothing new; at most nine are looked at. */
export async function quietReadings(tx: Tx, connectionId?: string): Promise<number> {
  const { rows } = await sql<{ changes: number }>`
    select (select coalesce(sum((of_kind ->> 'created')::int + (of_kind ->> 'updated')::int + (of_kind ->> 'retired')::int), 0)::int
      from jsonb_array_elements(progress -> 'kinds') as of_kind) as changes
    from sync_run join connection using (connection_id)
    where reach = 'incremental' and side <> 'microsoft' and sync_run.state in ('completed', 'partial') and ${ofConnection(connectionId)}
    order by started_at desc limit 9`.execute(tx);
  const changed = rows.findIndex(({ changes }) => changes > 0);
  return changed === -1 ? rows.length : changed;
}

/** The last readings of a schedule, newest first: how long and how they ended. */
export type PastReading = { readonly seconds: number; readonly state: string; readonly startedAt: Temporal.Instant };

/** Of each schedule the last five readings that ended; those of several connections are one entry each. */
export async function pastReadings(tx: Tx, connectionId?: string): Promise<ReadonlyMap<ScheduleName, readonly PastReading[]>> {
  const { rows } = await sql<{ step: string; seconds: number; state: string; started_at: Temporal.Instant }>`
    select step, seconds, state, started_at from (
      select *, row_number() over (partition by step order by started_at desc) as nth from (
        select case reach when 'full' then 'everything' when 'incremental' then 'changes' when 'billing' then 'charges'
            else progress #>> '{kinds,0,kind}' end as step,
          extract(epoch from ended_at - started_at)::float8 as seconds, state, started_at
        from sync_run
        where ${ofConnection(connectionId)} and ended_at is not null and state <> 'cancelled' and reach <> 'customer' and (reach <> 'kinds' or jsonb_array_length(progress -> 'kinds') = 1)
      ) as named where step is not null
    ) as numbered where nth <= 5 order by step, started_at desc`.execute(tx);
  const past = new Map<ScheduleName, PastReading[]>();
  for (const { step, seconds, state, started_at } of rows) {
    const name = ScheduleName.safeParse(kindOfStep(step) ?? step).data;
    if (name === undefined) continue; // read only as a part of something else
    const own = past.get(name) ?? [];
    past.set(name, [...own, { seconds, state, startedAt: started_at }]);
  }
  return past;
}

const ofConnection = (connectionId: string | undefined) =>
  connectionId === undefined ? sql`true` : sql`sync_run.connection_id = ${connectionId}::uuid`;
