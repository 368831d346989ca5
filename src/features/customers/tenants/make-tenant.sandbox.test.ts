import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aBillTo } from '../../../../test/support/a-bill-to.ts';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { aWorldOfRemotes } from '../../../../test/support/world-of-remotes.ts';
import { consentToWriting } from '../../../../test/support/write-consent.ts';
import type { Marketplace, OpenRemote, TenantMaker } from '../../../connectors/ports.ts';
import { must } from '../../../lib/must.ts';
import { idOf } from '../../../model/ids.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { RemoteError } from '../../../platform/http/fault.ts';
import { addConnection, changeConnection } from '../../connections/index.ts';
import { type MakeTenant, makeTenant } from './make-tenant.ts';
import { healTenants } from './settle-making.ts';

const { db, owner } = await aDatabase();
const remotes = await aWorldOfRemotes();
afterAll(() => remotes.close());

/** What goes wrong with the next call, after it arrived or before. */
let fate: 'none' | 'answerLost' | 'killed' | 'neverArrived' = 'none';
let lookUpFails = false;
const openRemote: OpenRemote = (connection) => {
  const remote = remotes.another()(connection) as Marketplace;
  const maker = must(remote.tenants, 'a maker of tenants');
  const directory = must(remote.directory, 'a directory');
  return {
    ...remote,
    tenants: { ...maker, make: (wish, signal) => withFate(maker, wish, signal) },
    directory: {
      ...directory,
      find: (by, signal) =>
        lookUpFails
          ? Promise.reject(new RemoteError('remote_timeout', 'retryable', 'No answer', { remote: 'partner-center' }))
          : directory.find(by, signal),
    },
  };
};
const lost = () => new RemoteError('remote_timeout', 'unknown_outcome', 'No answer', { remote: 'partner-center' });
async function withFate(maker: TenantMaker, ...[wish, signal]: Parameters<TenantMaker['make']>) {
  if (fate === 'neverArrived') throw lost();
  const made = await maker.make(wish, signal);
  if (fate === 'answerLost') {
    fate = 'none';
    throw lost();
  }
  if (fate === 'killed') await new Promise(() => undefined);
  return made;
}

const { context, clock } = aContext(db, { openRemote });
const { tenantId, clientId, clientSecret, refreshToken } = must(remotes.credentials.partnerAccounts[0], 'an account');
let connectionId = '';

const billTo = aBillTo({ companyName: 'Fabrikam Bikes', addressLine1: '1 Microsoft Way' });
const wish = (tenantName: string, more: Partial<MakeTenant> = {}): MakeTenant => ({
  ...{ connectionId, tenantName, billTo, registrationNumber: '', addressAsTyped: false },
  ...more,
});
const posts = async (): Promise<number> =>
  (await remotes.calls('partner-center')).filter(({ method, path }) => method === 'POST' && path.endsWith('/v1/customers')).length;
const states = async () => {
  const { rows } = await sql<{
    domain: string;
    state: string;
  }>`select domain, state from tenant_making order by started_at, domain`.execute(owner.db);
  return rows.map(({ state }) => state);
};
const tenantsHere = async (domain: string): Promise<number> => {
  const { rows } = await inScope(owner.db, everything, (tx) =>
    sql<{ n: number }>`select count(*)::int as n from customer where domain = ${domain}`.execute(tx),
  );
  return rows[0]?.n ?? -1;
};

beforeAll(async () => {
  const added = await addConnection(context, {
    name: 'Partner Center',
    settings: { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId },
    secrets: { clientSecret, refreshToken },
  });
  if (added.status !== 'added') throw new Error(added.because);
  connectionId = added.connection.connectionId;
});
beforeEach(async () => {
  [fate, lookUpFails] = ['none', false];
  await inScope(owner.db, everything, (tx) => sql`delete from tenant_making`.execute(tx));
});

test('nothing is made while the switch for new tenants is off', async () => {
  expect(await makeTenant(context, wish('fabrikamoff'))).toMatchObject({ because: 'switched_off' });
  expect(await posts()).toBe(0);
});

describe('with the switch on', () => {
  beforeAll(async () => {
    await consentToWriting(owner.db, connectionId);
    const changed = await changeConnection(context, idOf('connection', connectionId), { writeKinds: ['tenants'], reason: 'new customers' });
    expect(changed.status).toBe('changed');
  });

  test('a tenant is made, its customer is here, and its first password is told once and kept nowhere', async () => {
    const made = await makeTenant(context, wish('fabrikambikes'));

    if (made.status !== 'made') throw new Error(JSON.stringify(made));
    expect(made).toMatchObject({ domain: 'fabrikambikes.onmicrosoft.com', administrator: { userName: 'admin' } });
    expect(made.agreementUrl ?? made.agreementRefusal).toMatch(/attestationid=|Microsoft gave no link/);
    expect(await tenantsHere(made.domain)).toBe(1);
    const password = must(made.administrator, 'the administrator').password;
    const { rows: tables } = await sql<{ name: string }>`select relname::text as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r'`.execute(owner.db);
    for (const { name } of tables) {
      const { rows } = await inScope(owner.db, everything, (tx) =>
        sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)} each where position(${password} in each::text) > 0`.execute(
          tx,
        ),
      );
      expect([name, rows[0]?.n]).toEqual([name, 0]);
    }
    const bodies = await inScope(owner.db, everything, (tx) => tx.selectFrom('raw_answer').select(['method', 'url']).execute());
    expect(bodies.filter(({ method, url }) => method === 'POST' && url.endsWith('/v1/customers'))).toEqual([]);
  });

  test('asked for a second time it is a duplicate', async () => {
    const sent = await posts();

    expect(await makeTenant(context, wish('fabrikambikes'))).toMatchObject({ status: 'known', name: 'Fabrikam Bikes' });
    expect(await posts()).toBe(sent);
  });

  test('what Microsoft asks for is said before anything is sent, and an address that it does not know as well', async () => {
    const sent = await posts();

    expect(await makeTenant(context, wish('fabrikamtwo', { billTo: { ...billTo, state: '', email: '' } }))).toMatchObject({
      status: 'incomplete',
      problems: expect.arrayContaining([{ field: 'email', problem: 'missing' }]) as unknown,
    });
    const vague = { ...billTo, addressLine1: 'Main Street' };
    expect(await makeTenant(context, wish('fabrikamtwo', { billTo: vague }))).toMatchObject({ status: 'address' });
    expect(await posts()).toBe(sent);
    expect(await makeTenant(context, wish('fabrikamtwo', { billTo: vague, addressAsTyped: true }))).toMatchObject({ status: 'made' });
  });

  test('an answer that is lost is looked up at once: made, without a password', async () => {
    fate = 'answerLost';

    expect(await makeTenant(context, wish('fabrikamlost'))).toMatchObject({ status: 'made', administrator: undefined });
    expect(await states()).toEqual(['made']);
  });

  test('a process killed while it waits makes nothing twice: the domain is looked up by the next one', async () => {
    fate = 'killed';
    void makeTenant(context, wish('fabrikamkilled'));
    await expect.poll(states).toEqual(['submitting']);
    await expect.poll(() => remotes.marketplace().directory?.isDomainTaken('fabrikamkilled.onmicrosoft.com')).toBe(true);
    const sent = await posts();
    fate = 'none';

    await healTenants(context);
    expect(await states()).toEqual(['submitting']); // it may still be waiting
    await clock.advance(6 * 60_000);
    await Promise.all([healTenants(context), healTenants(context)]);

    expect(await states()).toEqual(['made']);
    expect([await tenantsHere('fabrikamkilled.onmicrosoft.com'), await posts()]).toEqual([1, sent]);
  });

  test('what never arrived is not sent again by itself; after a quiet time a person may', async () => {
    fate = 'neverArrived';
    const sent = await posts();
    expect(await makeTenant(context, wish('fabrikamnever'))).toMatchObject({ because: 'unknown' });
    fate = 'none';
    expect(await makeTenant(context, wish('fabrikamnever'))).toMatchObject({ because: 'under_way' });

    await clock.advance(16 * 60_000);
    lookUpFails = true;
    await healTenants(context);
    expect(await states()).toEqual(['unknown']); // who cannot be asked has said nothing
    lookUpFails = false;
    await healTenants(context);
    expect([await states(), await posts()]).toEqual([['notMade'], sent]);

    expect(await makeTenant(context, wish('fabrikamnever'))).toMatchObject({ status: 'made' });
  });

  test('two who ask at once make one', async () => {
    const both = await Promise.all([makeTenant(context, wish('fabrikamtwice')), makeTenant(context, wish('fabrikamtwice'))]);

    expect(both.filter(({ status }) => status === 'made')).toHaveLength(1);
    expect(await tenantsHere('fabrikamtwice.onmicrosoft.com')).toBe(1);
  });
});
