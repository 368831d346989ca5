import type { Clock } from '../../lib/clock.ts';
import { Fault } from '../../lib/errors.ts';
import { anySignal } from '../../lib/stop.ts';
import type { Db } from './connect.ts';
import { type Lease, releaseLease, renewEverySeconds, renewLease } from './lease.ts';

/** Does `work` while the lease is renewed, and lets go of it at the end. The signal that `work` is given aborts when the lease is lost. */
export async function whileLeased<T>(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  lease: Lease,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const lost = new AbortController();
  const keeping = keepOn({ db, clock }, lease, ended.signal, () => {
    lost.abort(new Fault('lease_lost', 'retryable', `Another worker has taken over ${lease.name}`));
  });
  try {
    return await work(anySignal(signal, lost.signal));
  } finally {
    ended.abort();
    await keeping;
    await releaseLease(db, lease);
  }
}

async function keepOn(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  lease: Lease,
  ended: AbortSignal,
  lose: () => void,
): Promise<void> {
  for (;;) {
    try {
      await clock.sleep(renewEverySeconds * 1_000, ended);
    } catch {
      return; // the work is done
    }
    const held = await renewLease(db, lease).catch(() => true); // a database that is away for a moment decides nothing; writing checks again
    if (!held) {
      lose();
      return;
    }
  }
}
