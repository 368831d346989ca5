import { sql } from 'kysely';
import { Feed } from '../../model/feed.ts';
import type { Tx } from '../../platform/db/connect.ts';

/** How long a kind of event took, by how we were told: from its own time until what it changed could be seen here. Milliseconds. */
export type Lag = {
  readonly feed: Feed;
  readonly event: string;
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
};

/** How long customers took from our invitation until they were here, and how many have not come yet. Milliseconds. */
export type InvitationLag = Omit<Lag, 'feed' | 'event'> & { readonly waiting: number };

/** Of invitations that were sent since then; null while none was. Microsoft tells no time of the acceptance, so what is seen here counts (S87). */
export async function invitationLag(tx: Tx, connectionId: string, since: Temporal.Instant): Promise<InvitationLag | null> {
  const { rows } = await sql<{ sent: number; count: number; p50: number | null; p95: number | null; most: number | null }>`
    select count(*)::int as sent, count(lag)::int as count, percentile_disc(0.5) within group (order by lag)::float8 as p50,
      percentile_disc(0.95) within group (order by lag)::float8 as p95, max(lag)::float8 as most
    from (
      select case when joined_at is not null then greatest(0, extract(epoch from joined_at - sent_at) * 1000) end as lag from expected_customer
      where connection_id = ${connectionId}::uuid and sent_at >= ${since} and state in ('waiting', 'expired', 'joined', 'joinedElsewhere')
    ) as invited`.execute(tx);
  const [row] = rows;
  if (row === undefined || row.sent === 0) return null;
  const { sent, count, p50, p95, most } = row;
  return { count, p50Ms: Math.round(p50 ?? 0), p95Ms: Math.round(p95 ?? 0), maxMs: Math.round(most ?? 0), waiting: sent - count };
}

/** For /metrics: seconds by feed, over all accounts. */
export async function feedLags(tx: Tx, since: Temporal.Instant): Promise<readonly { feed: string; p50: number; p95: number }[]> {
  const { rows } = await sql<{ feed: string; p50: number; p95: number }>`
    select feed, percentile_disc(0.5) within group (order by lag)::float8 as p50, percentile_disc(0.95) within group (order by lag)::float8 as p95
    from (
      select feed, greatest(0, extract(epoch from handled_at - occurred_at)) as lag from feed_event
      where received_at >= ${since} and outcome = 'read' and occurred_at is not null
    ) as seen group by feed`.execute(tx);
  return rows;
}

type Row = { feed: string; event: string; count: number; p50: number; p95: number; most: number };

/** Of events that were read for since then. Clocks differ by a little, so less than nothing counts as nothing. */
export async function lagsSince(tx: Tx, connectionId: string, since: Temporal.Instant): Promise<readonly Lag[]> {
  const { rows } = await sql<Row>`
    select feed, event, count(*)::int as count,
      percentile_disc(0.5) within group (order by lag)::float8 as p50,
      percentile_disc(0.95) within group (order by lag)::float8 as p95, max(lag)::float8 as most
    from (
      select feed, event, greatest(0, extract(epoch from handled_at - occurred_at) * 1000) as lag from feed_event
      where connection_id = ${connectionId}::uuid and received_at >= ${since} and outcome = 'read' and occurred_at is not null
    ) as seen
    group by feed, event order by count(*) desc, feed, event limit 50`.execute(tx);
  return rows.map((row) => ({
    feed: Feed.parse(row.feed),
    event: row.event,
    count: row.count,
    p50Ms: Math.round(row.p50),
    p95Ms: Math.round(row.p95),
    maxMs: Math.round(row.most),
  }));
}
