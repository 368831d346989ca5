import { addConnection, changeConnection } from '../../src/features/connections/index.ts';
import type { Context } from '../../src/features/context.ts';
import { findJob, runJob } from '../../src/features/jobs/index.ts';
import { applyPlan, createAccessPlan } from '../../src/features/plans/index.ts';
import { applyPlanJob } from '../../src/features/plans/jobs.ts';
import { runSync } from '../../src/features/sync/index.ts';
import { must } from '../../src/lib/must.ts';
import { idOf } from '../../src/model/ids.ts';
import { createFollowingClock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/db/connect.ts';
import { aContext } from '../../test/support/context.ts';
import { aJob } from '../../test/support/watched-job.ts';
import { aWorldOfRemotes, type Remotes } from '../../test/support/world-of-remotes.ts';
import { consentToWriting } from '../../test/support/write-consent.ts';

type Wish = Parameters<typeof createAccessPlan>[1]['wish'];

/** A partner account that is read and may write access, in a world whose time is moved by hand; the product lives in the same time. */
export type AccessWorld = {
  readonly context: Context;
  readonly remotes: Remotes;
  readonly accountId: string;
  readonly connectionId: string;
  /** Previews a change for one customer, applies it and works it off. Answers why nobody could, if so. */
  readonly carryOut: (customerId: string, wish: Wish) => Promise<string | undefined>;
  /** Works off what was begun without anybody asking. */
  readonly workOff: () => Promise<void>;
  readonly readAccess: () => Promise<unknown>;
  /** ISO 8601 duration. */
  readonly passes: (duration: string) => Promise<unknown>;
};

export async function openAccessWorld(
  db: Db,
  owner: Db,
  customers: number,
): Promise<AccessWorld & { readonly close: () => Promise<void> }> {
  const remotes = await aWorldOfRemotes({ scale: 2 * customers }); // half of its customers are sold by the first account
  await remotes.control('switches/throttling', { enabled: false });
  await remotes.control('switches/tenants', { rolesNeeded: true });
  // A secret lives for two years at most; the partner puts a new one in before that, which is another story.
  await remotes.control('identity', { secretExpiresAt: '2099-01-01T00:00:00Z' });
  const clock = createFollowingClock(() => remotes.world.clock.nowMs() - Date.now());
  const { context: made, sent } = aContext(db, { openRemote: remotes.another({ clock }) });
  const context = { ...made, clock };
  const connectionId = await connect(context, owner, remotes);
  const workOff = async (): Promise<void> => {
    for (const { input } of sent.splice(0)) {
      const { jobId = '' } = input; // every job is sent by its id
      const job = await findJob(context, jobId);
      if (job?.kind === applyPlanJob.kind) await runJob(context, [applyPlanJob], jobId, new AbortController().signal);
    }
  };
  return {
    context,
    remotes,
    accountId: must(remotes.credentials.partnerAccounts[0], 'an account').id,
    connectionId,
    workOff,
    carryOut: async (customerId, wish) => {
      const created = await createAccessPlan(context, { customerIds: [customerId], wish });
      const accepted = created.status === 'created' ? await applyPlan(context, created.planId) : created;
      if (accepted.status === 'refused') return accepted.detail;
      await workOff();
      return undefined;
    },
    readAccess: () => runSync(context, { connectionId, reach: 'kinds', kinds: ['access'] }, aJob()),
    passes: (duration) => remotes.control('clock', { step: duration }),
    close: () => remotes.close(),
  };
}

async function connect(context: Context, owner: Db, { credentials }: Remotes): Promise<string> {
  const { tenantId, clientId, clientSecret, refreshToken } = must(credentials.partnerAccounts[0], 'an account');
  const added = await addConnection(context, {
    name: 'Partner Center',
    settings: { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId },
    secrets: { clientSecret, refreshToken },
  });
  if (added.status !== 'added') throw new Error(added.because);
  const { connectionId } = added.connection;
  await runSync(context, { connectionId, reach: 'full' }, aJob());
  await consentToWriting(owner, connectionId, context.clock.now());
  const changed = await changeConnection(context, idOf('connection', connectionId), {
    writeKinds: ['access'],
    reason: 'two years of access',
  });
  if (changed.status !== 'changed') throw new Error(changed.because);
  return connectionId;
}
