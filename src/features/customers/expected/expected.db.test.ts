import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { aDirectory } from '../../../../test/support/fake-directory.ts';
import { aMarketplace } from '../../../../test/support/fake-remotes.ts';
import { aCustomer, guid } from '../../../../test/support/records.ts';
import type { CustomerDirectory } from '../../../connectors/ports.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { RemoteError } from '../../../platform/http/fault.ts';
import { invitationLag } from '../../feeds/lags.ts';
import {
  addCustomer,
  changeExpected,
  customerSyncer,
  expireInvitations,
  inviteExpected,
  listCustomers,
  listExpected,
  openInvitation,
} from '../index.ts';
import type { AddCustomer } from './add-customer.ts';

const { db, owner } = await aDatabase();
const taken = new Set<string>();
const marketplace = aMarketplace();
const directory: CustomerDirectory = {
  ...aDirectory(() => marketplace.state.customers),
  isDomainTaken: (domain) => Promise.resolve(taken.has(domain)),
  invitation: () => Promise.resolve('https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=x'),
};
const { context, clock } = aContext(db, { openRemote: () => ({ ...marketplace, directory }) });
const [north, south] = [guid(1), guid(2)];

const wish = (more: Partial<AddCustomer> = {}): AddCustomer => ({
  connectionId: north,
  name: 'Fabrikam',
  domain: 'fabrikam.com',
  tenantId: '',
  email: 'ana@fabrikam.com',
  country: 'US',
  note: '',
  resellerMpn: '',
  ...more,
});
const sync = (connectionId = north, customers = marketplace.state.customers) =>
  inScope(db, everything, (tx) => customerSyncer.keep(tx, { connectionId, seenAt: clock.now(), ids: context.ids }, customers));
const customers = async () =>
  (await listCustomers(context, { sort: 'name', descending: false, limit: 200, cursor: undefined, filter: {}, count: false })).rows;
const states = async () =>
  (await listExpected(context, ['pending', 'waiting', 'expired', 'joinedElsewhere', 'joined', 'declined', 'withdrawn'])).map(
    ({ state }) => state,
  );
const added = async (more: Partial<AddCustomer> = {}): Promise<string> => {
  const outcome = await addCustomer(context, wish(more));
  if (outcome.status !== 'expected') throw new Error(outcome.status);
  return outcome.expectedId;
};

beforeEach(async () => {
  marketplace.state.customers = [];
  taken.clear();
  await sql`truncate expected_customer, customer, customer_identity, customer_connection, connection cascade`.execute(owner.db);
  for (const id of [north, south])
    await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, secrets, created_at, changed_at)
      values (${id}::uuid, 'partnerCenter', 'microsoft', ${id}, 'connected', ${JSON.stringify({
        kind: 'partnerCenter',
        cloud: 'global',
        partnerType: 'directBill',
        tenantId: id,
        clientId: 'app',
      })}::jsonb, ${id}, null, now(), now())`.execute(owner.db);
});

describe('adding a customer by hand', () => {
  test('that is here already opens it instead of making a second', async () => {
    marketplace.state.customers = [aCustomer(7)];
    await sync();

    expect(await addCustomer(context, wish({ domain: 'customer7.com' }))).toMatchObject({ status: 'known', by: 'domain' });
    expect(await addCustomer(context, wish({ domain: '', tenantId: guid(7) }))).toMatchObject({ status: 'known', by: 'tenant' });
    expect(await customers()).toHaveLength(1);
  });

  test('that Partner Center has and no sync has read links it', async () => {
    marketplace.state.customers = [aCustomer(7)];

    expect(await addCustomer(context, wish({ domain: 'customer7.com' }))).toMatchObject({ status: 'linked' });
    await sync();

    expect((await customers()).map(({ tenantId }) => tenantId)).toEqual([guid(7)]);
  });

  test('that left is invited anew, and is the same customer when it comes back', async () => {
    marketplace.state.customers = [aCustomer(7)];
    await sync();
    const [before] = await customers();
    await sql`update customer set retired_at = ${clock.now()}`.execute(owner.db);
    marketplace.state.customers = [];
    taken.add('customer7.com');

    expect(await addCustomer(context, wish({ domain: 'customer7.com' }))).toMatchObject({ status: 'expected' });
    expect(await addCustomer(context, wish({ domain: 'customer7.com' }))).toMatchObject({ status: 'awaited' });
    await clock.advance(1_000);
    marketplace.state.customers = [aCustomer(7)];
    await sync();

    expect((await customers()).map(({ customerId }) => customerId)).toEqual([before?.customerId]);
    expect(await states()).toEqual(['joined']);
  });

  test('that left and that Partner Center lists again is linked as the customer that it was', async () => {
    marketplace.state.customers = [aCustomer(7)];
    await sync();
    const [before] = await customers();
    await sql`update customer set retired_at = ${clock.now()}`.execute(owner.db);
    await clock.advance(1_000);

    const again = await addCustomer(context, wish({ domain: '', tenantId: guid(7) }));

    expect(again).toEqual({ status: 'linked', customerId: before?.customerId });
    expect(await customers()).toHaveLength(1);
  });

  test('of the same name as another is another customer: names decide nothing (S149)', async () => {
    marketplace.state.customers = [aCustomer(7, { name: 'Fabrikam' })];
    await sync();

    expect(await addCustomer(context, wish())).toMatchObject({ status: 'expected' });
  });

  test('twice is expected once, also when two people do it at once', async () => {
    const outcomes = await Promise.all([addCustomer(context, wish()), addCustomer(context, wish({ name: 'Fabrikam Inc' }))]);

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['awaited', 'expected']);
  });

  test('is refused while Partner Center cannot be asked, rather than guessed', async () => {
    const broken = aContext(db, {
      openRemote: () => ({
        ...marketplace,
        directory: {
          ...directory,
          find: () =>
            Promise.reject(new RemoteError('remote_timeout', 'retryable', 'Partner Center does not answer', { remote: 'partner-center' })),
        },
      }),
    });

    expect(await addCustomer(broken.context, wish())).toMatchObject({ status: 'refused', because: 'not_asked' });
    expect(await states()).toEqual([]);
  });
});

describe('an invitation', () => {
  test('is sent, opened, and joined when the sync brings the customer', async () => {
    taken.add('fabrikam.com');
    const id = await added();
    const invited = await inviteExpected(context, id);
    const token = invited.status === 'invited' ? invited.token : '';

    expect(await openInvitation(context, token)).toContain('invType=ResellerRelationship');
    const [opened] = await listExpected(context, ['waiting']);
    expect(opened?.openedAt?.toString()).toBe(clock.now().toString());
    marketplace.state.customers = [aCustomer(7, { name: 'Fabrikam', domain: 'fabrikam.com' })];
    await sync();

    const [joined] = await listExpected(context, ['joined']);
    expect(joined?.customerId).toBe((await customers())[0]?.customerId);
    expect(await openInvitation(context, token)).toBeUndefined();
  });

  test('is counted by how long the customer took, and one that is out stays counted as waiting', async () => {
    const lag = () => inScope(db, everything, (tx) => invitationLag(tx, north, clock.now().subtract({ hours: 90 * 24 })));
    expect(await lag()).toBeNull();
    await inviteExpected(context, await added());
    expect(await lag()).toMatchObject({ count: 0, waiting: 1 });

    await clock.advance(2 * 3_600_000);
    marketplace.state.customers = [aCustomer(7, { name: 'Fabrikam', domain: 'fabrikam.com' })];
    await sync();

    expect(await lag()).toEqual({ count: 1, p50Ms: 7_200_000, p95Ms: 7_200_000, maxMs: 7_200_000, waiting: 0 });
  });

  test('that was accepted for another account is shown as such, and put right when it comes to ours', async () => {
    await added();
    marketplace.state.customers = [aCustomer(7, { domain: 'fabrikam.com' })];
    await sync(south);
    expect(await states()).toEqual(['joinedElsewhere']);

    await sync(north);

    expect(await states()).toEqual(['joined']);
  });

  test('asks for a reminder after a quiet week, and only the newest link leads on', async () => {
    const id = await added();
    const first = await inviteExpected(context, id);
    await clock.advance(8 * 86_400_000);
    expect((await listExpected(context, ['waiting']))[0]?.shouldRemind).toBe(true);

    const second = await inviteExpected(context, id);

    expect(second).toMatchObject({ status: 'invited', isReminder: true });
    expect((await listExpected(context, ['waiting']))[0]).toMatchObject({ reminders: 1, shouldRemind: false });
    expect(await openInvitation(context, first.status === 'invited' ? first.token : '')).toBeUndefined();
  });

  test('expires after 30 days, and a customer that comes later still joins', async () => {
    const id = await added();
    await inviteExpected(context, id);
    await clock.advance(31 * 86_400_000);
    await expireInvitations(context);
    expect(await states()).toEqual(['expired']);

    marketplace.state.customers = [aCustomer(7, { domain: 'fabrikam.com' })];
    await sync();

    expect(await states()).toEqual(['joined']);
  });

  test('accepted by one of us is noted with who it was, and waits for the proof', async () => {
    const id = await added();

    expect(await changeExpected(context, id, { action: 'acceptedOnBehalf', reason: 'I administer it' })).toMatchObject({
      expected: { state: 'waiting', acceptedBy: 'Concord' },
    });
  });

  test('that is withdrawn cannot be withdrawn again', async () => {
    const id = await added();
    await changeExpected(context, id, { action: 'withdraw', reason: 'Lost the deal' });

    expect(await changeExpected(context, id, { action: 'withdraw', reason: 'Lost the deal' })).toMatchObject({ because: 'conflict' });
    expect(await inviteExpected(context, id)).toMatchObject({ because: 'conflict' });
  });
});
