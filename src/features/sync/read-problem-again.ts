import { idOf } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { kindOfStep } from './covering.ts';
import { type StartSyncOutcome, startSync } from './start-sync.ts';

/**
 * Reads what was set apart once more, with its whole kind: what can be read now leaves quarantine by itself, and only a complete reading may say
 * that a record is gone. Undefined when the problem does not exist or has solved itself.
 */
export async function readProblemAgain(context: Context, problemId: string): Promise<StartSyncOutcome | undefined> {
  const problem = await inScope(context.db, everything, (tx) =>
    tx
      .selectFrom('sync_problem')
      .select(['connection_id', 'kind'])
      .where('problem_id', '=', problemId)
      .where('solved_at', 'is', null)
      .executeTakeFirst(),
  );
  if (problem === undefined) return undefined;
  const kind = kindOfStep(problem.kind);
  const connectionId = idOf('connection', problem.connection_id);
  return startSync(context, kind === undefined ? { connectionId, reach: 'billing' } : { connectionId, kinds: [kind] });
}
