import { Fault } from '../../lib/errors.ts';
import { claimLease, type Lease, releaseLease, renewEverySeconds, renewLease } from '../../platform/db/lease.ts';
import type { Context } from '../context.ts';

const tryEveryMs = 250;
const mostTries = 240; // a minute: twice the time after which a dead worker's claim ends

/** One writer at a time for each connection (psa reference 8.2 rule 6). */
export const writerLease = (connectionId: string): string => `write:${connectionId}`;

/** Runs `work` while holding the claim; renewed meanwhile. Whoever waits too long gets a retryable fault and comes again. */
export async function withLease<T>(context: Context, name: string, work: (lease: Lease) => Promise<T>): Promise<T> {
  const lease = await claim(context, name);
  const stop = new AbortController();
  const renewing = renew(context, lease, stop.signal);
  try {
    return await work(lease);
  } finally {
    stop.abort(new Error('The work is done'));
    await renewing;
    await releaseLease(context.db, lease);
  }
}

async function claim(context: Context, name: string): Promise<Lease> {
  const holder = context.ids();
  for (let tries = 0; tries < mostTries; tries += 1) {
    const lease = await claimLease(context.db, name, holder);
    if (lease !== undefined) return lease;
    await context.clock.sleep(tryEveryMs);
  }
  throw new Fault('lease_busy', 'retryable', 'Another worker is writing to this system', { hint: 'It is tried again by itself.' });
}

async function renew(context: Context, lease: Lease, signal: AbortSignal): Promise<void> {
  try {
    for (;;) {
      await context.clock.sleep(renewEverySeconds * 1_000, signal);
      if (!(await renewLease(context.db, lease))) return;
    }
  } catch (error) {
    // Stopped because the work is done. If the database fails, the claim runs out and holdLease refuses what comes after.
    if (!signal.aborted) context.log.warn({ error, name: lease.name }, 'A claim could not be renewed');
  }
}
