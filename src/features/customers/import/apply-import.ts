import { Cloud } from '../../../model/cloud.ts';
import type { MicrosoftCustomer } from '../../../model/customer.ts';
import { ownReseller } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { type JobHandle, startJob } from '../../jobs/index.ts';
import { changePlan, lockPlan, type PlanRefusal, readPlan, refusal, whyNotApply } from '../duplicates/plan-store.ts';
import { decidingCustomers } from '../identity-lock.ts';
import { keepCustomersLocked } from '../keep.ts';
import { type ImportCounts, type ImportRow, isImported, reportOf } from './classify.ts';
import { ImportPlan } from './plan-import.ts';

const pageRows = 500;

export type ImportStarted = { readonly status: 'started'; readonly jobId: string } | PlanRefusal;

/** Starts the job that carries an import out; asked for a second time it joins the one that runs. */
export function startImport(context: Context, planId: string): Promise<ImportStarted> {
  return inScope(context.db, context.scope, async (tx): Promise<ImportStarted> => {
    const plan = await lockPlan(tx, planId);
    const not = whyNotApply(plan, context.clock.now());
    if (plan === undefined || not !== undefined) return not ?? refusal('not_found', 'There is no such plan.');
    const { jobId } = await startJob(context, tx, {
      kind: 'importCustomers',
      title: plan.title,
      input: { planId },
      joins: `importCustomers ${planId}`,
      unit: 'customers',
    });
    await tx.updateTable('customer_plan').set({ job_id: jobId, changed_at: context.clock.now() }).where('plan_id', '=', planId).execute();
    return { status: 'started', jobId };
  });
}

export type Imported =
  /** `connectionId`: whose subscriptions are read next. Undefined when it was stopped or is done already: what is kept stays. */
  { readonly connectionId: string | undefined; readonly counts: ImportCounts; readonly kept: number };

/**
 * Keeps what the plan showed, page by page, each in a transaction of its own. A killed import goes on from its start: what is there already is
 * seen again and changes nothing.
 */
export async function importCustomers(context: Context, planId: string, job: JobHandle): Promise<Imported> {
  const plan = await inScope(context.db, context.scope, (tx) => readPlan(tx, planId));
  if (plan === undefined) throw new Error('A plan of customers is never removed');
  const { connectionId, rows } = ImportPlan.parse(plan.wish);
  const counts = reportOf(rows);
  if (plan.state !== 'previewed') return { connectionId: undefined, counts, kept: 0 };
  const wanted = rows.filter(isImported);
  await job.progress({ done: 0, total: wanted.length, unit: 'customers', step: 'Importing' });
  let kept = 0;
  for (; kept < wanted.length && !job.signal.aborted; kept = Math.min(kept + pageRows, wanted.length)) {
    const page = wanted.slice(kept, kept + pageRows);
    // What was read at the preview is as old as the preview: a sync that read since wins.
    await inScope(context.db, context.scope, (tx) => keepPage(tx, context, connectionId, page, plan.createdAt));
    await job.progress({ done: kept + page.length });
  }
  if (kept < wanted.length) return { connectionId: undefined, counts, kept };
  await inScope(context.db, context.scope, async (tx) => {
    const locked = await lockPlan(tx, planId);
    if (locked?.state === 'previewed') await changePlan(tx, context, locked, { state: 'applied', done: counts, told: counts });
  });
  return { connectionId, counts, kept };
}

async function keepPage(
  tx: Tx,
  context: Context,
  connectionId: string,
  rows: readonly ImportRow[],
  seenAt: Temporal.Instant,
): Promise<void> {
  await decidingCustomers(tx);
  const ids = await keepCustomersLocked(tx, { connectionId, seenAt, ids: context.ids }, rows.map(toCustomer));
  const sold = rows.flatMap(({ resellerMpn, resellerName }, index) => {
    const customer_id = ids[index];
    return customer_id === undefined || resellerMpn === ''
      ? []
      : [
          {
            customer_id,
            connection_id: connectionId,
            reseller_id: ownReseller,
            mpn: resellerMpn,
            name: resellerName,
            changed_at: context.clock.now(),
          },
        ];
  });
  if (sold.length === 0) return;
  // Any further resellers of a customer come back with the next reading of them.
  await tx
    .deleteFrom('customer_reseller')
    .where('connection_id', '=', connectionId)
    .where(
      'customer_id',
      'in',
      sold.map((row) => row.customer_id),
    )
    .execute();
  await tx.insertInto('customer_reseller').values(sold).execute();
}

const toCustomer = ({ tenantId, cloud, name, domain, relationship, country }: ImportRow): MicrosoftCustomer => ({
  tenantId,
  cloud: Cloud.parse(cloud),
  name,
  domain,
  relationship,
  ...(country !== '' && { country }),
});
