import { type Clock, utcDate } from '../lib/clock.ts';

/** The machine's clock. */
export function createClock(): Clock {
  return clockFrom(() => Temporal.Now.instant());
}

/**
 * A clock that runs ahead of the machine's by what `offsetMs` says: the trial profile follows the sandbox's virtual time. Sleeping takes
 * real milliseconds all the same, so a stopped or jumping world blocks nobody. Never for leases, pace and deadlines.
 */
export function createFollowingClock(offsetMs: () => number): Clock {
  return clockFrom(() => Temporal.Now.instant().add({ milliseconds: Math.round(offsetMs()) }));
}

const clockFrom = (now: () => Temporal.Instant): Clock => ({ now, today: () => utcDate(now()), sleep });

/** setTimeout takes at most 2^31-1 ms; a longer wait is cut into such pieces. */
const longestTimerMs = 2_147_483_647;

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  for (let left = ms; left > 0; left -= longestTimerMs) await sleepShort(Math.min(left, longestTimerMs), signal);
}

function sleepShort(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(reasonOf(signal));
      return;
    }
    const stop = (): void => {
      clearTimeout(timer);
      if (signal !== undefined) reject(reasonOf(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

const reasonOf = ({ reason }: AbortSignal): Error => (reason instanceof Error ? reason : new Error('Stopped', { cause: reason }));
