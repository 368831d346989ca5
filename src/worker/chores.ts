import { tellEnds, watchAccess } from '../features/access/index.ts';
import { forgetOldActivity } from '../features/activity/index.ts';
import { lookForNewFields, verifyDue, watchSignIns } from '../features/connections/index.ts';
import type { Context } from '../features/context.ts';
import { expireInvitations, healTenants } from '../features/customers/index.ts';
import { followChanges, forgetOldEvents, handOnDue, lookDue } from '../features/feeds/index.ts';
import { resolveSuspense, sweepBlobs } from '../features/invoices/index.ts';
import { deliverNotices, forgetOldDeliveries, forgetOldMutes } from '../features/notices/index.ts';
import { keepPromises, replaceEnding, resolveDue } from '../features/plans/index.ts';
import { settleRequests } from '../features/requests/index.ts';
import { startDue } from '../features/schedules/index.ts';
import { isLive, readNewAccounts } from '../features/setup/index.ts';
import { judgeFinds } from '../features/sync/index.ts';
import { inScope } from '../platform/db/transaction.ts';
import { heartbeat } from './heartbeat.ts';
import type { Chore } from './schedule.ts';

/**
 * What every worker does again and again besides the jobs of the queue. Each is harmless when several workers do it. `baseUrl`: where people reach
 * Concord, for the links in what they are told.
 */
export const chores = (context: Context, worker: string, baseUrl: string): readonly Chore[] =>
  allChores(context, worker, baseUrl).map((chore) =>
    asksRemotes.has(chore.name) ? { ...chore, run: whenLive(context, chore.run) } : chore,
  );

/** What asks remotes by schedule: it waits until the set-up is finished, and while it is taken back to a draft (S79). */
const asksRemotes = new Set(['schedules', 'activity', 'feeds', 'replacements']);

const whenLive =
  (context: Context, run: Chore['run']): Chore['run'] =>
  async (signal) =>
    (await isLive(context)) ? run(signal) : undefined;

const allChores = (context: Context, worker: string, baseUrl: string): readonly Chore[] => [
  heartbeat(context.db, worker),
  // Commands whose answer was lost, or that a dead worker left (reliability reference, section 3).
  { name: 'look-ups', atStart: true, everyMs: () => 15_000, run: () => resolveDue(context) },
  // Everything, what distributors and PSA systems changed, and kinds of record with a turn of their own; partner accounts are followed by feeds.
  { name: 'schedules', atStart: true, everyMs: () => 5_000, run: () => startDue(context) },
  { name: 'missed', everyMs: () => 60_000, run: () => judgeFinds(context) },
  // A draft reads each new account once; nothing else of it runs by itself.
  { name: 'first readings', atStart: true, everyMs: () => 2_000, run: () => readNewAccounts(context) },
  // Whose the registration is and what the activity log says: at most two calls a minute and account (performance reference, P3).
  { name: 'feeds', everyMs: () => 1_000, run: (signal) => lookDue(context, signal) },
  ...followed(followChanges(context)),
  { name: 'relay', everyMs: () => 1_000, run: (signal) => handOnDue(context, signal) },
  { name: 'notices', everyMs: () => 2_000, run: (signal) => deliverNotices(context, baseUrl, signal) },
  { name: 'old deliveries', everyMs: () => 6 * 3_600_000, run: () => forgetOldDeliveries(context) },
  { name: 'old mutes', everyMs: () => 6 * 3_600_000, run: () => forgetOldMutes(context) },
  { name: 'old events', everyMs: () => 6 * 3_600_000, run: () => forgetOldEvents(context) },
  // Ends that have passed, and consents that may have arrived or been taken away.
  { name: 'access', everyMs: () => 15_000, run: (signal) => watchAccess(context, signal) },
  { name: 'access ends', everyMs: () => 10 * 60_000, run: () => tellEnds(context) },
  { name: 'promised groups', everyMs: () => 15_000, run: () => keepPromises(context) },
  { name: 'replacements', everyMs: () => 10 * 60_000, run: () => replaceEnding(context) },
  // Mapping and catalogue learn by syncs and by people; what waits in suspense is looked at again soon after.
  { name: 'suspense', everyMs: () => 5 * 60_000, run: () => resolveSuspense(context) },
  // What was asked for and is so at Microsoft by now, whoever did it.
  { name: 'requests', everyMs: () => 60_000, run: () => settleRequests(context) },
  { name: 'invitations', everyMs: () => 3_600_000, run: () => expireInvitations(context) },
  { name: 'new tenants', everyMs: () => 60_000, run: () => healTenants(context) },
  { name: 'verify', everyMs: () => 10 * 60_000, run: (signal) => verifyDue(context, signal) },
  // Verifying uses each sign-in, which renews it; what comes to its end all the same is told.
  { name: 'sign-ins', atStart: true, everyMs: () => 3_600_000, run: () => watchSignIns(context) },
  { name: 'new fields', everyMs: () => 60_000, run: () => lookForNewFields(context) },
  { name: 'sweep', everyMs: () => 6 * 3_600_000, run: () => sweepBlobs(context) },
  { name: 'retention', everyMs: () => 6 * 3_600_000, run: () => forgetOldAnswers(context) },
  { name: 'old activity', everyMs: () => 24 * 3_600_000, run: () => forgetOldActivity(context) },
];

const followed = (changes: ReturnType<typeof followChanges>): readonly Chore[] => [
  { name: 'changes', everyMs: () => 500, run: changes.read },
  { name: 'changes followed', everyMs: () => 1_000, run: changes.follow },
];

/** Raw answers are kept for 90 days (SEC-53), failed sign-ins for one. */
export function forgetOldAnswers(context: Context): Promise<void> {
  return inScope(context.db, { reseller: '*' }, async (tx) => {
    const now = context.clock.now();
    await tx
      .deleteFrom('raw_answer as old')
      .where('at', '<', now.subtract({ hours: 90 * 24 }))
      // Equal bodies are stored once: the row that holds the bytes stays while a younger row of the same hash needs them.
      .where((where) =>
        where.or([
          where('body_gz', 'is', null),
          where.not(
            where.exists(
              where
                .selectFrom('raw_answer as young')
                .select('young.raw_id')
                .whereRef('young.connection_id', '=', 'old.connection_id')
                .whereRef('young.sha256', '=', 'old.sha256')
                .where('young.body_gz', 'is', null)
                .where('young.at', '>=', now.subtract({ hours: 90 * 24 })),
            ),
          ),
        ]),
      )
      .execute();
    await tx
      .deleteFrom('sign_in_try')
      .where('at', '<', now.subtract({ hours: 24 }))
      .execute();
    await tx.deleteFrom('login').where('ends_at', '<', now).execute();
  });
}
