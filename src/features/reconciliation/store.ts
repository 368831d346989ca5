import { type RawBuilder, sql } from 'kysely';
import type { IdMaker } from '../../lib/ids.ts';
import { must } from '../../lib/must.ts';
import { DifferenceKind, DifferenceState, Finding } from '../../model/difference.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Settled, StoredDifference } from './settle.ts';

/** Stored differences of these customers, by customer. What only invoices show is settled with its month. */
export const storedDifferences = (
  tx: Tx,
  customerIds: readonly string[],
  now: Temporal.Instant,
): Promise<Map<string, StoredDifference[]>> => readStored(tx, sql`customer_id = any(${[...customerIds]}::uuid[]) and period is null`, now);

export async function readStored(tx: Tx, which: RawBuilder<unknown>, now: Temporal.Instant): Promise<Map<string, StoredDifference[]>> {
  const { rows } = await sql<{
    customer_id: string;
    difference_id: string;
    kind: string;
    subject: string;
    state: string;
    came_back: boolean;
    muted_until: string | null;
    scope: string | null;
    finding: unknown;
    awaited: boolean;
  }>`
    select customer_id, difference_id, kind, subject, state, came_back, muted_until, scope, finding,
      state = 'waitingForApproval' and exists (
        select from plan_step join plan using (plan_id)
        where plan_step.difference_id = difference.difference_id and plan.state = 'waitingForApproval' and plan.expires_at > ${now}) as awaited
    from difference where ${which}`.execute(tx);
  const stored = rows.map((row) => ({
    customerId: row.customer_id,
    difference: {
      differenceId: row.difference_id,
      kind: DifferenceKind.parse(row.kind),
      subject: row.subject,
      state: DifferenceState.parse(row.state),
      cameBack: row.came_back,
      mutedUntil: row.muted_until ?? undefined,
      isAlways: row.scope === 'always',
      finding: Finding.parse(row.finding),
      isAwaited: row.awaited,
    },
  }));
  return new Map([...Map.groupBy(stored, (each) => each.customerId)].map(([id, each]) => [id, each.map(({ difference }) => difference)]));
}

export type Customer = { readonly customerId: string; readonly name: string; readonly resellerId: string };

/** Writes what was settled for one customer. */
export async function keepSettled(
  tx: Tx,
  {
    customer,
    settled,
    runId,
    at,
    ids,
  }: { customer: Customer; settled: readonly Settled[]; runId: string; at: Temporal.Instant; ids: IdMaker },
): Promise<void> {
  const opened = settled.filter((each) => each.act === 'open');
  if (opened.length > 0) {
    await tx
      .insertInto('difference')
      .values(
        opened.map(({ finding }) => ({
          customer_id: customer.customerId,
          difference_id: ids(),
          reseller_id: customer.resellerId,
          kind: finding.kind,
          subject: finding.subject,
          state: 'open',
          first_seen_at: at,
          ...fieldsOf(customer, finding, runId, at),
          changed_at: at,
        })),
      )
      .execute();
  }
  for (const each of settled) {
    if (each.act === 'keep') {
      await tx
        .updateTable('difference')
        .set({ state: each.state, came_back: each.cameBack, ...fieldsOf(customer, each.finding, runId, at) })
        .$if(each.isChanged, (query) => query.set((now) => ({ changed_at: at, version: now('version', '+', 1) })))
        .$if(each.state !== each.stored.state && each.state !== 'accepted', (query) => query.set(undecided))
        .where('customer_id', '=', customer.customerId)
        .where('difference_id', '=', each.stored.differenceId)
        .execute();
    }
  }
  const gone = settled.flatMap((each) => (each.act === 'gone' ? [each.stored.differenceId] : []));
  if (gone.length > 0) await changeState(tx, customer.customerId, gone, { state: 'gone', at });
}

/** Nobody has decided: what was said about it belongs to how it was. */
const undecided = { decided_by: null, because: null, reason: null, scope: null, muted_until: null, rule_id: null };

const fieldsOf = (customer: Customer, finding: Finding, runId: string, at: Temporal.Instant) => ({
  customer_name: customer.name,
  product_name: finding.productName,
  cause: must(finding.causes[0], 'a cause').code,
  certainty: must(finding.causes[0], 'a cause').certainty,
  impact: finding.impact.amount,
  currency: finding.impact.currency,
  finding: JSON.stringify(finding),
  run_id: runId,
  last_seen_at: at,
});

/** Only inside `movingTotals`. */
export async function changeState(
  tx: Tx,
  customerId: string,
  differenceIds: readonly string[],
  change: { readonly state: DifferenceState; readonly at: Temporal.Instant; readonly cameBack?: boolean },
): Promise<void> {
  await tx
    .updateTable('difference')
    .set((now) => ({ state: change.state, changed_at: change.at, version: now('version', '+', 1) }))
    .$if(change.cameBack !== undefined, (query) => query.set({ came_back: change.cameBack === true }))
    .where('customer_id', '=', customerId)
    .where('difference_id', 'in', [...differenceIds])
    .execute();
}

/** In order of id. */
export async function customersById(db: Db, customerIds: readonly string[]): Promise<Customer[]> {
  const rows = await db
    .selectFrom('customer')
    .select(['customer_id', 'name', 'reseller_id'])
    .where('customer_id', 'in', [...customerIds])
    .orderBy('customer_id')
    .execute();
  return rows.map((row) => ({ customerId: row.customer_id, name: row.name, resellerId: row.reseller_id }));
}
