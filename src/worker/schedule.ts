import type { Context } from '../features/context.ts';
import { isAppError } from '../lib/errors.ts';

/** Something that is done again and again while the process lives. It must be harmless when several processes do it. */
export type Chore = {
  readonly name: string;
  readonly everyMs: () => number | Promise<number>;
  readonly run: (signal: AbortSignal) => Promise<unknown>;
  readonly atStart?: boolean;
};

/** Runs each chore at its own pace until the signal; a chore that fails says so in the log and is tried at its next turn. */
export async function runChores(context: Context, chores: readonly Chore[], signal: AbortSignal): Promise<void> {
  await Promise.all(chores.map((chore) => repeat(context, chore, signal)));
}

async function repeat(context: Context, chore: Chore, signal: AbortSignal): Promise<void> {
  if (chore.atStart !== true && !(await pause(context, chore, signal))) return;
  const isStopping = (): boolean => signal.aborted; // changes while we wait, which the compiler cannot know
  while (!isStopping()) {
    try {
      await chore.run(signal);
    } catch (error) {
      if (isStopping()) return; // the process stops, and with it what the chore was using
      context.log.warn(
        { chore: chore.name, err: error, code: isAppError(error) ? error.code : undefined },
        'a regular chore failed; it is tried again',
      );
    }
    if (!(await pause(context, chore, signal))) return;
  }
}

/** False when the process stops. */
async function pause(context: Context, chore: Chore, signal: AbortSignal): Promise<boolean> {
  const ms = await Promise.resolve(chore.everyMs()).catch(() => 60_000);
  return context.clock.sleep(ms, signal).then(
    () => true,
    () => false,
  );
}
