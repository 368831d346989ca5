import { sql } from 'kysely';
import { put } from '../../../../lib/put.ts';
import type { Db } from '../../../../platform/db/connect.ts';
import type { AuditLog } from '../../files/load/audit.ts';
import type { AuditEvent } from '../../files/model.ts';
import type { ChargedMonth } from '../month.ts';

type Row = { id: string; day: number; quantity_before: number; quantity_after: number; status_after: string | null };

/** Seat changes and cancellations that the activity log tells, up to the end of the month; undefined when no record was ever kept. */
export async function loadAudit(db: Db, { asOf }: ChargedMonth): Promise<AuditLog | undefined> {
  const { rows: any } = await sql`select 1 from activity_record limit 1`.execute(db);
  if (any.length === 0) return undefined;
  const { rows } = await sql<Row>`
    select lower(subscription_remote_id) as id, (happened_at at time zone 'UTC')::date - date '1970-01-01' as day, quantity_before, quantity_after, status_after
    from activity_record
    where lower(operation) = 'update_subscription' and lower(outcome) = 'succeeded' and subscription_remote_id is not null
      and quantity_before is not null and quantity_after is not null and happened_at < ${asOf}
    order by happened_at, record_id`.execute(db);
  const log = new Map<string, AuditEvent[]>();
  for (const { id, day, quantity_before, quantity_after, status_after } of rows) {
    put(log, id, {
      subscriptionId: id,
      on: day,
      from: quantity_before * 1_000_000,
      to: quantity_after * 1_000_000,
      isCancellation: status_after?.toLowerCase() === 'deleted',
    });
  }
  return log;
}
