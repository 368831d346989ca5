import { z } from 'zod';
import type { Context } from '../features/context.ts';
import { failJob, findJob, type JobDefinition, jobQueues, runJob } from '../features/jobs/index.ts';
import { job, type QueueJob } from '../platform/queue/job.ts';

/** The queue's side of all jobs that people can watch. `context` is asked for late: the queue is part of it. */
export const queueJobs = (
  context: () => Context,
  definitions: readonly JobDefinition[],
  ended: (kind: string, outcome: string) => void,
): readonly QueueJob[] =>
  jobQueues.map((name) =>
    job({
      name,
      input: z.object({ jobId: z.uuid() }),
      run: async ({ jobId }, { signal }) => {
        const verdict = await runJob(context(), definitions, jobId, signal);
        const job = await findJob(context(), jobId);
        if (job !== undefined) ended(job.kind, job.state);
        return verdict === 'ended' ? 'done' : 'again';
      },
      givenUp: ({ jobId }, why) => failJob(context(), jobId, why),
    }),
  );
