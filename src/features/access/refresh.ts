import { isAppError } from '../../lib/errors.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type JobEnd, type JobError, type JobHandle, type StartedJob, startJob } from '../jobs/index.ts';
import { checkAccess, type ToCheck } from './check.ts';

/** Whoever was read so short a time ago is not read again: two people pressing Refresh are one. */
const freshSeconds = 10;

const notWhole: JobError = {
  code: 'read_in_part',
  sentence: 'Some of the relationships could not be read. What was known of them stays as it was.',
  count: 1,
};

/** Starts a job that reads the access of these customers again, and only theirs. */
export const refreshAccess = (context: Context, customerIds: readonly string[]): Promise<StartedJob> =>
  inScope(context.db, context.scope, (tx) => {
    const ids = [...new Set(customerIds)].sort();
    return startJob(context, tx, {
      kind: 'checkAccess',
      title: ids.length === 1 ? 'Read the access of a customer' : `Read the access of ${ids.length} customers`,
      input: { customerIds: ids },
      joins: `checkAccess ${ids.join(' ')}`.slice(0, 2_000),
      unit: 'customers',
    });
  });

/** Each customer by himself: one that cannot be read stops no other. Run again it reads who was not read yet. */
export async function checkAll(context: Context, customerIds: readonly string[], job: JobHandle): Promise<JobEnd> {
  const before = context.clock.now().subtract({ seconds: freshSeconds });
  const rows = await inScope(context.db, context.scope, (tx) => toCheck(tx, customerIds, before));
  await job.progress({ done: customerIds.length - rows.length, total: customerIds.length, unit: 'customers', step: 'Reading access' });
  const errors: JobError[] = [];
  for (const [index, row] of rows.entries()) {
    if (job.signal.aborted) break;
    try {
      const checked = await checkAccess(context, row, job.signal);
      const isWhole = checked.status === 'notThere' || checked.isWhole;
      if (!isWhole) errors.push(notWhole);
      await job.item({
        subject: row.name,
        outcome: isWhole ? (checked.status === 'checked' ? 'done' : 'skipped') : 'failed',
        ...(!isWhole && { code: notWhole.code, reason: notWhole.sentence }),
      });
    } catch (error) {
      if (!isAppError(error)) throw error;
      errors.push({ code: error.code, sentence: error.message, count: 1 });
      await job.item({ subject: row.name, outcome: 'failed', code: error.code, reason: error.facts.hint ?? error.message });
    }
    await job.progress({ done: customerIds.length - rows.length + index + 1 });
  }
  return { result: { read: rows.length - errors.length, left: customerIds.length - rows.length }, errors };
}

/** The accounts that sell to them, as far as they were not read just now. */
async function toCheck(tx: Tx, customerIds: readonly string[], before: Temporal.Instant): Promise<ToCheck[]> {
  const rows = await tx
    .selectFrom('customer')
    .innerJoin('customer_connection as sold', 'sold.customer_id', 'customer.customer_id')
    .innerJoin('connection', 'connection.connection_id', 'sold.connection_id')
    .select(['customer.customer_id', 'customer.tenant_id', 'customer.name', 'sold.connection_id'])
    .where('customer.customer_id', 'in', [...customerIds])
    .where('sold.retired_at', 'is', null)
    .where('connection.state', '!=', 'off')
    .where((where) => where.or([where('access_checked_at', 'is', null), where('access_checked_at', '<', before)]))
    .orderBy('customer.customer_id')
    .orderBy('sold.connection_id')
    .execute();
  return rows.map((row) => ({ customerId: row.customer_id, tenantId: row.tenant_id, name: row.name, connectionId: row.connection_id }));
}
