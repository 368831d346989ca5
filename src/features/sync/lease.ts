import { Fault } from '../../lib/errors.ts';
import { whileLeased } from '../../platform/db/keep-lease.ts';
import { claimLease, type Lease, leaseSeconds } from '../../platform/db/lease.ts';
import type { Context } from '../context.ts';

/** Does `work` as the only one for `name`. A worker that died holds on for 30 seconds at most: that long the next one waits. */
export async function alone<T>(
  context: Context,
  name: string,
  signal: AbortSignal,
  work: (lease: Lease, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lease = await claimPatiently(context, name, signal);
  return whileLeased(context, lease, signal, (held) => work(lease, held));
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
