import { sql } from 'kysely';
import type { JobId } from '../../model/ids.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { startJob } from '../jobs/index.ts';
import { type Decided, type Decision, type DifferenceFilter, decideDifferences, filtered, type Seen } from '../reconciliation/index.ts';

export type Selection =
  /** Exactly these, each as it was seen. */
  | { readonly differences: readonly Seen[] }
  /** All that the filter finds now but those left out; refused when there are more than the person saw. */
  | { readonly filter: DifferenceFilter; readonly except?: readonly string[] | undefined; readonly expected?: number | undefined };

export type DecidedMany =
  | { readonly status: 'decided'; readonly results: readonly Decided[] }
  | { readonly status: 'started'; readonly jobId: JobId }
  | { readonly status: 'too_many'; readonly most: number }
  | { readonly status: 'more_than_seen'; readonly found: number };

/** How many are decided while the caller waits; more become a job. */
export const mostWhileWaiting = 200;
const mostInAJob = 20_000;

/**
 * One decision on many differences. A filter is resolved here and now, so that the job decides what the person meant and not what the filter
 * finds later.
 */
export async function decideMany(context: Context, of: Selection, decision: Decision): Promise<DecidedMany> {
  const seen = 'differences' in of ? of.differences : await found(context, of.filter, new Set(of.except));
  if (seen.length > mostInAJob) return { status: 'too_many', most: mostInAJob };
  if ('filter' in of && of.expected !== undefined && seen.length > of.expected) return { status: 'more_than_seen', found: seen.length };
  if (seen.length <= mostWhileWaiting) return { status: 'decided', results: await decideDifferences(context, seen, decision) };
  const { jobId } = await inScope(context.db, context.scope, (tx) =>
    startJob(context, tx, {
      kind: 'decideDifferences',
      title: `Decide ${seen.length} differences`,
      input: { seen, decision },
      unit: 'differences',
    }),
  );
  return { status: 'started', jobId };
}

const found = (context: Context, filter: DifferenceFilter, except: ReadonlySet<string>): Promise<Seen[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const rows = await filtered(tx, filter, context.actor)
      .select(['difference_id', 'version'])
      .orderBy(sql`difference_id`)
      .limit(mostInAJob + except.size + 1)
      .execute();
    return rows.filter((row) => !except.has(row.difference_id)).map((row) => ({ differenceId: row.difference_id, version: row.version }));
  });
