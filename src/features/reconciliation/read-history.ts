import { sql } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';
import type { History } from './books.ts';
import type { BookChange } from './causes/history.ts';

/** What is known of how records came to be as they are: by subscription id, and by `connection/line`. */
export type Histories = {
  readonly subscriptions: ReadonlyMap<string, History>;
  readonly lines: ReadonlyMap<string, History>;
};

type Row = {
  key: string;
  field: string | null;
  before: string | null;
  after: string | null;
  who: string | null;
  told: 'log' | 'reading' | null;
  at: Temporal.Instant | null;
  since: Temporal.Instant | null;
};

export const lineKey = (connectionId: string, remoteId: string): string => `${connectionId}/${remoteId}`;

/** One statement a book, whatever the number of customers. */
export async function readHistories(db: Db, customerIds: readonly string[], accountIds: readonly string[]): Promise<Histories> {
  return {
    subscriptions: gather(customerIds.length === 0 ? [] : await subscriptionRows(db, customerIds)),
    lines: gather(accountIds.length === 0 ? [] : await lineRows(db, accountIds)),
  };
}

const fieldNames = sql.raw(
  `(values ('seats', 'quantity'), ('term', 'term'), ('frequency', 'frequency'), ('status', 'status'), ('starts_on', 'startsOn'),
    ('auto_renew', 'autoRenew'), ('next_seats', 'nextSeats'), ('next_plan', 'nextPlan'), ('promotion_id', 'promotion')) as known (stored, field)`,
);

/**
 * Changes that our readings found, and the quantities of Microsoft's activity log. Known from the first full reading of the account on, and
 * as far back as the log was read (partner-center-api reference, section 14: 90 days).
 */
async function subscriptionRows(db: Db, customerIds: readonly string[]): Promise<Row[]> {
  const ids = [...customerIds];
  const { rows } = await sql<Row>`
    with known as (
      select connection_id, least(
        (select min(ended_at) from sync_run run where run.connection_id = connection.connection_id and run.reach = 'full' and run.state = 'completed'),
        (select happened_at from activity_record record where record.connection_id = connection.connection_id order by happened_at limit 1)) as since
      from connection where side = 'microsoft'
    ), own as (
      select subscription_id, customer_id, connection_id, remote_id from subscription where customer_id = any(${ids}::uuid[]) and retired_at is null
    )
    select own.subscription_id as key, change.field, change.before, change.after, change.who, change.told, change.at, known.since
    from own join known using (connection_id)
    left join lateral (
      select known.field, seen.changes -> known.stored ->> 'before' as before, seen.changes -> known.stored ->> 'after' as after,
        null as who, 'reading' as told, seen.at
      from subscription_change seen join ${fieldNames} on seen.changes ? known.stored
      where seen.customer_id = own.customer_id and seen.subscription_id = own.subscription_id
      union all
      select 'quantity', record.quantity_before::text, record.quantity_after::text, record.who, 'log', record.happened_at
      from activity_record record
      where record.customer_id = own.customer_id and record.connection_id = own.connection_id and record.subscription_remote_id = own.remote_id
        and record.quantity_before <> record.quantity_after and record.outcome = 'succeeded'
    ) change on true`.execute(db);
  return rows;
}

const lineFieldNames = sql.raw(
  `(values ('quantity', 'quantity'), ('unit_price', 'unitPrice'), ('unit_cost', 'unitCost'), ('service_remote_id', 'service')) as known (stored, field)`,
);

/** The PSA's own word for when and by whom a line was last written reaches further back than our readings. */
async function lineRows(db: Db, accountIds: readonly string[]): Promise<Row[]> {
  const ids = [...new Set(accountIds)];
  const { rows } = await sql<Row>`
    with known as (
      select connection_id, (select min(ended_at) from sync_run run
        where run.connection_id = connection.connection_id and run.reach = 'full' and run.state = 'completed') as since
      from connection where side = 'psa'
    )
    select line.connection_id || '/' || line.remote_id as key, change.field, change.before, change.after, change.who, change.told, change.at,
      least(known.since, (select min(told.remote_changed_at) from psa_line_change told
        where told.account_id = line.account_id and told.connection_id = line.connection_id and told.remote_id = line.remote_id)) as since
    from psa_line line join known using (connection_id)
    left join lateral (
      select known.field, seen.changes -> known.stored ->> 'before' as before, seen.changes -> known.stored ->> 'after' as after,
        seen.remote_changed_by as who, case when seen.remote_changed_at is null then 'reading' else 'log' end as told,
        coalesce(seen.remote_changed_at, seen.at) as at
      from psa_line_change seen join ${lineFieldNames} on seen.changes ? known.stored
      where seen.account_id = line.account_id and seen.connection_id = line.connection_id and seen.remote_id = line.remote_id
    ) change on true
    where line.account_id = any(${ids}::uuid[]) and line.retired_at is null`.execute(db);
  return rows;
}

function gather(rows: readonly Row[]): ReadonlyMap<string, History> {
  const histories = new Map<string, { changes: BookChange[]; since: string | undefined }>();
  for (const { key, field, before, after, who, told, at, since } of rows) {
    const history = histories.get(key) ?? { changes: [], since: since?.toString() };
    histories.set(key, history);
    if (field === null || told === null || at === null) continue;
    history.changes.push({ at: at.toString(), field, before: number(before), after: number(after), who: who ?? undefined, from: told });
  }
  return histories;
}

/** `20.000000` and `20` are one number; other words stay as they are. */
function number(text: string | null): string | undefined {
  if (text === null) return undefined;
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}
