import { sql } from 'kysely';
import type { Db } from '../../../../platform/db/connect.ts';
import { type Day, isoDay } from '../../files/days.ts';

/** Seats before and after each change since the month began, by Microsoft's id of the subscription. */
export type SeatsTold = ReadonlyMap<string, readonly number[]>;

/**
 * What Partner Center's activity log tells of seats from the first day of a month until now: a change that came after the month says what it was
 * in it. Undefined when the log was not read soon enough: it reaches 90 days back (Learn, "Get a record of Partner Center activity"), and what
 * lies before them nobody knows.
 */
export async function loadSeatsTold(db: Db, start: Day): Promise<SeatsTold | undefined> {
  const from = `${isoDay(start)}T00:00:00Z`;
  const reaching = await sql`select from activity_record where seen_at < ${from}::timestamptz + interval '90 days' limit 1`.execute(db);
  if (reaching.rows.length === 0) return undefined;
  const { rows } = await sql<{ id: string; seats: number[] }>`
    select lower(subscription_remote_id) as id, array_agg(quantity_before) || array_agg(quantity_after) as seats
    from activity_record
    where lower(operation) = 'update_subscription' and lower(outcome) = 'succeeded' and subscription_remote_id is not null
      and quantity_before is not null and quantity_after is not null and happened_at >= ${from}
    group by lower(subscription_remote_id)`.execute(db);
  return new Map(rows.map(({ id, seats }) => [id, seats]));
}
