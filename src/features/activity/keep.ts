import { sql } from 'kysely';
import type { AuditRecord, Marketplace } from '../../connectors/ports.ts';
import { Fault } from '../../lib/errors.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { customersOfTenants, ownersOf } from '../customers/index.ts';
import type { Kept, ListSyncer, Reading } from '../reading.ts';

/** The log goes back 90 days (partner-center-api reference, section 14); a day is left for different midnights. */
const furthestDays = 89;

/** Records of the activity log from a day on: what causes cite. They are never changed and never go. */
export const activitySyncer = (since: string): ListSyncer<Marketplace, AuditRecord> => ({
  kind: 'activity records',
  list: (remote, cursor, signal) => {
    // The log has no place to go on from: a run that was killed reads it from its day on.
    if (cursor !== undefined) throw new Fault('cursor_expired', 'retryable', 'The activity log is read again from its day on');
    return remote.activity(since, signal);
  },
  keep: keepRecords,
  retire: () => Promise.resolve(0),
});

/** The last day that is known, again: the log may lag, and its finest grain is a day. */
export async function firstDayToRead(context: Context, connectionId: string): Promise<string> {
  const newest = await inScope(context.db, everything, (tx) =>
    tx
      .selectFrom('activity_record')
      .select('happened_at')
      .where('connection_id', '=', connectionId)
      .orderBy('happened_at', 'desc')
      .limit(1)
      .executeTakeFirst(),
  );
  const furthest = context.clock.today().subtract({ days: furthestDays });
  if (newest === undefined) return furthest.toString();
  const again = newest.happened_at.toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: 1 });
  return (Temporal.PlainDate.compare(again, furthest) < 0 ? furthest : again).toString();
}

/** Those about nobody's customers are read and counted; there is nobody to keep them for. */
async function keepRecords(tx: Tx, reading: Reading, records: readonly AuditRecord[]): Promise<Kept> {
  const customers = await customersOfTenants(tx, reading.connectionId, records);
  const ownerOf = await ownersOf(tx, [...customers.values()]);
  const rows = records.flatMap((record) => {
    const customer_id = customers.get(record.customerTenantId ?? '');
    return customer_id === undefined ? [] : [rowOf(reading, { customer_id, reseller_id: ownerOf(customer_id) }, record)];
  });
  const { rows: created } = await sql<{ record_id: string }>`
    insert into activity_record
    select * from json_populate_recordset(null::activity_record, ${JSON.stringify(rows)}::json)
    on conflict do nothing returning record_id`.execute(tx);
  return { created: created.length, updated: 0, unchanged: records.length - created.length, refused: [] };
}

/** In the order of the table's columns. */
const rowOf = (
  { connectionId, seenAt }: Reading,
  { customer_id, reseller_id }: { customer_id: string; reseller_id: string },
  record: AuditRecord,
) => ({
  customer_id,
  connection_id: connectionId,
  record_id: record.id,
  reseller_id,
  happened_at: record.at,
  operation: record.operation,
  outcome: record.outcome,
  resource_type: record.resourceType,
  subscription_remote_id: record.subscriptionRemoteId ?? null,
  quantity_before: record.quantityBefore ?? null,
  quantity_after: record.quantityAfter ?? null,
  status_after: record.statusAfter ?? null,
  who: record.who,
  details: record.details,
  seen_at: seenAt.toString(),
});
