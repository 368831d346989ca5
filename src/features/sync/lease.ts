import { Fault } from '../../lib/errors.ts';
import { anySignal } from '../../lib/stop.ts';
import { claimLease, type Lease, leaseSeconds, releaseLease, renewEverySeconds, renewLease } from '../../platform/db/lease.ts';
import type { Context } from '../context.ts';

/** Does `work` as the only one for `name`. A worker that died holds on for 30 seconds at most: that long the next one waits. */
export async function alone<T>(
  context: Context,
  name: string,
  signal: AbortSignal,
  work: (lease: Lease, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lease = await claimPatiently(context, name, signal);
  const ended = new AbortController();
  const lost = new AbortController();
  const keeping = keepOn(context, lease, ended.signal, () => {
    lost.abort(new Fault('lease_lost', 'retryable', `Another worker has taken over ${name}`));
  });
  try {
    return await work(lease, anySignal(signal, lost.signal));
  } finally {
    ended.abort();
    await keeping;
    await releaseLease(context.db, lease);
  }
}

async function claimPatiently(context: Context, name: string, signal: AbortSignal): Promise<Lease> {
  for (let waited = 0; ; waited += 1) {
    const lease = await claimLease(context.db, name, context.ids());
    if (lease !== undefined) return lease;
    if (waited > leaseSeconds + 5)
      throw new Fault('already_running', 'retryable', 'This connection is being read by another worker', {
        hint: 'It is tried again by itself.',
      });
    await context.clock.sleep(1_000, signal);
  }
}

async function keepOn(context: Context, lease: Lease, ended: AbortSignal, lose: () => void): Promise<void> {
  for (;;) {
    try {
      await context.clock.sleep(renewEverySeconds * 1_000, ended);
    } catch {
      return; // the work is done
    }
    const held = await renewLease(context.db, lease).catch(() => true); // a database that is away for a moment decides nothing; writing checks again
    if (!held) {
      lose();
      return;
    }
  }
}
