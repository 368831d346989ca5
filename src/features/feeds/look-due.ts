import { isAppError } from '../../lib/errors.ts';
import { claimLease, releaseLease } from '../../platform/db/lease.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { withPriority } from '../../platform/http/priority.ts';
import { noteReading, openConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { lookAtRegistration } from './look.ts';
import { isDue, lookSeconds, pollEverySeconds } from './pace.ts';
import { pollActivity } from './poll-activity.ts';
import { countUntold, findState, lockState } from './state.ts';

/** Looks at every partner account that is due: whose its registration is, and what its activity log says. One that fails stops no other. */
export async function lookDue(context: Context, signal: AbortSignal): Promise<void> {
  const due = await accounts(context);
  await withPriority('event', () => Promise.all(due.map((connectionId) => lookOne(context, connectionId, signal))));
}

/** Accounts that are in use: connected or in trouble that may pass. */
const accounts = (context: Context): Promise<readonly string[]> =>
  inScope(context.db, everything, async (tx) => {
    const rows = await tx
      .selectFrom('connection')
      .select('connection_id')
      .where('side', '=', 'microsoft')
      .where('state', 'in', ['connected', 'degraded'])
      .execute();
    return rows.map((row) => row.connection_id);
  });

async function lookOne(context: Context, connectionId: string, signal: AbortSignal): Promise<void> {
  const due = await whatIsDue(context, connectionId);
  if (!due.look && !due.poll) return;
  const lease = await claimLease(context.db, `feeds ${connectionId}`, context.ids());
  if (lease === undefined) return;
  try {
    const remote = await openConnection(context, connectionId);
    if (remote.side !== 'microsoft') return;
    if (due.look) await lookAtRegistration(context, connectionId, remote, signal);
    if (due.poll) await pollActivity(context, connectionId, remote, signal);
    await noteLook(context, connectionId, undefined);
  } catch (error) {
    if (signal.aborted) throw error;
    context.log.warn({ connectionId, err: error }, 'The registration or the activity log could not be read');
    await noteLook(context, connectionId, error);
    await noteReading(context, connectionId, { error, read: false });
  } finally {
    await releaseLease(context.db, lease);
  }
}

const whatIsDue = (context: Context, connectionId: string): Promise<{ readonly look: boolean; readonly poll: boolean }> =>
  inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    const state = (await findState(tx, connectionId)) ?? (await lockState(tx, connectionId, now));
    const look = isDue(state.checkedAt, lookSeconds(state), now);
    // Counted once a minute, with the look: who asks every second would count the same again.
    const untold = look && state.holder === 'ours' ? await countUntold(tx, connectionId, now.subtract({ minutes: 15 })) : 0;
    return {
      look,
      poll: isDue(state.polledAt, pollEverySeconds({ ...state, untold }), now),
    };
  });

/** `checked_at` moves on failure too, so that a shut account is asked less often. */
const noteLook = (context: Context, connectionId: string, error: unknown): Promise<unknown> =>
  inScope(context.db, everything, (tx) =>
    tx
      .updateTable('feed_state')
      .set((eb) =>
        error === undefined
          ? { failures: 0, poll_code: null, poll_reason: null }
          : {
              failures: eb('failures', '+', 1),
              checked_at: context.clock.now(),
              poll_code: isAppError(error) ? error.code : 'internal',
              poll_reason: isAppError(error) ? error.message : 'Something went wrong on our side while the feeds were read.',
            },
      )
      .where('connection_id', '=', connectionId)
      .execute(),
  );
