import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

/**
 * So long every feed may take to tell of a change before it counts as missed: three polls of the activity log while the registration is ours
 * (every five minutes). How late Microsoft writes the log is not published; the lags that we measure are shown beside the count.
 */
const tellWithin = { minutes: 15 };

/**
 * Writes down what a reading of everything found new, changed or gone at a partner account, to be judged once the feeds had their time. The first
 * reading of an account proves nothing, nor does one of an account whose feeds were never read.
 */
export async function keepFinds(
  tx: Tx,
  run: { readonly runId: string; readonly startedAt: Temporal.Instant },
  now: Temporal.Instant,
): Promise<void> {
  const { runId, startedAt } = run;
  const { numUpdatedRows } = await tx
    .updateTable('sync_run')
    .set({ judge_at: now.add(tellWithin) })
    .where('run_id', '=', runId)
    .where(
      sql<boolean>`exists (select from feed_state where feed_state.connection_id = sync_run.connection_id and polled_at < ${startedAt})`,
    )
    .where(
      sql<boolean>`exists (select from sync_run as earlier where earlier.connection_id = sync_run.connection_id and earlier.reach = 'full'
        and earlier.state in ('completed', 'partial') and earlier.started_at < ${startedAt})`,
    )
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  await sql`
    insert into sync_find (run_id, customer_id, kind, subject, reseller_id, what, at)
    select run.run_id, own.customer_id, 'subscriptions', own.remote_id, own.reseller_id,
      case when own.retired_at is not null then 'retired' when exists (select from subscription_change as change
        where change.customer_id = own.customer_id and change.subscription_id = own.subscription_id and change.at = own.changed_at)
        then 'changed' else 'created' end, own.changed_at
    from sync_run as run join subscription as own using (connection_id)
    where run.run_id = ${runId}::uuid and own.changed_at >= ${startedAt}
    union all
    select run.run_id, own.customer_id, 'customers', own.tenant_id, own.reseller_id,
      case when sold.retired_at is not null then 'retired' when own.created_at >= ${startedAt} then 'created' else 'changed' end,
      coalesce(sold.retired_at, own.changed_at)
    from sync_run as run join customer_connection as sold using (connection_id) join customer as own using (customer_id)
    where run.run_id = ${runId}::uuid and coalesce(sold.retired_at, own.changed_at) >= ${startedAt}
    on conflict do nothing`.execute(tx);
}

/**
 * Judges what earlier runs found: told is what some event named that was not read before the sweep came by, because an event that was read before
 * would have brought it. The rest was missed; each run keeps its count. Answers how many runs were judged.
 */
export const judgeFinds = (context: Context): Promise<number> =>
  inScope(context.db, everything, async (tx) => {
    const due = await tx
      .selectFrom('sync_run')
      .select(['run_id', 'connection_id'])
      .where('judge_at', '<=', context.clock.now())
      .forUpdate()
      .skipLocked()
      .limit(20)
      .execute();
    for (const { run_id, connection_id } of due) {
      await sql`
        update sync_find as find set told = exists (
          select from feed_event as event, customer
          where event.connection_id = ${connection_id}::uuid
            and event.resource in ('customer ' || customer.tenant_id, 'subscriptions ' || customer.tenant_id)
            and (event.handled_at is null or event.handled_at >= find.at)
            and customer.customer_id = find.customer_id)
        where find.run_id = ${run_id}::uuid`.execute(tx);
      await sql`update sync_run set judge_at = null,
          missed = (select count(*)::int from sync_find where sync_find.run_id = ${run_id}::uuid and not told)
        where run_id = ${run_id}::uuid`.execute(tx);
    }
    return due.length;
  });

export type MissedRow = {
  readonly customerId: string;
  readonly customerName: string;
  readonly kind: string;
  readonly subject: string;
  readonly what: string;
  readonly at: Temporal.Instant;
};

/** What a run found that no feed had told of, at most 500; undefined when there is no such run. */
export const listMissed = (context: Context, runId: string): Promise<readonly MissedRow[] | undefined> =>
  inScope(context.db, everything, async (tx) => {
    const run = await tx.selectFrom('sync_run').select('run_id').where('run_id', '=', runId).executeTakeFirst();
    if (run === undefined) return undefined;
    const rows = await tx
      .selectFrom('sync_find')
      .innerJoin('customer', 'customer.customer_id', 'sync_find.customer_id')
      .select(['sync_find.customer_id', 'customer.name', 'sync_find.kind', 'subject', 'what', 'at'])
      .where('run_id', '=', runId)
      .where('told', '=', false)
      .orderBy('at')
      .orderBy('subject')
      .limit(500)
      .execute();
    return rows.map(({ customer_id, name, ...row }) => ({ ...row, customerId: customer_id, customerName: name }));
  });

/** For /metrics: what the last judged reading of each account missed, over all accounts. */
export async function countMissed(tx: Tx): Promise<number> {
  const { rows } = await sql<{ missed: number }>`
    select coalesce(sum(missed), 0)::int as missed from (
      select distinct on (connection_id) missed from sync_run where missed is not null order by connection_id, started_at desc) as last`.execute(
    tx,
  );
  return rows[0]?.missed ?? 0;
}
