import type { Clock } from '../../lib/clock.ts';
import { freshBucket, hold, take } from './bucket.ts';
import type { BucketStore } from './bucket-store.ts';
import type { RemoteLimits } from './limits.ts';
import type { Priority } from './priority.ts';
import { createWaitingRoom } from './waiting-room.ts';

export type Turn = {
  /** Connection and family of the API: what the remote counts. */
  readonly key: string;
  /** The customer, for remotes that also count for each of them. */
  readonly customer: string | undefined;
  readonly limits: RemoteLimits;
  readonly priority: Priority;
  readonly mostMs: number;
  readonly signal: AbortSignal | undefined;
};

/** Lets calls go at the pace that the remote allows. */
export interface Throttle {
  /** Waits for the turn. `waitedMs` when it came; `longerMs` when it would take longer than `mostMs` (then no turn was used). */
  turn(turn: Turn): Promise<{ readonly waitedMs: number } | { readonly longerMs: number }>;
  /** The remote asked to wait. A customer's own limit holds that customer only. */
  hold(turn: Turn, ms: number, whom: 'account' | 'customer'): Promise<void>;
}

export function createThrottle({ store, clock }: { store: BucketStore; clock: Clock }): Throttle {
  const room = createWaitingRoom(clock);
  const customers = new Map<string, number>();
  const now = (): number => clock.now().epochMilliseconds;
  const customerKey = ({ key, customer }: Turn): string => `${key} ${customer ?? ''}`;
  const customerWait = (turn: Turn): number => Math.max(0, (customers.get(customerKey(turn)) ?? 0) - now());

  const reserve = (turn: Turn, mostMs: number): Promise<{ waitMs: number; granted: boolean }> =>
    store.change(turn.key, (found) => {
      const at = now();
      const before = found ?? freshBucket(turn.limits, at);
      const { bucket, waitMs } = take(before, at, turn.limits.maxRate, turn.priority === 'person');
      const granted = waitMs <= mostMs;
      return { bucket: granted ? bucket : before, result: { waitMs, granted } };
    });

  /** While we waited, another call may have been told to stop: then the turn is void and a new one is taken. */
  const isHeld = async (turn: Turn): Promise<boolean> => ((await store.find(turn.key))?.heldUntil ?? 0) > now();

  const waitInRow = async (turn: Turn, outsideMs: number): ReturnType<Throttle['turn']> => {
    let waitedMs = outsideMs;
    for (;;) {
      const ownWait = customerWait(turn);
      const left = turn.mostMs - waitedMs - ownWait;
      const { waitMs, granted } = left < 0 ? { waitMs: 0, granted: false } : await reserve(turn, left);
      if (!granted) return { longerMs: Math.max(waitMs, ownWait) };
      const sleepMs = Math.max(waitMs, ownWait);
      if (sleepMs === 0) return { waitedMs };
      await clock.sleep(sleepMs, turn.signal);
      waitedMs += sleepMs;
      if (sleepMs < 50 || !(await isHeld(turn))) return { waitedMs };
    }
  };

  return {
    turn: (turn) => room.enter(turn, (outsideMs) => waitInRow(turn, outsideMs)),
    hold: async (turn, ms, whom) => {
      if (whom === 'customer') {
        customers.set(customerKey(turn), Math.max(customers.get(customerKey(turn)) ?? 0, now() + ms));
        return;
      }
      await store.change(turn.key, (found) => ({ bucket: hold(found ?? freshBucket(turn.limits, now()), now(), ms), result: undefined }));
    },
  };
}
