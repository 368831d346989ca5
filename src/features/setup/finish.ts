import type { JobId } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { startAll } from '../sync/index.ts';
import { missingOf } from './conditions.ts';
import { type GateRefusal } from './confirm.ts';
import { runChecks } from './run-checks.ts';
import { changeSetup, lockSetup } from './store.ts';

export type FinishOutcome = { readonly status: 'finished'; readonly jobIds: readonly string[]; readonly joined: boolean } | GateRefusal;

/**
 * The four checks live, then the installation is live: the first full sync is queued in the same transaction, so a double click, a repeated
 * call and two people at once queue it once (S79). `joined`: it was live already.
 */
export async function finishSetup(context: Context): Promise<FinishOutcome> {
  const { facts, run } = await runChecks(context);
  const missing = missingOf(facts);
  if (missing.length > 0) return { status: 'refused', because: 'gate', missing };
  return inScope(context.db, everything, async (tx): Promise<FinishOutcome> => {
    const now = context.clock.now();
    const before = await lockSetup(tx, now);
    if (before.state === 'live') return { status: 'finished', jobIds: before.firstJobs, joined: true };
    const jobIds: readonly JobId[] = await startAll(context, tx);
    const finished = { state: 'live', first_jobs: jobIds, finished_by: context.actor.name, finished_at: now } as const;
    await changeSetup(tx, finished, now);
    await record(tx, context, { action: 'setup.finished', object: 'setup', after: { state: 'live', checks: run.checks, jobIds } });
    return { status: 'finished', jobIds, joined: false };
  });
}

/** Back to draft: nothing runs by schedule any more; connections, mappings and everything read stay (S79). False when it is a draft already. */
export function returnToDraft(context: Context, reason: string): Promise<boolean> {
  return inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    const before = await lockSetup(tx, now);
    if (before.state === 'draft') return false;
    await changeSetup(tx, { state: 'draft', first_jobs: [], finished_by: null, finished_at: null }, now);
    await record(tx, context, {
      action: 'setup.returnedToDraft',
      object: 'setup',
      before: { state: 'live' },
      after: { state: 'draft' },
      reason,
    });
    return true;
  });
}
