import { isAppError } from '../../lib/errors.ts';
import type { Walk } from './walk.ts';

const oneHourMs = 3_600_000;

/** Waits as long as the remote asked (at most an hour at once), shown on the job; the run goes on by itself. */
export async function waitAsTold(walk: Walk, error: unknown): Promise<void> {
  const { clock } = walk.context;
  const told = isAppError(error) ? error.facts.nextAttemptAt : undefined;
  const until = told === undefined ? clock.now() : Temporal.Instant.from(told);
  const ms = Math.min(oneHourMs, Math.max(1_000, until.epochMilliseconds - clock.now().epochMilliseconds));
  await walk.job.progress({ waitingUntil: clock.now().add({ milliseconds: ms }) });
  await clock.sleep(ms, walk.signal);
  await walk.job.progress({ waitingUntil: null });
}
