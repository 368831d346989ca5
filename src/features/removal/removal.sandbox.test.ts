import { afterAll, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aJob } from '../../../test/support/watched-job.ts';
import { aWorldOfRemotes } from '../../../test/support/world-of-remotes.ts';
import { must } from '../../lib/must.ts';
import { idOf } from '../../model/ids.ts';
import { createClock } from '../../platform/clock.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { addConnection, findConnection, listConnections } from '../connections/index.ts';
import { autoMap } from '../mapping/index.ts';
import { runSync, startSync } from '../sync/index.ts';
import { previewRemoval, removeConnection } from './index.ts';

const { db } = await aDatabase();
const remotes = await aWorldOfRemotes();
afterAll(() => remotes.close());
const { context: made } = aContext(db, { openRemote: remotes.another() });
const context = { ...made, clock: createClock() };
const account = must(
  remotes.credentials.partnerAccounts.find(({ id }) => id === 'pc-2'),
  'account',
);
const { baseUrl, clientId, clientSecret } = must(remotes.credentials.distributors[0], 'distributor');

const microsoft = {
  name: 'Microsoft',
  settings: { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId: account.tenantId, clientId: account.clientId },
  secrets: { clientSecret: account.clientSecret, refreshToken: account.refreshToken },
} as const;
const distributor = { name: 'Pax8', settings: { kind: 'pax8', baseUrl, clientId }, secrets: { clientSecret } } as const;

async function connect(given: Parameters<typeof addConnection>[1], job: number) {
  const added = await addConnection(context, given);
  if (added.status !== 'added') throw new Error(added.because);
  const { connectionId } = added.connection;
  await runSync(context, { connectionId, reach: 'full' }, aJob(`00000000-0000-7000-8000-00000000000${job}`));
  await autoMap(context);
  return idOf('connection', connectionId);
}
const alive = async () => {
  const live = (table: 'distributor_subscription' | 'subscription' | 'account') =>
    inScope(db, everything, (tx) =>
      tx.selectFrom(table).select('remote_id').where('retired_at', 'is', null).orderBy('remote_id').execute(),
    );
  const mappings = await inScope(db, everything, (tx) =>
    tx.selectFrom('account_mapping').select(['account_id', 'state']).where('state', '=', 'mapped').orderBy('account_id').execute(),
  );
  return {
    bought: await live('subscription'),
    distributed: await live('distributor_subscription'),
    accounts: await live('account'),
    mappings,
  };
};
const stored = (id: string) =>
  inScope(db, everything, (tx) => tx.selectFrom('connection').selectAll().where('connection_id', '=', id).executeTakeFirstOrThrow());

await connect(microsoft, 1);
const pax8 = await connect(distributor, 2);

test('a connection goes with what only it told of, the rest stays, and the same account added again finds its history', async () => {
  const before = await alive();
  expect(before.mappings.length).toBeGreaterThan(5);
  expect(await previewRemoval(context, pax8)).toMatchObject({
    name: 'Pax8',
    distributorSubscriptions: before.distributed.length,
    accounts: before.accounts.length,
    mappings: before.mappings.length,
    openWrites: 0,
  });
  expect(await removeConnection(context, pax8, { name: 'Pax 8', reason: 'We left them' })).toMatchObject({ because: 'otherName' });
  expect(await alive()).toEqual(before);

  expect(await removeConnection(context, pax8, { name: 'Pax8', reason: 'We left them' })).toMatchObject({ status: 'removed' });

  expect(await alive()).toEqual({ bought: before.bought, distributed: [], accounts: [], mappings: [] });
  expect(await stored(pax8)).toMatchObject({ secrets: null, secrets_set: [], state: 'off' });
  expect((await listConnections(context)).map(({ name }) => name)).toEqual(['Microsoft']);
  expect(await findConnection(context, pax8)).toBeUndefined();
  expect(await startSync(context, { reach: 'full', connectionId: pax8 })).not.toMatchObject({ status: 'started' });
  expect(await removeConnection(context, pax8, { name: 'Pax8', reason: 'Once more' })).toMatchObject({ because: 'unknown' });

  // Under another name: the account is what counts.
  expect(await connect({ ...distributor, name: 'Pax8 again' }, 3)).toBe(pax8);
  expect(await alive()).toEqual(before);
  expect((await listConnections(context)).map(({ name, state }) => [name, state])).toEqual([
    ['Pax8 again', 'connected'],
    ['Microsoft', 'connected'],
  ]);
});

test('while a write has no outcome the connection stays: looking it up needs the sign-in', async () => {
  const now = context.clock.now();
  await inScope(db, everything, async (tx) => {
    const { reseller_id } = await tx.selectFrom('customer').select('reseller_id').executeTakeFirstOrThrow();
    await tx
      .insertInto('command')
      .values({
        command_id: context.ids(),
        reseller_id,
        plan_id: context.ids(),
        step_id: context.ids(),
        direction: 'apply',
        connection_id: pax8,
        state: 'unknown',
        write: '{}',
        natural_key: 'a write whose answer was lost',
        created_at: now,
        changed_at: now,
      })
      .execute();
  });

  const outcome = await removeConnection(context, pax8, { name: 'Pax8 again', reason: 'We left them' });

  expect(outcome).toEqual({ status: 'refused', because: 'writesOpen' });
  expect(await findConnection(context, pax8)).toMatchObject({ state: 'connected' });
});
