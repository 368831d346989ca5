import { idOf, type JobId, ownReseller } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';
import type { StartJob } from './job.ts';
import { jobQueue, personsPriority, quickQueue } from './queue-name.ts';
import { askAgain, findJoinable, insertJob } from './store.ts';

export type StartedJob = { readonly jobId: JobId; readonly joined: boolean };

/**
 * Puts a job into the queue in the caller's transaction: it runs if and only if the transaction commits. A start with the same `joins` as a
 * waiting or running job joins that one (a double click is one job).
 */
export async function startJob(context: Context, tx: Tx, start: StartJob): Promise<StartedJob> {
  for (;;) {
    const jobId = idOf('job', context.ids());
    const { kind, title, input, joins, unit, again, quick } = start;
    const inserted = await insertJob(
      tx,
      { jobId, resellerId: ownReseller, kind, title, unit: unit ?? 'items', input, joins, startedBy: context.actor.name },
      context.clock.now(),
    );
    if (inserted) {
      const priority = context.actor.kind === 'system' ? {} : { priority: personsPriority };
      await context.queue.send(tx, quick === true ? quickQueue : jobQueue, { jobId }, priority);
      return { jobId, joined: false };
    }
    const running = await findJoinable(tx, joins ?? '');
    if (running !== undefined && (again !== true || (await askAgain(tx, running)))) return { jobId: running, joined: true };
  }
}
