import type { z } from 'zod';

/** What a run is told. */
export type Run = {
  /** Of the queue; changes when a job comes again. */
  readonly runId: string;
  /** How often this job came again after it said `again`. */
  readonly round: number;
  /** Aborts when the process stops or the job ran out of time: stop at the next safe point and return `again`. */
  readonly signal: AbortSignal;
};

/** What became of a run. `again`: bring it back, after a pause that grows with the rounds; for ever. */
export type Verdict = 'done' | 'again';

/**
 * Background work: a name, an input, and a function that may run twice. A run that throws, or whose process dies, is repeated; after the
 * third death it goes to the dead letters, so that it blocks nobody (F62).
 */
export type QueueJob<Input extends z.ZodType = z.ZodType> = {
  readonly name: string;
  readonly input: Input;
  /** Jobs of the same key never run at the same time. Without it there is no such bound. */
  readonly key?: (input: z.output<Input>) => string;
  /** `one`: while one with the same key waits or runs, another is not taken in. Needs `key`. */
  readonly keep?: 'all' | 'one';
  readonly run: (input: z.output<Input>, run: Run) => Promise<Verdict>;
  /** Told when the job was given up. */
  readonly givenUp?: (input: z.output<Input>, why: string) => Promise<void>;
};

/** Keeps the type of the input between `input`, `key` and `run`. */
export const job = <Input extends z.ZodType>(definition: QueueJob<Input>): QueueJob<Input> => definition;

/** Pause before the next round: 5 s, doubling, at most 5 minutes. */
export const roundPauseSeconds = (round: number): number => Math.min(300, 5 * 2 ** Math.min(round, 10));
