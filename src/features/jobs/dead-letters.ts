import { z } from 'zod';
import { idOf, type JobId, publicId } from '../../model/ids.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { jobQueues } from './queue-name.ts';
import { readJob, reopenJob } from './store.ts';

/** A job that broke its process or itself three times: it waits for a person and blocks nobody (O6). */
export type DeadLetterRecord = {
  readonly id: string;
  readonly jobId: string | undefined;
  readonly queue: string;
  readonly title: string;
  readonly reason: string;
  readonly at: Temporal.Instant;
};

const Input = z.object({ jobId: z.uuid() });

export async function listDeadLetters(context: Context): Promise<readonly DeadLetterRecord[]> {
  const letters = (await context.queue.deadLetters()).filter((letter) => jobQueues.includes(letter.queue));
  return inScope(context.db, context.scope, async (tx) => {
    const found: DeadLetterRecord[] = [];
    for (const letter of letters) {
      const jobId = Input.safeParse(letter.input).data?.jobId;
      const job = jobId === undefined ? undefined : await readJob(tx, jobId);
      found.push({
        id: letter.id,
        jobId,
        queue: letter.queue,
        title: job?.title ?? letter.queue,
        reason: job?.errors[0]?.sentence ?? 'It broke three times.',
        at: letter.at,
      });
    }
    return found;
  });
}

/** Brings a dead letter back to the queue, its job waiting again; undefined when there is no such letter. */
export async function retryDeadLetter(context: Context, id: string): Promise<{ readonly jobId: JobId } | undefined> {
  const letter = (await listDeadLetters(context)).find((each) => each.id === id);
  const jobId = letter?.jobId;
  if (letter === undefined || jobId === undefined) return undefined;
  await inScope(context.db, context.scope, async (tx) => {
    await reopenJob(tx, jobId, context.clock.now());
    await record(tx, context, { action: 'job.retried', object: publicId('job', jobId) });
  });
  await context.queue.bringBack(letter.queue, id);
  return { jobId: idOf('job', jobId) };
}
