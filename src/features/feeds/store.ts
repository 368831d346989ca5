import { sql } from 'kysely';
import type { Feed, FeedOutcome } from '../../model/feed.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { isReadable, never, type Readings } from './folding.ts';

/** An event as it is taken in: from whom, what it says, what to read again. */
export type NewEvent = {
  readonly connectionId: string;
  readonly key: string;
  readonly feed: Feed;
  readonly event: string;
  readonly resource: string;
  readonly occurredAt: Temporal.Instant | undefined;
  /** Set when there is nothing to read for it. */
  readonly outcome?: FeedOutcome;
};

/** PostgreSQL text holds no NUL and no half character; names of events are short. */
const plain = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed().slice(0, 200);

/** Takes events in; answers the keys of those that are new. What is known already changes nothing (F26). */
export async function insertEvents(tx: Tx, events: readonly NewEvent[], now: Temporal.Instant): Promise<readonly string[]> {
  if (events.length === 0) return [];
  const rows = events.map((event) => ({
    connection_id: event.connectionId,
    event_key: plain(event.key),
    feed: event.feed,
    event: plain(event.event),
    resource: event.resource,
    occurred_at: event.occurredAt?.toString() ?? null,
    received_at: now.toString(),
    handled_at: event.outcome === undefined ? null : now.toString(),
    outcome: event.outcome ?? null,
  }));
  const { rows: fresh } = await sql<{ event_key: string }>`
    insert into feed_event select * from json_populate_recordset(null::feed_event, ${JSON.stringify(rows)}::json)
    on conflict do nothing returning event_key`.execute(tx);
  return fresh.map((row) => row.event_key);
}

/** A resource with events that nobody has read for, and how lately it was read. */
export type Waiting = {
  readonly resource: string;
  readonly keys: readonly string[];
  readonly before: Readings;
};

/** Resources with events that may be read now, at most so many. However many pause, none of them takes the place of one that may be read. */
export async function listReady(tx: Tx, connectionId: string, now: Temporal.Instant, most: number): Promise<readonly Waiting[]> {
  const ready: Waiting[] = [];
  for (let from = 0; ready.length < most; from += most) {
    const waiting = await listWaiting(tx, connectionId, most, from);
    ready.push(...waiting.filter(({ before }) => isReadable(before, now)));
    if (waiting.length < most) break;
  }
  return ready.slice(0, most);
}

/** Resources with events, those first whose change is the oldest: what a look at the activity log finds came at one time. */
async function listWaiting(tx: Tx, connectionId: string, most: number, from: number): Promise<readonly Waiting[]> {
  const { rows } = await sql<{
    resource: string;
    keys: string[];
    read_at: Temporal.Instant | null;
    readings: number | null;
    failures: number | null;
    retry_at: Temporal.Instant | null;
  }>`
    select waiting.resource, waiting.keys, lately.read_at, lately.readings, lately.failures, lately.retry_at
    from (
      select resource, array_agg(event_key) as keys, min(coalesce(occurred_at, received_at)) as since from feed_event
      where connection_id = ${connectionId}::uuid and handled_at is null group by resource
    ) as waiting
    left join feed_resource as lately on lately.connection_id = ${connectionId}::uuid and lately.resource = waiting.resource
    order by lately.retry_at nulls first, waiting.since, waiting.resource limit ${most} offset ${from}`.execute(tx);
  return rows.map((row) => ({
    resource: row.resource,
    keys: row.keys,
    before:
      row.readings === null
        ? never
        : { readAt: row.read_at ?? undefined, readings: row.readings, failures: row.failures ?? 0, retryAt: row.retry_at ?? undefined },
  }));
}

/** Connections with events that nobody has read for. */
export async function connectionsWaiting(tx: Tx): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('feed_event')
    .innerJoin('connection', 'connection.connection_id', 'feed_event.connection_id')
    .select('feed_event.connection_id')
    .distinct()
    .where('feed_event.handled_at', 'is', null)
    .where('connection.state', '!=', 'off')
    .execute();
  return rows.map((row) => row.connection_id);
}

export async function keepReadings(tx: Tx, connectionId: string, resource: string, after: Readings): Promise<void> {
  const values = {
    read_at: after.readAt ?? null,
    readings: after.readings,
    failures: after.failures,
    retry_at: after.retryAt ?? null,
  };
  await tx
    .insertInto('feed_resource')
    .values({ connection_id: connectionId, resource, ...values })
    .onConflict((conflict) => conflict.columns(['connection_id', 'resource']).doUpdateSet(values))
    .execute();
}

/** Exactly the events that were seen before the remote was asked: one that came in between waits for the next reading. */
export async function endEvents(
  tx: Tx,
  connectionId: string,
  keys: readonly string[],
  outcome: FeedOutcome,
  now: Temporal.Instant,
): Promise<void> {
  await sql`update feed_event set handled_at = ${now}, outcome = ${outcome}
    where connection_id = ${connectionId}::uuid and event_key = any(${keys}::text[]) and handled_at is null`.execute(tx);
}
