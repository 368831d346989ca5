import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../src/features/context.ts';
import { findJob, type JobDefinition, runJob } from '../../src/features/jobs/index.ts';
import { applyPlanJob, undoPlanJob } from '../../src/features/plans/jobs.ts';
import { reconciliationJob } from '../../src/features/reconciliation/jobs.ts';
import type { SentWork } from './context.ts';

const definitions: readonly JobDefinition[] = [reconciliationJob, applyPlanJob, undoPlanJob];

/** Works off what was sent to the queue that only remembers, one after the other, until told to stop. */
export function workOff(context: Context, sent: SentWork[]): { readonly stop: () => Promise<void> } {
  let isOpen = true;
  const work = async (): Promise<void> => {
    while (isOpen) {
      await sleep(5);
      const jobId = sent[0]?.input.jobId;
      // Sent within a transaction that may not have committed yet: looked for again.
      if (jobId === undefined || (await findJob(context, jobId)) === undefined) continue;
      sent.shift();
      await runJob(context, definitions, jobId, new AbortController().signal);
    }
  };
  const done = work();
  return {
    stop: async () => {
      isOpen = false;
      await done;
    },
  };
}
