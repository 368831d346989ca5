import { sql } from 'kysely';
import type { JobId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { resolveSuspense } from '../invoices/index.ts';
import { autoMap } from '../mapping/index.ts';
import { compareAgain, compareCustomer } from '../reconciliation/index.ts';
import { startDueCharges } from './read-charges.ts';
import { markMapped } from './store.ts';
import { ledgerOf, SyncInput } from './sync-input.ts';

/**
 * After a run: who is who is looked at again, and when no other connection is still being read, the books are compared. The job that compares
 * them; none when another run will start it.
 */
export async function afterRun(context: Context, input: SyncInput, jobId: string): Promise<JobId | undefined> {
  // Invoices that were published have their month compared by themselves; the books have not changed.
  if (ledgerOf(input) === 'charges') return undefined;
  if (input.reach !== 'customer') {
    await autoMap(context);
    await resolveSuspense(context);
  }
  await inScope(context.db, everything, (tx) => markMapped(tx, jobId, context.clock.now()));
  return inScope(context.db, everything, async (tx) => {
    if (input.customerId !== undefined) return afterCustomer(context, tx, input.customerId, jobId);
    if (await othersAreReading(tx, jobId)) return undefined;
    const { jobId: comparedBy } = await compareAgain(context, tx);
    await startDueCharges(context, tx);
    return comparedBy;
  });
}

/** Who waits for one customer does not wait for a reading of everybody: its books are compared alone then. */
async function afterCustomer(context: Context, tx: Tx, customerId: string, jobId: string): Promise<JobId | undefined> {
  if (await othersAreReading(tx, jobId, customerId)) return undefined;
  if (!(await othersAreReading(tx, jobId))) return (await compareAgain(context, tx)).jobId;
  const compared = await compareCustomer(context, tx, customerId);
  return compared === 'absent' ? undefined : compared.jobId;
}

/** After customers were read again because somebody told of changes: the same as after a run, unless a run is about to do it. */
export async function afterChanges(context: Context, { customersCame }: { readonly customersCame: boolean }): Promise<void> {
  if (customersCame) {
    await autoMap(context);
    await resolveSuspense(context);
  }
  await inScope(context.db, everything, async (tx) => {
    if (!(await othersAreReading(tx, undefined))) await compareAgain(context, tx);
  });
}

/**
 * Other sync jobs whose books are not ready to be compared: not read to their end, or not mapped yet. One that is mapped does not count although its
 * job has not ended, and that is committed before anybody looks: so of two that end at the same time at least one sees nobody else. One that waits to be tried again does not count either: a remote that is down holds nobody up.
 * `customerId`: only those that read this customer alone.
 */
async function othersAreReading(tx: Tx, jobId: string | undefined, customerId?: string): Promise<boolean> {
  const rows = await tx
    .selectFrom('job')
    .select('input')
    .where('kind', '=', 'sync')
    .where('job_id', 'is distinct from', jobId ?? null)
    .where(sql<boolean>`(state in ('running', 'paused') or state = 'queued' and started_at is null)`)
    .where(sql<boolean>`not exists (select from sync_run where sync_run.job_id = job.job_id and sync_run.mapped_at is not null)`)
    .$if(customerId !== undefined, (query) => query.where(sql<string>`input ->> 'customerId'`, '=', customerId ?? ''))
    .execute();
  return rows.some((row) => {
    const input = SyncInput.safeParse(row.input); // of another version: it may read the books
    return !input.success || ledgerOf(input.data) === 'books';
  });
}
