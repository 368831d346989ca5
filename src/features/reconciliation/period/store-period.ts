import { type RawBuilder, sql } from 'kysely';
import type { IdMaker } from '../../../lib/ids.ts';
import { must } from '../../../lib/must.ts';
import type { Finding } from '../../../model/difference.ts';
import { standingKinds } from '../../../model/invoice-difference.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import type { Settled, StoredDifference } from '../settle.ts';
import { type Customer, readStored } from '../store.ts';

/** What stands of a month, and of other months where it goes on from one to the next; by customer. */
export const storedOfPeriod = (
  tx: Tx,
  period: string,
  customerIds: readonly string[],
  now: Temporal.Instant,
): Promise<Map<string, StoredDifference[]>> =>
  readStored(tx, sql`customer_id = any(${[...customerIds]}::uuid[]) and ${ofPeriod(period)}`, now);

const ofPeriod = (period: string): RawBuilder<unknown> =>
  sql`(period = ${period} or (period is not null and kind = any(${[...standingKinds]}::text[])))`;

export async function customersOfPeriod(tx: Tx, period: string): Promise<string[]> {
  const { rows } = await sql<{ customer_id: string }>`select distinct customer_id from difference where ${ofPeriod(period)}`.execute(tx);
  return rows.map((row) => row.customer_id);
}

export type SettledOf = { readonly customer: Customer; readonly settled: readonly Settled[] };
export type Keeping = {
  readonly runId: string;
  readonly at: Temporal.Instant;
  readonly ids: IdMaker;
  /** Under nobody's customer each finding has the name of its own tenant. */
  readonly nameOf: ReadonlyMap<Finding, string>;
};

/** Writes what was settled for many customers in three statements, whatever their number. Only inside `movingTotals`. */
export async function keepPeriod(tx: Tx, all: readonly SettledOf[], keeping: Keeping): Promise<void> {
  const opened = all.flatMap(({ customer, settled }) =>
    settled.flatMap((each) => (each.act === 'open' ? [{ ...rowOf(customer, each.finding, keeping), difference_id: keeping.ids() }] : [])),
  );
  const kept = all.flatMap(({ customer, settled }) =>
    settled.flatMap((each) =>
      each.act === 'keep'
        ? [
            {
              ...rowOf(customer, each.finding, keeping),
              difference_id: each.stored.differenceId,
              state: each.state,
              came_back: each.cameBack,
              changed: each.isChanged,
              moved: each.state !== each.stored.state,
            },
          ]
        : [],
    ),
  );
  const gone = all.flatMap(({ settled }) => settled.flatMap((each) => (each.act === 'gone' ? [each.stored.differenceId] : [])));
  if (opened.length > 0) await open(tx, opened, keeping);
  if (kept.length > 0) await keep(tx, kept, keeping);
  if (gone.length > 0) {
    await sql`update difference set state = 'gone', changed_at = ${keeping.at}, version = version + 1
      where difference_id = any(${gone}::uuid[])`.execute(tx);
  }
}

const rowOf = (customer: Customer, finding: Finding, { nameOf }: Keeping) => {
  const cause = must(finding.causes[0], 'a cause');
  return {
    customer_id: customer.customerId,
    reseller_id: customer.resellerId,
    customer_name: nameOf.get(finding) ?? customer.name,
    kind: finding.kind,
    subject: finding.subject,
    product_name: finding.productName,
    cause: cause.code,
    certainty: cause.certainty,
    impact: finding.impact.amount,
    currency: finding.impact.currency,
    finding,
  };
};

const columns = sql`customer_id uuid, difference_id uuid, reseller_id uuid, customer_name text, kind text, subject text, product_name text, cause text,
  certainty text, impact numeric, currency text, finding jsonb, state text, came_back boolean, changed boolean, moved boolean`;

async function open(tx: Tx, rows: readonly object[], { runId, at }: Keeping): Promise<void> {
  await sql`
    insert into difference (customer_id, difference_id, reseller_id, kind, subject, state, customer_name, product_name, cause, certainty, impact, currency,
      finding, run_id, first_seen_at, last_seen_at, changed_at)
    select customer_id, difference_id, reseller_id, kind, subject, 'open', customer_name, product_name, cause, certainty, impact, currency,
      finding, ${runId}::uuid, ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as given (${columns})`.execute(tx);
}

async function keep(tx: Tx, rows: readonly object[], { runId, at }: Keeping): Promise<void> {
  await sql`
    update difference set customer_name = given.customer_name, product_name = given.product_name, cause = given.cause, certainty = given.certainty,
      impact = given.impact, currency = given.currency, finding = given.finding, state = given.state, came_back = given.came_back,
      run_id = ${runId}::uuid, last_seen_at = ${at}::timestamptz,
      changed_at = case when given.changed then ${at}::timestamptz else difference.changed_at end,
      version = difference.version + case when given.changed then 1 else 0 end,
      decided_by = case when given.moved then null else difference.decided_by end,
      reason = case when given.moved then null else difference.reason end,
      muted_until = case when given.moved then null else difference.muted_until end
    from json_to_recordset(${JSON.stringify(rows)}::json) as given (${columns})
    where difference.customer_id = given.customer_id and difference.difference_id = given.difference_id`.execute(tx);
}
