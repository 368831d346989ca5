import type { Clock } from '../lib/clock.ts';
import { Fault, isAppError } from '../lib/errors.ts';
import type { Io } from './output.ts';

type Patience = { readonly clock: Pick<Clock, 'sleep'>; readonly io: Pick<Io, 'err'>; readonly signal: AbortSignal };

const pauseMs = 1_000;
/** A database of ours is restarted within seconds; one that stays away longer needs a person. */
const mostPauses = 120;

/** Troubles of the database that pass. */
const passing = new Set(['database_down', 'database_read_only', 'database_busy', 'disk_full']);
const passes = (error: unknown): boolean => isAppError(error) && error.kind === 'retryable' && passing.has(error.code);

/** Does one step of starting; when the database stops meanwhile, says so and does the step again when it is back. The step must bear that. */
export async function outlast<T>({ clock, io, signal }: Patience, step: () => Promise<T>): Promise<T> {
  for (let pauses = 0; ; pauses += 1) {
    try {
      const done = await step();
      if (pauses > 0) io.err('The database is back.\n');
      return done;
    } catch (error) {
      if (!passes(error)) throw error;
      if (pauses >= mostPauses) throw error;
      if (pauses === 0) io.err(`${error instanceof Error ? error.message : ''}. Waiting until it is back ...\n`);
      await clock.sleep(pauseMs, signal);
    }
  }
}

/** While a process is starting, "it goes on by itself" is not true: the process ends, and somebody has to start it again. */
export const explainLost = (error: unknown): unknown =>
  passes(error) && isAppError(error)
    ? new Fault(
        error.code,
        error.kind,
        `${error.message}, so Concord could not finish starting and has stopped`,
        {
          ...error.facts,
          hint: 'Look why the database stopped (postgres.log in the data folder), then start again. Nothing saved is lost.',
        },
        error,
      )
    : error;
