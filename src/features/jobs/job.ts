import type { z } from 'zod';
import type { JobId } from '../../model/ids.ts';
import type { JobKind } from '../../model/job.ts';
import type { Context } from '../context.ts';

/** What a running job uses to tell how far it is. Every count is of work really done (ux reference, principle 7). */
export type JobHandle = {
  readonly jobId: JobId;
  /** Aborts when somebody cancels the job or the process stops: stop at the next safe point. */
  readonly signal: AbortSignal;
  /** Written at most twice a second; the last one always. `waitingUntil` null: no longer waiting. */
  progress(change: { done?: number; total?: number; unit?: string; step?: string; waitingUntil?: Temporal.Instant | null }): Promise<void>;
  /** The outcome for one thing of the job. */
  item(item: { subject: string; outcome: 'done' | 'changed' | 'failed' | 'skipped'; code?: string; reason?: string }): Promise<void>;
};

export type JobError = { readonly code: string; readonly sentence: string; readonly count: number };

/** How a job ended; errors make it `completedWithErrors`. A thrown fault makes it `failed`, or queued again when retryable. */
export type JobEnd = { readonly result: Readonly<Record<string, unknown>>; readonly errors?: readonly JobError[] };

/** A kind of job: its input is parsed at the door of the queue; `run` may be run twice. */
export type JobDefinition<Input extends z.ZodType = z.ZodType> = {
  readonly kind: JobKind;
  readonly input: Input;
  readonly run: (context: Context, input: z.output<Input>, job: JobHandle) => Promise<JobEnd>;
};

export const defineJob = <Input extends z.ZodType>(definition: JobDefinition<Input>): JobDefinition<Input> => definition;

/**
 * What to start. `joins`: while a job with the same words is waiting or running, a second start joins it. `again`: one that joins a running
 * job makes it do its work once more before it ends, because it may have passed what the second one changed.
 */
export type StartJob = {
  readonly kind: JobKind;
  readonly title: string;
  readonly input: unknown;
  readonly joins?: string;
  readonly again?: boolean;
  readonly unit?: string;
  /** It takes seconds and somebody waits for it: it is not queued behind long jobs. */
  readonly quick?: boolean;
};
