import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import {
  aDistributor,
  aMarketplace,
  aPsa,
  type FakeDistributor,
  type FakeMarketplace,
  type FakePsa,
} from '../../../test/support/fake-remotes.ts';
import {
  aCustomer,
  aDistributorSubscription,
  aLine,
  anAccount,
  anAgreement,
  aService,
  aSubscription,
  guid,
} from '../../../test/support/records.ts';
import { aJob, type WatchedJob } from '../../../test/support/watched-job.ts';
import type { OpenRemote, Remote } from '../../connectors/ports.ts';
import { Fault } from '../../lib/errors.ts';
import { must } from '../../lib/must.ts';
import type { AccessRelationship } from '../../model/access.ts';
import { idOf } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { RemoteError } from '../../platform/http/fault.ts';
import { addConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { decidingCustomers } from '../customers/index.ts';
import { acceptLoss, judgeFinds, listMissed, listSyncProblems, listSyncRuns, runSync, type SyncInput } from './index.ts';

const { db, owner } = await aDatabase();

type World = {
  readonly context: Context;
  readonly microsoft: FakeMarketplace;
  readonly distributor: FakeDistributor;
  readonly psa: FakePsa;
  readonly ids: { readonly microsoft: string; readonly distributor: string; readonly psa: string };
  readonly sync: (which: 'microsoft' | 'distributor' | 'psa', more?: Partial<SyncInput>, job?: WatchedJob) => ReturnType<typeof runSync>;
  readonly later: (minutes: number) => Promise<void>;
};

/** Three remotes and their connections. Every test begins with an empty picture. */
async function aWorld(): Promise<World> {
  const remotes = { partnerCenter: aMarketplace(), pax8: aDistributor(), connectWise: aPsa() };
  const openRemote: OpenRemote = ({ settings: { kind } }): Remote => {
    if (kind === 'tdSynnex' || kind === 'ingram' || kind === 'distributorFile') throw new Error('This world has none');
    return remotes[kind];
  };
  const { context, clock } = aContext(db, { openRemote });
  const add = async (settings: Parameters<typeof addConnection>[1]['settings'], secrets: object): Promise<string> => {
    const outcome = await addConnection(context, { name: settings.kind, settings, secrets });
    if (outcome.status !== 'added') throw new Error(outcome.because);
    return outcome.connection.connectionId;
  };
  const ids = {
    microsoft: await add(
      { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId: guid(99), clientId: 'app' },
      { clientSecret: 's', refreshToken: 'r' },
    ),
    distributor: await add({ kind: 'pax8', baseUrl: 'https://api.pax8.com', clientId: 'app' }, { clientSecret: 's' }),
    psa: await add(
      { kind: 'connectWise', baseUrl: 'https://api-na.myconnectwise.net', companyId: 'north', publicKey: 'p', clientId: 'app' },
      { privateKey: 'k' },
    ),
  };
  return {
    context,
    microsoft: remotes.partnerCenter,
    distributor: remotes.pax8,
    psa: remotes.connectWise,
    ids,
    sync: (which, more = {}, job = aJob()) => runSync(context, { connectionId: ids[which], reach: 'full', ...more }, job),
    later: (minutes) => clock.advance(minutes * 60_000),
  };
}

let world: World;

beforeEach(async () => {
  await sql`do $$ declare t text; begin
    for t in select tablename from pg_tables where schemaname = 'public' and tablename not in ('schema_step', 'reseller', 'audit_head', 'setting')
    loop execute format('truncate table %I cascade', t); end loop; update audit_head set seq = 0, hash = repeat('0', 64); end $$`.execute(
    owner.db,
  );
  world = await aWorld();
});

const rows = <T>(text: ReturnType<typeof sql<T>>): Promise<T[]> => inScope(db, everything, async (tx) => (await text.execute(tx)).rows);

/** The picture without times and ids of ours: what two runs must agree on. */
const picture = async (): Promise<unknown> => ({
  customers: await rows(sql`select tenant_id, name, subscriptions, retired_at is null as live from customer order by tenant_id`),
  subscriptions: await rows(sql`select remote_id, seats, status, retired_at is null as live from subscription order by remote_id`),
  access: await rows(sql`select remote_id, state, retired_at is null as live from access_relationship order by remote_id`),
});

function fiveCustomers({ microsoft }: World): void {
  for (const n of [1, 2, 3, 4, 5]) {
    microsoft.state.customers.push(aCustomer(n));
    microsoft.state.subscriptions.set(guid(n), [aSubscription(n * 10), aSubscription(n * 10 + 1, { seats: n })]);
  }
}

const anAccess = (n: number): AccessRelationship => ({
  remoteId: `gdap-${n}`,
  customerTenantId: guid(n),
  displayName: 'Support',
  remoteStatus: 'active',
  state: 'active',
  endsAt: Temporal.Instant.from('2027-06-01T00:00:00Z'),
  roleIds: ['a', 'b'],
  autoExtends: false,
  duration: 'P730D',
  askedAt: undefined,
  startsAt: undefined,
  groups: [],
});

const countsOf = async (kind: string): Promise<Record<string, unknown>> => {
  const run = must((await listSyncRuns(world.context))[0], 'a run');
  return must(
    run.kinds.find((each) => each.kind === kind),
    kind,
  );
};

describe('a full reading of Partner Center', () => {
  test('brings customers, subscriptions and delegated access, and every record is counted', async () => {
    fiveCustomers(world);
    world.microsoft.state.access.push(anAccess(1));

    const end = await world.sync('microsoft');

    expect(end.errors).toBeUndefined();
    expect(end.result).toMatchObject({ state: 'completed' });
    expect(await countsOf('customers')).toMatchObject({ received: 5, created: 5, verdict: 'complete' });
    expect(await countsOf('subscriptions')).toMatchObject({ received: 10, created: 10, updated: 0, unchanged: 0, verdict: 'complete' });
    const [first] = await rows(sql<{ subscriptions: number; access_state: string }>`
      select subscriptions, access_state from customer where tenant_id = ${guid(1)}`);
    expect(first).toEqual({ subscriptions: 2, access_state: 'active' });
  });

  test('waits with no subscription for the API of access, which has a pace of its own', async () => {
    fiveCustomers(world);
    world.microsoft.state.access.push(anAccess(1), anAccess(5));
    const lastCustomer = Promise.withResolvers<undefined>();
    world.microsoft.state.before = async (call) => {
      if (call === `subscriptions ${guid(5)}`) lastCustomer.resolve(undefined);
      if (call === 'access 0') await lastCustomer.promise;
    };

    const end = await world.sync('microsoft');

    expect(end.result).toMatchObject({ state: 'completed' });
    expect(await countsOf('access')).toMatchObject({ received: 2, verdict: 'complete' });
    expect(await countsOf('subscriptions')).toMatchObject({ received: 10, verdict: 'complete' });
  });

  test('asks for the next page of a list while one is being kept', async () => {
    fiveCustomers(world);
    const asked = Promise.withResolvers<undefined>();
    world.microsoft.state.before = (call) => {
      if (call === 'customers 2') asked.resolve(undefined);
    };
    let reading: ReturnType<typeof world.sync> | undefined;

    await inScope(db, everything, async (tx) => {
      await decidingCustomers(tx); // no page can be kept meanwhile
      reading = world.sync('microsoft');
      await asked.promise;
    });

    expect((await reading)?.result).toMatchObject({ state: 'completed' });
    expect(await countsOf('customers')).toMatchObject({ received: 5, verdict: 'complete' });
  });

  test('a name that no index of the database takes sets apart its own record and no other', async () => {
    fiveCustomers(world);
    const name = Array.from({ length: 20_000 }, (_, n) => String.fromCodePoint(0x4e00 + ((n * 7_919) % 20_000))).join('');
    world.microsoft.state.customers[2] = aCustomer(3, { name });

    const end = await world.sync('microsoft');

    expect(end.result).toMatchObject({ state: expect.stringMatching(/completed|partial/) as string });
    expect(await countsOf('customers')).toMatchObject({ received: 5 });
    expect((await rows(sql`select 1 from customer`)).length).toBeGreaterThanOrEqual(4);
    expect(await rows(sql`select 1 from customer where tenant_id = ${guid(4)}`)).toHaveLength(1);
  });

  test('twice is once: nothing changes and nothing is written into the history', async () => {
    fiveCustomers(world);
    await world.sync('microsoft');
    const before = await picture();
    await world.later(60);

    await world.sync('microsoft');

    expect(await picture()).toEqual(before);
    expect(await countsOf('subscriptions')).toMatchObject({ received: 10, created: 0, updated: 0, unchanged: 10, retired: 0 });
    expect(await rows(sql`select * from subscription_change`)).toEqual([]);
  });

  test('a changed seat count is kept with what it was before', async () => {
    fiveCustomers(world);
    await world.sync('microsoft');
    await world.later(60);
    world.microsoft.state.subscriptions.set(guid(1), [aSubscription(10, { seats: 30 }), aSubscription(11, { seats: 1 })]);

    await world.sync('microsoft');

    expect(await rows(sql`select changes, cause from subscription_change`)).toEqual([
      { changes: { seats: { before: 25, after: 30 } }, cause: 'sync' },
    ]);
    expect(await countsOf('subscriptions')).toMatchObject({ updated: 1, unchanged: 9 });
  });

  test('what is gone is retired softly and comes back by itself', async () => {
    fiveCustomers(world);
    await world.sync('microsoft');
    await world.later(60);
    const [kept] = must(world.microsoft.state.subscriptions.get(guid(1)), 'subscriptions');
    world.microsoft.state.subscriptions.set(guid(1), [must(kept, 'one')]);
    world.microsoft.state.customers.pop();

    await world.sync('microsoft');
    const gone = await rows(sql`select remote_id from subscription where retired_at is not null order by remote_id`);
    await world.later(60);
    world.microsoft.state.subscriptions.set(guid(1), [must(kept, 'one'), aSubscription(11, { seats: 1 })]);
    await world.sync('microsoft');

    expect(gone).toEqual([{ remote_id: guid(10_011) }, { remote_id: guid(10_050) }, { remote_id: guid(10_051) }]);
    expect(await rows(sql`select retired_at from subscription where remote_id = ${guid(10_011)}`)).toEqual([{ retired_at: null }]);
    expect(await rows(sql`select cause from subscription_change order by at`)).toEqual([{ cause: 'sync' }, { cause: 'cameBack' }]);
  });
});

describe('a reading that is killed in the middle', () => {
  const boundaries = ['customers 2', 'customers 4', 'access 0', `subscriptions ${guid(3)}`, `subscriptions ${guid(5)}`];

  test.each(boundaries)('at "%s" goes on there, reads no page twice into the counts, and ends in the same picture', async (boundary) => {
    fiveCustomers(world);
    const job = aJob();
    world.microsoft.state.before = (call) => {
      if (call === boundary) {
        job.stop();
        throw new Error('The process was killed');
      }
    };

    await expect(world.sync('microsoft', {}, job)).rejects.toThrow();
    world.microsoft.state.before = () => undefined;
    await world.later(1);
    await world.sync('microsoft');

    expect(await rows(sql`select state from sync_run`)).toEqual([{ state: 'completed' }]);
    expect(await countsOf('customers')).toMatchObject({ received: 5, created: 5, unchanged: 0 });
    expect(await countsOf('subscriptions')).toMatchObject({ received: 10, created: 10, updated: 0, unchanged: 0, retired: 0 });
    expect(await rows(sql`select count(*)::int as n from subscription where retired_at is null`)).toEqual([{ n: 10 }]);
    const perPage = world.microsoft.state.asked.filter((call) => call.startsWith('customers'));
    expect(perPage.filter((call) => call === 'customers 0')).toHaveLength(1);
  });

  test('a cursor that the remote no longer takes starts that list again, without doubling a customer', async () => {
    fiveCustomers(world);
    const job = aJob();
    world.microsoft.state.before = (call) => {
      if (call === 'customers 4') {
        job.stop();
        throw new Error('killed');
      }
    };
    await expect(world.sync('microsoft', {}, job)).rejects.toThrow();
    let expired = false;
    world.microsoft.state.before = (call) => {
      if (call !== 'customers 4' || expired) return;
      expired = true;
      throw new Fault('cursor_expired', 'retryable', 'The cursor is too old');
    };

    await world.sync('microsoft');

    expect(await rows(sql`select count(*)::int as n from customer`)).toEqual([{ n: 5 }]);
    expect(await countsOf('customers')).toMatchObject({ received: 5, verdict: 'complete' });
  });

  test('a second worker waits until the first has let go', async () => {
    fiveCustomers(world);

    await Promise.all([world.sync('microsoft'), Promise.resolve()]);
    const lease = await db.selectFrom('lease').select('name').execute();

    expect(lease).toEqual([{ name: `sync ${world.ids.microsoft}` }]);
  });
});

describe('a list that is not all of it', () => {
  const live = () => rows(sql<{ n: number }>`select count(*)::int as n from customer where retired_at is null`);

  test('an empty answer where there were customers retires nobody, ever', async () => {
    fiveCustomers(world);
    await world.sync('microsoft');
    world.microsoft.state.customers.length = 0;

    for (const _ of [1, 2, 3]) {
      await world.later(60);
      await world.sync('microsoft');
    }

    expect(await live()).toEqual([{ n: 5 }]);
    expect(await countsOf('customers')).toMatchObject({ verdict: 'suspicious', retired: 0 });
    expect(await listSyncProblems(world.context)).toMatchObject([{ kind: 'customers', code: 'reading_suspicious' }]);
  });

  test('fewer than the remote itself counts retires nobody', async () => {
    fiveCustomers(world);
    await world.sync('microsoft');
    await world.later(60);
    world.microsoft.state.total = (kind) => (kind === 'customers' ? 5 : undefined);
    world.microsoft.state.customers.splice(2, 1);

    await world.sync('microsoft');

    expect(await live()).toEqual([{ n: 5 }]);
    expect(await countsOf('customers')).toMatchObject({ verdict: 'suspicious' });
  });

  test('far fewer than last time is believed when it comes twice', async () => {
    for (let n = 1; n <= 12; n += 1) world.microsoft.state.customers.push(aCustomer(n));
    await world.sync('microsoft');
    world.microsoft.state.customers.length = 4;
    await world.later(60);
    await world.sync('microsoft');
    const once = await live();
    await world.later(60);

    await world.sync('microsoft');

    expect(once).toEqual([{ n: 12 }]);
    expect(await live()).toEqual([{ n: 4 }]);
  });

  test('a list that breaks off is partial, and the other kinds are read all the same', async () => {
    fiveCustomers(world);
    world.microsoft.state.before = (call) => {
      if (call.startsWith('access')) throw new RemoteError('remote_forbidden', 'needs_operator', 'Graph refuses', {});
    };

    const end = await world.sync('microsoft');

    expect(end.result).toMatchObject({ state: 'partial' });
    expect(end.errors).toMatchObject([{ code: 'reading_broken_off' }]);
    expect(await countsOf('subscriptions')).toMatchObject({ received: 10, verdict: 'complete' });
    expect(await rows(sql`select state, reason from connection where side = 'microsoft'`)).toEqual([
      { state: 'degraded', reason: 'roleMissing' },
    ]);
  });
});

describe('one customer in trouble', () => {
  const failsFor = (tenant: string, code: 'remote_not_found' | 'remote_forbidden') => (call: string) => {
    if (call === `subscriptions ${tenant}`) throw new RemoteError(code, 'permanent', 'Unknown there', { hint: 'Look.' });
  };

  test('does not stop the others, is told, and nothing of it is removed', async () => {
    fiveCustomers(world);
    await world.sync('microsoft');
    await world.later(60);
    world.microsoft.state.before = failsFor(guid(3), 'remote_not_found');
    const job = aJob();

    const end = await world.sync('microsoft', {}, job);

    expect(end.errors).toEqual([{ code: 'units_failed', sentence: '1 could not be read for their subscriptions.', count: 1 }]);
    expect(job.items).toMatchObject([{ subject: 'Customer 3', outcome: 'failed', code: 'remote_not_found' }]);
    expect(await rows(sql`select count(*)::int as n from subscription where retired_at is null`)).toEqual([{ n: 10 }]);
    expect(await countsOf('subscriptions')).toMatchObject({ received: 8, verdict: 'partial' });
    expect(await listSyncProblems(world.context)).toMatchObject([{ subject: `Customer 3 (${guid(3)})`, reason: 'Unknown there. Look.' }]);
  });

  test('its problem is solved by the next good reading', async () => {
    fiveCustomers(world);
    world.microsoft.state.before = failsFor(guid(3), 'remote_forbidden');
    await world.sync('microsoft');
    world.microsoft.state.before = () => undefined;
    await world.later(60);

    await world.sync('microsoft');

    expect(await listSyncProblems(world.context)).toEqual([]);
  });

  test('an empty answer for a customer that had several is believed only when it comes twice', async () => {
    fiveCustomers(world);
    await world.sync('microsoft');
    world.microsoft.state.subscriptions.set(guid(2), []);
    const count = () => rows(sql`select count(*)::int as n from subscription where retired_at is null`);
    await world.later(60);
    await world.sync('microsoft');
    const once = await count();
    await world.later(60);

    await world.sync('microsoft');

    expect(once).toEqual([{ n: 10 }]);
    expect(await count()).toEqual([{ n: 8 }]);
  });

  test('empty answers for every customer at once are never believed, and pass when the remote is itself again', async () => {
    fiveCustomers(world);
    await world.sync('microsoft');
    const count = () => rows(sql`select count(*)::int as n from subscription where retired_at is null`);
    const before = await count();
    const whole = new Map(world.microsoft.state.subscriptions);
    for (const tenant of whole.keys()) world.microsoft.state.subscriptions.set(tenant, []);

    for (const _ of [1, 2, 3]) {
      await world.later(60);
      await world.sync('microsoft');
    }

    expect(await count()).toEqual(before);
    expect(await countsOf('subscriptions')).toMatchObject({ verdict: 'suspicious', retired: 0 });
    for (const [tenant, subscriptions] of whole) world.microsoft.state.subscriptions.set(tenant, subscriptions);
    await world.later(60);
    await world.sync('microsoft');
    expect(await listSyncProblems(world.context)).toEqual([]);
  });

  test('a mass loss that is true is believed once a person has accepted it, and only that one', async () => {
    fiveCustomers(world);
    await world.sync('microsoft');
    const id = idOf('connection', world.ids.microsoft);
    const count = () => rows(sql`select count(*)::int as n from subscription where retired_at is null`);
    expect(await acceptLoss(world.context, id, 'Too early')).toEqual({ status: 'refused', because: 'nothingDoubted' });
    for (const tenant of world.microsoft.state.subscriptions.keys()) world.microsoft.state.subscriptions.set(tenant, []);
    await world.later(60);
    await world.sync('microsoft');
    expect(await count()).toEqual([{ n: 10 }]);

    expect(await acceptLoss(world.context, id, 'All moved to another partner')).toMatchObject({ status: 'accepted' });
    await world.later(60);
    await world.sync('microsoft');

    expect(await count()).toEqual([{ n: 0 }]);
    expect(await listSyncProblems(world.context)).toEqual([]);
    expect(await rows(sql`select reason from audit_event where action = 'sync.lossAccepted'`)).toEqual([
      { reason: 'All moved to another partner' },
    ]);

    world.microsoft.state.customers.length = 0;
    await world.later(60);
    await world.sync('microsoft');
    await world.later(60);
    await world.sync('microsoft');
    expect(await countsOf('customers')).toMatchObject({ verdict: 'suspicious', retired: 0 });
    expect(await acceptLoss(world.context, id, 'The account is empty')).toMatchObject({ status: 'accepted' });
    await world.later(60);
    await world.sync('microsoft');
    expect(await countsOf('customers')).toMatchObject({ verdict: 'complete', retired: 5 });
  });

  test('a record that cannot be read is set apart and does not retire its sisters', async () => {
    fiveCustomers(world);
    await world.sync('microsoft');
    await world.later(60);
    world.microsoft.state.customers.pop();
    world.microsoft.state.quarantined.push({ remoteId: 'x-1', reason: 'name: is missing', raw: '{"id":"x-1"}' });

    await world.sync('microsoft');

    expect(await countsOf('customers')).toMatchObject({ received: 5, quarantined: 1, unchanged: 4, retired: 0 });
    expect(await rows(sql`select subject, raw from sync_problem`)).toEqual([{ subject: 'x-1', raw: '{"id":"x-1"}' }]);
  });

  // The first customer is kept alone, the fourth together with others.
  test.each([1, 4])('a value that the database refuses spoils its own record only (customer %i)', async (n) => {
    fiveCustomers(world);
    world.microsoft.state.subscriptions.set(guid(n), [aSubscription(10 * n), aSubscription(10 * n + 1, { seats: 99_999_999_999 })]);

    await world.sync('microsoft');

    expect(await countsOf('subscriptions')).toMatchObject({ received: 10, created: 9, quarantined: 1 });
    expect(await listSyncProblems(world.context)).toMatchObject([{ subject: guid(10_001 + 10 * n), code: 'record_unreadable' }]);
  });
});

describe('a remote that asks to wait or to sign in', () => {
  test('is waited for, the job says until when, and nothing counts as failed', async () => {
    fiveCustomers(world);
    let asked = 0;
    const until = world.context.clock.now().add({ seconds: 30 }).toString();
    world.microsoft.state.before = (call) => {
      if (call !== 'customers 2') return;
      asked += 1;
      if (asked === 1) throw new RemoteError('remote_throttled', 'retryable', 'Slow down', { nextAttemptAt: until });
    };
    const job = aJob();

    const running = world.sync('microsoft', {}, job);
    await expect.poll(() => job.told.some(({ waitingUntil }) => waitingUntil?.toString() === until)).toBe(true);
    await world.later(1);
    const end = await running;

    expect(end.result).toMatchObject({ state: 'completed' });
    expect(job.told.at(-1)).not.toMatchObject({ waitingUntil: until });
    expect(await countsOf('customers')).toMatchObject({ received: 5 });
  });

  test('a refused sign-in ends the run at once and the connection says what to do', async () => {
    fiveCustomers(world);
    world.microsoft.state.before = () => {
      throw new RemoteError('remote_signed_out', 'needs_operator', 'Signed out', { remoteCode: 'AADSTS700082' });
    };

    await expect(world.sync('microsoft')).rejects.toMatchObject({ code: 'remote_signed_out' });

    expect(world.microsoft.state.asked).toEqual(['customers 0']);
    expect(await rows(sql`select state, reason from connection where side = 'microsoft'`)).toEqual([
      { state: 'degraded', reason: 'reconsentNeeded' },
    ]);
    expect(await rows(sql`select state from sync_run`)).toEqual([{ state: 'failed' }]);
  });

  test('a sign-in that is refused in the middle is not used by those who wait for their turn', async () => {
    for (let n = 1; n <= 40; n += 1) world.microsoft.state.customers.push(aCustomer(n));
    world.microsoft.state.before = (call) => {
      if (call.startsWith('subscriptions')) throw new RemoteError('remote_signed_out', 'needs_operator', 'Signed out', {});
    };

    const end = await world.sync('microsoft');

    expect(end.result).toMatchObject({ kinds: [{ kind: 'customers' }] });
    const { asked } = world.microsoft.state;
    expect(asked.filter((call) => call.startsWith('subscriptions')).length).toBeLessThanOrEqual(9); // what was under way
  });

  test('a remote that is down is tried again later and stops asking after ten failures in a row', async () => {
    for (let n = 1; n <= 40; n += 1) world.microsoft.state.customers.push(aCustomer(n));
    world.microsoft.state.before = (call) => {
      if (call.startsWith('subscriptions')) throw new RemoteError('remote_down', 'retryable', 'Down', {});
    };

    const end = await world.sync('microsoft');

    expect(end.result).toMatchObject({ state: 'partial' });
    expect(world.microsoft.state.asked.filter((call) => call.startsWith('subscriptions')).length).toBeLessThan(10 + 9); // what was under way
    expect(await countsOf('subscriptions')).toMatchObject({ verdict: 'partial' });
  });
});

describe('what the feeds missed', () => {
  const followed = () =>
    sql`insert into feed_state (connection_id, path_key, holder, holder_since, known_until, polled_at)
      values (${world.ids.microsoft}, 'key', 'ours', ${world.context.clock.now()}, ${world.context.clock.now()}, ${world.context.clock.now()})`.execute(
      owner.db,
    );
  const changed = async () => {
    fiveCustomers(world);
    await world.sync('microsoft');
    await followed();
    await world.later(60);
    world.microsoft.state.subscriptions.set(guid(2), [aSubscription(20, { seats: 77 }), aSubscription(21, { seats: 2 })]);
    world.microsoft.state.subscriptions.set(guid(3), [aSubscription(30), aSubscription(31, { seats: 3 }), aSubscription(32)]);
    world.microsoft.state.subscriptions.set(guid(4), [aSubscription(40)]);
  };
  const judged = async () => {
    await world.later(16);
    await judgeFinds(world.context);
    return must((await listSyncRuns(world.context, world.ids.microsoft))[0], 'a run');
  };

  test('is counted, named, and known only once every feed had its time', async () => {
    await changed();
    await world.sync('microsoft');

    expect((await listSyncRuns(world.context))[0]?.missed).toBeNull();
    const { missed, runId } = await judged();
    expect(missed).toBe(3);
    expect((await listMissed(world.context, runId))?.map(({ kind, what }) => `${kind} ${what}`).sort()).toEqual([
      'subscriptions changed',
      'subscriptions created',
      'subscriptions retired',
    ]);
  });

  test('is nothing where an event had told, even one that came after the sweep', async () => {
    await changed();
    await world.sync('microsoft');
    for (const n of [2, 3, 4])
      await sql`insert into feed_event (connection_id, event_key, feed, event, resource, received_at)
        values (${world.ids.microsoft}, ${`e${n}`}, 'audit', 'update_subscription', ${`subscriptions ${guid(n)}`}, ${world.context.clock.now()})`.execute(
        owner.db,
      );

    expect((await judged()).missed).toBe(0);
  });

  test('is everything again where the only event had been read before the change', async () => {
    fiveCustomers(world);
    await world.sync('microsoft');
    await followed();
    const early = world.context.clock.now();
    await sql`insert into feed_event (connection_id, event_key, feed, event, resource, received_at, handled_at, outcome)
      values (${world.ids.microsoft}, 'e', 'audit', 'update_subscription', ${`subscriptions ${guid(2)}`}, ${early}, ${early}, 'read')`.execute(
      owner.db,
    );
    await world.later(60);
    world.microsoft.state.subscriptions.set(guid(2), [aSubscription(20, { seats: 77 }), aSubscription(21, { seats: 2 })]);
    await world.sync('microsoft');

    expect((await judged()).missed).toBe(1);
  });

  test('cannot be said of the first reading', async () => {
    fiveCustomers(world);
    await followed();
    await world.later(1);
    await world.sync('microsoft');

    expect((await judged()).missed).toBeNull();
  });
});

describe('less than everything', () => {
  test('an incremental reading asks only for customers that the activity log names', async () => {
    fiveCustomers(world);
    await world.sync('microsoft');
    await world.later(60);
    world.microsoft.state.asked.length = 0;
    world.microsoft.state.hints.push({
      id: 'h1',
      at: '2026-11-21T09:30:00Z',
      operation: 'update_subscription',
      customerTenantId: guid(4).toUpperCase(),
      subscriptionRemoteId: undefined,
    });
    world.microsoft.state.subscriptions.set(guid(4), [aSubscription(40, { seats: 26 }), aSubscription(41, { seats: 4 })]);
    world.microsoft.state.subscriptions.set(guid(5), [aSubscription(50, { seats: 77 }), aSubscription(51)]);

    await world.sync('microsoft', { reach: 'incremental' });

    expect(world.microsoft.state.asked.filter((call) => call.startsWith('subscriptions'))).toEqual([`subscriptions ${guid(4)}`]);
    expect(world.microsoft.state.asked).toContain('activity 2026-11-20 0');
    expect(await rows(sql`select seats from subscription where remote_id = ${guid(10_040)}`)).toEqual([{ seats: 26 }]);
  });

  test('one customer is read alone, at every remote that knows it', async () => {
    fiveCustomers(world);
    await world.sync('microsoft');
    world.microsoft.state.asked.length = 0;
    const [customer] = await rows(sql<{ customer_id: string }>`select customer_id from customer where tenant_id = ${guid(2)}`);
    await world.later(5);

    await world.sync('microsoft', { reach: 'customer', customerId: must(customer, 'a customer').customer_id });

    expect(world.microsoft.state.asked).toEqual([`subscriptions ${guid(2)}`]);
    expect(await rows(sql`select count(*)::int as n from subscription where retired_at is null`)).toEqual([{ n: 10 }]);
  });

  test('one customer and some kinds are read while everything is being read, and wait for nothing', async () => {
    fiveCustomers(world);
    await world.sync('microsoft');
    await world.later(60);
    world.microsoft.state.subscriptions.set(guid(2), [aSubscription(20, { seats: 77 }), aSubscription(21, { seats: 2 })]);
    const beside: Awaited<ReturnType<typeof world.sync>>[] = [];
    world.microsoft.state.before = async (call) => {
      if (call !== 'customers 0') return;
      world.microsoft.state.before = () => undefined;
      const [customer] = await rows(sql<{ customer_id: string }>`select customer_id from customer where tenant_id = ${guid(2)}`);
      beside.push(
        await world.sync('microsoft', { reach: 'customer', customerId: must(customer, 'a customer').customer_id, by: 'person' }),
        await world.sync('microsoft', { reach: 'kinds', kinds: ['subscriptions'] }),
      );
    };

    const end = await world.sync('microsoft');

    expect(beside[0]?.result).toMatchObject({ state: 'completed', kinds: [{ kind: 'subscriptions', received: 2, updated: 1 }] });
    expect(beside[1]?.result).toMatchObject({ state: 'completed', kinds: [{ kind: 'subscriptions', received: 10, updated: 0 }] });
    expect(end.result).toMatchObject({ state: 'completed' });
    expect((await listSyncRuns(world.context)).map(({ reach, state }) => `${reach} ${state}`).sort()).toEqual([
      'customer completed',
      'full completed',
      'full completed',
      'kinds completed',
    ]);
  });

  test('a connection that is switched off is left alone', async () => {
    await sql`update connection set state = 'off' where side = 'microsoft'`.execute(owner.db);

    expect(await world.sync('microsoft')).toEqual({ result: { skipped: 'off' } });
    expect(world.microsoft.state.asked).toEqual([]);
  });
});

describe('the books of distributor and PSA', () => {
  test('companies, products, subscriptions, agreements, services and lines are kept, each below its company', async () => {
    world.distributor.state.accounts.push(anAccount(1));
    world.distributor.state.subscriptions.push(aDistributorSubscription(1), aDistributorSubscription(7));
    world.psa.state.accounts.push(anAccount(1));
    world.psa.state.agreements.push(anAgreement(1));
    world.psa.state.services.push(aService(1));
    world.psa.state.lines.set('3001', [aLine(1), aLine(2, { agreementRemoteId: '3001', accountRemoteId: '1001', quantity: '2.5' })]);

    await world.sync('distributor');
    await world.sync('psa');

    expect(await rows(sql`select remote_id, unit_cost from distributor_subscription`)).toEqual([
      { remote_id: 'pax-1', unit_cost: '17.60' },
    ]);
    expect(await listSyncProblems(world.context)).toMatchObject([
      { subject: 'pax-7', reason: 'belongs to company 1007, which was not read' },
    ]);
    expect(
      await rows(sql`select line.remote_id, line.quantity, account.name from psa_line line join account using (account_id) order by 1`),
    ).toEqual([
      { remote_id: '5001', quantity: '25', name: 'Customer 1' },
      { remote_id: '5002', quantity: '2.5', name: 'Customer 1' },
    ]);
  });

  test('after the last of several readings, and only then, the books are compared', async () => {
    const started = () => rows(sql<{ kind: string }>`select kind from job where kind = 'reconciliation'`);
    await sql`insert into job (job_id, reseller_id, kind, title, state, input, started_by, created_at, started_at, changed_at)
      values (${guid(1)}, '00000000-0000-7000-8000-000000000001', 'sync', 'Read', 'running', '{}', 'Ana', now(), now(), now())`.execute(
      owner.db,
    );
    await world.sync('psa');
    const early = await started();
    await sql`update job set state = 'completed'`.execute(owner.db);

    await world.sync('distributor');

    expect(early).toEqual([]);
    expect(await started()).toEqual([{ kind: 'reconciliation' }]);
  });

  test('what another reading brought is mapped before the books are compared, so that nothing is told of that is gone a moment later', async () => {
    const comparisons = async () => (await rows(sql`select 1 from job where kind = 'reconciliation'`)).length;
    const connectionId = world.ids.microsoft;
    const run = `'${guid(2)}', '${guid(1)}', '${connectionId}', 'full', 'completed', '{"kinds":[]}'`;
    await sql
      .raw(`insert into job (job_id, reseller_id, kind, title, state, input, started_by, created_at, started_at, changed_at) values
        ('${guid(1)}', '00000000-0000-7000-8000-000000000001', 'sync', 'Read', 'running', '{}', 'Ana', now(), now(), now());
        insert into sync_run (run_id, job_id, connection_id, reach, state, progress, started_at, ended_at) values (${run}, now(), now())`)
      .execute(owner.db);

    await world.sync('psa');
    const whileItIsMapped = await comparisons();
    await sql`update sync_run set mapped_at = now() where run_id = ${guid(2)}`.execute(owner.db);
    await world.sync('distributor');

    expect([whileItIsMapped, await comparisons()]).toEqual([0, 1]);
    expect(await rows(sql`select 1 from sync_run where mapped_at is null`)).toEqual([]);
  });

  test('what a supplier charges is read once a day, only after the comparison was started, and holds no comparison up', async () => {
    const charges = () =>
      rows(sql<{ title: string }>`select title from job where kind = 'sync' and input ->> 'reach' = 'billing' order by title`);
    await world.sync('psa');
    expect(await charges()).toEqual([]);

    await world.sync('distributor');
    await world.sync('microsoft');
    expect(await charges()).toEqual([{ title: 'Read what partnerCenter charges' }, { title: 'Read what pax8 charges' }]);

    await world.sync('distributor', { reach: 'billing' });
    await sql`update job set state = 'completed'`.execute(owner.db);
    await world.later(60);
    await world.sync('distributor');
    expect(await rows(sql`select title from job where state <> 'completed' order by title`)).toEqual([
      { title: 'Compare the books' },
      { title: 'Read what partnerCenter charges' },
    ]);
  });
});

test('an older reading that arrives late never overwrites a newer one', async () => {
  fiveCustomers(world);
  await world.sync('microsoft');
  await sql`update subscription set seats = 60, seen_at = '2027-01-01' where remote_id = ${guid(10_010)}`.execute(owner.db);
  await world.later(60);

  await world.sync('microsoft');

  expect(await rows(sql`select seats, retired_at from subscription where remote_id = ${guid(10_010)}`)).toEqual([
    { seats: 60, retired_at: null },
  ]);
});

test('two accounts that sell to the same tenant make one customer', async () => {
  const second = await addConnection(world.context, {
    name: 'Second',
    settings: { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId: guid(98), clientId: 'app' },
    secrets: { clientSecret: 's', refreshToken: 'r' },
  });
  if (second.status !== 'added') throw new Error(second.because);
  fiveCustomers(world);

  await Promise.all([
    world.sync('microsoft'),
    runSync(world.context, { connectionId: second.connection.connectionId, reach: 'full' }, aJob()),
  ]);

  expect(await rows(sql`select count(*)::int as n from customer`)).toEqual([{ n: 5 }]);
  expect(await rows(sql`select count(*)::int as n from customer_connection`)).toEqual([{ n: 10 }]);
  expect(await rows(sql`select subscriptions from customer limit 1`)).toEqual([{ subscriptions: 4 }]);
});
