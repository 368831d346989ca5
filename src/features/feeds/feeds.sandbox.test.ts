import { afterAll, describe, expect, test, vi } from 'vitest';
import { aServer } from '../../../test/support/serve.ts';
import { aJob } from '../../../test/support/watched-job.ts';
import { aWorldOfRemotes } from '../../../test/support/world-of-remotes.ts';
import { createWebhooks } from '../../connectors/webhooks.ts';
import { must } from '../../lib/must.ts';
import { createClock } from '../../platform/clock.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { addConnection } from '../connections/index.ts';
import { runSync } from '../sync/index.ts';
import { relayAddress } from './address.ts';
import { lookDue, readDueChanges } from './index.ts';
import { findState } from './state.ts';

const remotes = await aWorldOfRemotes({ scale: 30 });
afterAll(() => remotes.close());
const clock = createClock();
const webhooks = createWebhooks({
  http: remotes.http,
  transport: remotes.transport,
  clock,
  machine: clock,
  isSandbox: true,
  authorities: undefined,
});
const { url, context } = await aServer({ openRemote: remotes.another(), change: (made) => ({ ...made, clock, webhooks }) });
const quiet = new AbortController().signal;
const account = must(remotes.credentials.partnerAccounts[0], 'account');
const slot = must(remotes.marketplace().webhookSlot, 'slot');

const added = await addConnection(context, {
  name: 'Partner Center',
  settings: { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId: account.tenantId, clientId: account.clientId },
  secrets: { clientSecret: account.clientSecret, refreshToken: account.refreshToken },
});
if (added.status !== 'added') throw new Error(added.because);
const { connectionId } = added.connection;
await runSync(context, { connectionId, reach: 'full' }, aJob('00000000-0000-7000-8000-000000000001'));
await lookDue(context, quiet);

const stateNow = async () => must(await inScope(context.db, everything, (tx) => findState(tx, connectionId)), 'state');
const events = () => inScope(context.db, everything, (tx) => tx.selectFrom('feed_event').selectAll().execute());
const { pathKey } = await stateNow();
const address = `${url}/hooks/partner-center/${pathKey}`;
const all = ['subscription-updated', 'reseller-relationship-accepted-by-customer', 'test-created'];
const register = (at: string) => slot.write({ url: at, events: all, signatureInMsHeader: false }, 'create');

const seatsOf = (remoteId: string) =>
  inScope(
    context.db,
    everything,
    async (tx) => (await tx.selectFrom('subscription').select('seats').where('remote_id', '=', remoteId).executeTakeFirst())?.seats,
  );
/** Of a customer of its own each, so that no test waits for readings of another. */
const sold = [
  ...new Map(
    remotes.world.tables.subscriptions
      .by('accountId', 'pc-1')
      .filter(({ status, quantity }) => status === 'active' && quantity > 1)
      .map((each) => [each.customerId, each]),
  ).values(),
];
const changeSeats = async (nth: number): Promise<{ id: string; quantity: number }> => {
  const { id, quantity } = must(sold[nth], 'subscription');
  await remotes.control('act', { action: 'portal.seats', subscriptionId: id, quantity: quantity + 3, force: true });
  return { id, quantity: quantity + 3 };
};
const settled = (isSo: () => Promise<void>) => vi.waitFor(isSo, { timeout: 10_000, interval: 50 });
/** What is seen once everything that was told is read. */
const followed = (what: () => Promise<unknown>, wanted: unknown) =>
  settled(async () => {
    await readDueChanges(context, quiet);
    expect(await what()).toEqual(wanted);
  });

describe('a change at Microsoft', () => {
  test('is seen within seconds of the notification', async () => {
    await register(address);
    const { id, quantity } = await changeSeats(0);

    await followed(() => seatsOf(id), quantity);

    expect(await events()).toEqual([
      expect.objectContaining({ feed: 'webhook', event: 'subscription-updated', outcome: 'read', connection_id: connectionId }),
    ]);
  });

  test('is seen when another tool has the registration and hands on what it gets', async () => {
    await register(relayAddress(url, pathKey));
    const { id, quantity } = await changeSeats(1);

    await followed(() => seatsOf(id), quantity);

    expect((await events()).map(({ feed }) => feed)).toContain('relay');
  });

  test('is seen by the activity log when nobody tells us', async () => {
    await register('https://other-tool.example/hook?code=secret');
    await context.db.updateTable('feed_state').set({ polled_at: null, checked_at: null }).execute();
    const { id, quantity } = await changeSeats(2);
    await lookDue(context, quiet);

    await followed(() => seatsOf(id), quantity);

    expect(await stateNow()).toMatchObject({ holder: 'foreign', registeredHost: 'other-tool.example' });
  });

  test('a new customer is there with its subscriptions', async () => {
    await register(address);
    const { tables } = remotes.world;
    const ours = new Set(tables.relationships.by('accountId', 'pc-1').map(({ customerId }) => customerId));
    const stranger = must(
      tables.relationships.by('accountId', 'pc-2').find(({ customerId }) => !ours.has(customerId)),
      'customer of the other account',
    );
    await remotes.control('act', { action: 'customer.acceptRelationship', customer: stranger.customerId, account: 'pc-1' });

    await followed(
      () =>
        inScope(context.db, everything, (tx) =>
          tx.selectFrom('customer').select('tenant_id').where('tenant_id', '=', stranger.customerId).execute(),
        ),
      [{ tenant_id: stranger.customerId }],
    );
  });
});
