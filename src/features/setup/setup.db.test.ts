import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { anEstate, type EstateCustomer, psaId } from '../../../test/support/compared-estate.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { emptied } from '../../../test/support/one-difference.ts';
import { aWritablePsa } from '../../../test/support/writable-psa.ts';
import type { SetupChoices } from '../../model/setup.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Reach } from '../../platform/http/reach.ts';
import { chores } from '../../worker/chores.ts';
import type { Context } from '../context.ts';
import {
  beginSetup,
  checkNetwork,
  chooseSystems,
  confirm,
  finishSetup,
  gateOf,
  getSetup,
  isLive,
  returnToDraft,
  runChecks,
} from './index.ts';

const { db, owner } = await aDatabase();

/** What the checks of every account say. */
let says: 'passed' | 'remote_down' | 'wrong_keys' = 'passed';
const probe = () => ({
  name: 'sign-in',
  ms: 3,
  detail: 'as the test says',
  ...(says === 'passed' ? { outcome: says } : { outcome: 'failed', code: says }),
});
/** Hosts that this machine does not reach. */
let blocked: readonly string[] = [];
const reach: Reach = (host) =>
  Promise.resolve(
    blocked.includes(host)
      ? { host, ms: 7, outcome: 'fails', stage: 'connection', code: 'remote_down', because: 'does not accept connections' }
      : { host, ms: 7, outcome: 'answers', status: 404 },
  );
const { context, clock, sent } = aContext(db, {
  reach,
  openRemote: () => ({ verify: () => Promise.resolve([probe()]) }) as never,
}); // nothing else is asked here
const ana: Context = { ...context, actor: { kind: 'person', personId: undefined, name: 'Ana', permissions: [], origin: undefined } };

const direct: SetupChoices = { partnerTypes: ['directBill'], clouds: ['global'], distributors: [], psas: ['connectWise'] };

beforeEach(async () => {
  says = 'passed';
  blocked = [];
  sent.length = 0;
  await emptied(owner.db);
  await sql`truncate setup, setup_confirmation, probe_run`.execute(owner.db);
  await inScope(db, everything, (tx) => beginSetup(tx, clock.now()));
});

/** The accounts, customers and mappings that a first reading leaves. */
async function read(...customers: readonly EstateCustomer[]): Promise<void> {
  await anEstate(context, aWritablePsa(), customers);
  await sql`update product_mapping set subscriptions = 1`.execute(owner.db);
}

/** Everything but the finish. */
async function upToTheFinish(...customers: readonly EstateCustomer[]): Promise<void> {
  await chooseSystems(ana, direct);
  await confirm(ana, { subject: 'readiness', confirmed: true });
  await read(...(customers.length === 0 ? [{ n: 1 }] : customers));
}

const missingCodes = async () => (await getSetup(context)).missing.map(({ code }) => code);
const stateOf = async (step: string) => (await getSetup(context)).steps.find((each) => each.step === step)?.state;

describe('a new installation', () => {
  test('begins as a draft that names all that is missing, first things first', async () => {
    const { facts, next, steps } = await getSetup(context);

    expect(facts.state).toBe('draft');
    expect(next).toBe('systems');
    expect(await missingCodes()).toEqual([
      'systemsChosen',
      'readinessConfirmed',
      'microsoftConnected',
      'booksRead',
      'customerReady',
      'accountMapped',
      'productMapped',
    ]);
    expect(steps.map(({ number, state }) => [number, state])).toEqual([
      [1, 'notStarted'],
      [2, 'notStarted'],
      [3, 'notStarted'],
      [4, 'notStarted'],
      [5, 'done'],
      [6, 'notStarted'],
    ]);
  });

  test('asks for a distributor and a PSA only where they were chosen', async () => {
    await chooseSystems(ana, { ...direct, distributors: ['pax8'] });
    expect(await missingCodes()).toEqual(expect.arrayContaining(['distributorConnected', 'psaConnected']));

    await chooseSystems(ana, { ...direct, psas: [] });
    const codes = await missingCodes();

    expect(codes).not.toContain('distributorConnected');
    expect(codes).not.toContain('psaConnected');
    expect(codes).not.toContain('productMapped');
    expect(codes).not.toContain('accountMapped');
  });

  test('a step is done by what is there, not by a visit, and open again when it is gone', async () => {
    await upToTheFinish();
    expect(await missingCodes()).toEqual([]);
    expect(await stateOf('accountMapping')).toBe('done');

    await sql`update account_mapping set state = 'unmapped', account_id = null`.execute(owner.db);

    expect((await getSetup(context)).missing).toEqual([
      expect.objectContaining({ code: 'accountMapped', page: 'accountMapping', have: 0, need: 1 }),
    ]);
    expect(await stateOf('accountMapping')).toBe('inProgress');
  });
});

describe('the network', () => {
  const item = async () => (await getSetup(context)).checklist.find(({ id }) => id === 'network');

  test('is asked for the hosts of what was chosen, with no account connected, and what fails says what to do', async () => {
    expect(await item()).toMatchObject({ outcome: 'open', detail: 'Asked once the systems are chosen.' });
    expect(await checkNetwork(ana)).toMatchObject({ status: 'refused', missing: [{ code: 'systemsChosen' }] });
    await chooseSystems(ana, { ...direct, distributors: ['pax8'] });
    expect(await item()).toMatchObject({ outcome: 'open', detail: 'Not asked yet for what is chosen.' });
    blocked = ['api.pax8.com'];
    await checkNetwork(ana);

    expect(await item()).toMatchObject({
      outcome: 'failed',
      detail: 'Pax8: api.pax8.com does not accept connections.',
      hint: 'Allow connections from this machine to api.pax8.com, port 443, in the firewall.',
    });
    const { network } = await getSetup(context);
    expect(network).toMatchObject({ by: 'Ana' });
    expect(new Set(network?.hosts.map(({ host }) => host))).toEqual(
      new Set([
        'login.microsoftonline.com',
        'api.partnercenter.microsoft.com',
        'graph.microsoft.com',
        'api.partner.microsoft.com',
        'api.pax8.com',
        ...['na', 'eu', 'au', 'aus', 'za'].map((region) => `api-${region}.myconnectwise.net`),
      ]),
    );
    blocked = [];
    await checkNetwork(ana);
    expect(await item()).toMatchObject({ outcome: 'passed', detail: '10 of 10 hosts answer this machine.' });
  });

  test('of regions one is enough; each cloud has hosts of its own; a later choice is asked anew', async () => {
    await chooseSystems(ana, { ...direct, clouds: ['china'] });
    blocked = ['na', 'au', 'aus', 'za'].map((region) => `api-${region}.myconnectwise.net`);
    await checkNetwork(ana);
    expect(await item()).toMatchObject({ outcome: 'passed' });
    expect((await getSetup(context)).network?.hosts.map(({ host }) => host)).toContain('login.chinacloudapi.cn');

    await chooseSystems(ana, { ...direct, clouds: ['global'] });
    expect(await item()).toMatchObject({ outcome: 'open' });
    await chooseSystems(ana, { ...direct, clouds: ['china'], psas: [] });
    expect(await item()).toMatchObject({ outcome: 'passed' });
  });
});

describe('the checklist', () => {
  test('asks for no administrator of a distributor whose files are uploaded', async () => {
    const ids = async () => (await getSetup(context)).checklist.map(({ id }) => id);
    await chooseSystems(ana, { ...direct, distributors: ['distributorFile'] });
    expect(await ids()).not.toContain('distributorAdmin');
    await chooseSystems(ana, { ...direct, distributors: ['pax8', 'distributorFile'] });
    expect(await ids()).toContain('distributorAdmin');
    await chooseSystems(ana, direct);
  });

  test('leads to where each failed item is mended, and to nothing where all is well', async () => {
    const fixes = async () => (await getSetup(context)).checklist.flatMap(({ id, fix }) => (fix === undefined ? [] : [[id, fix.path]]));
    expect(new Map((await fixes()) as [string, string][]).get('psaKeys')).toBe('/setup/connections');
    await upToTheFinish();
    says = 'wrong_keys';
    await clock.advance(1_000); // the newest check counts
    await runChecks(ana);

    expect(new Map((await fixes()) as [string, string][]).get('psaKeys')).toMatch(/^\/settings\/connections\/con_\w+\?tab=authentication$/);

    says = 'passed';
    await clock.advance(1_000);
    await runChecks(ana);
    expect(new Map((await fixes()) as [string, string][]).has('psaKeys')).toBe(false);
  });
});

describe('the confirmation of the checklist', () => {
  test('waits for the choice of systems, and says so', async () => {
    expect(await confirm(ana, { subject: 'readiness', confirmed: true })).toMatchObject({
      status: 'refused',
      because: 'gate',
      missing: [{ code: 'systemsChosen' }],
    });
  });

  test('is kept with who, when, and what the checks said then', async () => {
    await chooseSystems(ana, direct);
    await confirm(ana, { subject: 'readiness', confirmed: true });
    await confirm(context, { subject: 'readiness', confirmed: true });

    expect((await getSetup(context)).facts.readiness).toMatchObject({ by: 'Ana', at: clock.now() });
    const { rows } = await sql<{ checks: readonly { id: string; outcome: string }[] }>`select checks from setup_confirmation`.execute(
      owner.db,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.checks.map(({ id, outcome }) => [id, outcome])).toContainEqual(['microsoftAdmin', 'open']);
    expect(rows[0]?.checks.map(({ id }) => id)).not.toContain('distributorAdmin');
  });

  test('can be taken back; who had given it stays written down', async () => {
    await chooseSystems(ana, direct);
    await confirm(ana, { subject: 'readiness', confirmed: true });

    expect(await confirm(context, { subject: 'readiness', confirmed: false })).toEqual({ status: 'withdrawn' });

    expect(await missingCodes()).toContain('readinessConfirmed');
    const { rows } = await sql`select by_name, withdrawn_by from setup_confirmation`.execute(owner.db);
    expect(rows).toEqual([{ by_name: 'Ana', withdrawn_by: 'Concord' }]);
  });
});

describe('no customer is Ready', () => {
  test('the gate says how far off it is, and mapping waits behind it', async () => {
    await upToTheFinish({ n: 1, access: 'expired' }, { n: 2, access: 'expired' });

    expect((await getSetup(context)).missing).toEqual([
      expect.objectContaining({ code: 'customerReady', detail: 'None of 2 customers is Ready; at least one has to be.' }),
    ]);
    expect(await gateOf(context, 'accountMapping')).toHaveLength(1);
    expect(await finishSetup(ana)).toMatchObject({ status: 'refused', missing: [{ code: 'customerReady' }] });
    expect(await isLive(context)).toBe(false);
  });

  test('goes on without tenant evidence with a reason, which is logged with the name', async () => {
    await upToTheFinish({ n: 1, access: 'expired' });
    expect(await confirm(ana, { subject: 'withoutTenantEvidence', confirmed: true })).toEqual({
      status: 'refused',
      because: 'reasonMissing',
    });

    await confirm(ana, { subject: 'withoutTenantEvidence', confirmed: true, reason: 'commercial comparison only' });

    expect(await finishSetup(ana)).toMatchObject({ status: 'finished' });
    const { rows } =
      await sql`select actor, reason from audit_event where action = 'setup.confirmed' and object = 'withoutTenantEvidence'`.execute(
        owner.db,
      );
    expect(rows).toEqual([{ actor: 'Ana', reason: 'commercial comparison only' }]);
  });
});

describe('the finish', () => {
  test('asks every account again, queues the first full sync once, and is live', async () => {
    await upToTheFinish();

    const outcomes = await Promise.all([finishSetup(ana), finishSetup(ana), finishSetup(context)]);

    expect(outcomes.map((outcome) => outcome.status)).toEqual(['finished', 'finished', 'finished']);
    expect(outcomes.filter((outcome) => 'joined' in outcome && !outcome.joined)).toHaveLength(1);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from job where kind = 'sync'`.execute(owner.db);
    expect(rows).toEqual([{ n: 2 }]); // one for each account
    const { facts, checks, next } = await getSetup(context);
    expect(facts.state).toBe('live');
    expect(facts.finished?.jobIds).toHaveLength(2);
    expect(next).toBeNull();
    expect(checks?.checks.map(({ check, outcome }) => [check, outcome])).toEqual([
      ['connections', 'passed'],
      ['accounts', 'passed'],
      ['products', 'passed'],
      ['readyToSync', 'passed'],
    ]);
  });

  test('is refused when an account turns out not to work any more', async () => {
    await upToTheFinish();
    says = 'wrong_keys';

    expect(await finishSetup(ana)).toMatchObject({
      status: 'refused',
      missing: [{ code: 'microsoftConnected' }, { code: 'psaConnected' }, { code: 'booksRead' }],
    });
    expect(await stateOf('authentication')).toBe('needsAttention');
  });

  test('goes on with what was last known while a system does not answer', async () => {
    await upToTheFinish();
    says = 'remote_down';

    expect(await finishSetup(ana)).toMatchObject({ status: 'finished' });
    expect((await getSetup(context)).checks?.checks[0]).toMatchObject({
      outcome: 'lastKnown',
      detail: expect.stringContaining('Last known: 1 Ready') as unknown,
    });
  });

  test('shows what the first comparison will be about', async () => {
    await upToTheFinish({ n: 1 }, { n: 2 });

    expect((await getSetup(context)).preview).toMatchObject({ customers: 2, differences: 0, seconds: 0 });
  });

  test('the checks can be repeated later as a health check', async () => {
    await upToTheFinish();
    await finishSetup(ana);
    await sql`update product_mapping set state = 'unmapped'`.execute(owner.db);

    const { run } = await runChecks(ana);

    expect(run.checks.find(({ check }) => check === 'products')).toMatchObject({ outcome: 'failed' });
    expect(await isLive(context)).toBe(true);
  });
});

describe('back to draft', () => {
  const scheduled = async () => {
    sent.length = 0;
    const schedules = chores(context, 'w1', 'http://127.0.0.1').find(({ name }) => name === 'schedules');
    await schedules?.run(new AbortController().signal); // the first look only begins to count
    await clock.advance(61 * 60_000);
    await schedules?.run(new AbortController().signal);
    return sent.length;
  };

  test('stops the schedules and keeps mappings; finishing again starts anew', async () => {
    await upToTheFinish();
    expect(await scheduled()).toBe(0);
    await finishSetup(ana);
    await sql`update job set state = 'completed'`.execute(owner.db);
    expect(await scheduled()).toBe(2);

    expect(await returnToDraft(ana, 'moving to another PSA')).toBe(true);
    expect(await returnToDraft(ana, 'moving to another PSA')).toBe(false);

    expect(await scheduled()).toBe(0);
    expect((await getSetup(context)).facts.accounts.mapped).toBe(1);
    expect(await finishSetup(ana)).toMatchObject({ status: 'finished', joined: false });
  });

  test('an account that is connected meanwhile is still read once', async () => {
    await upToTheFinish();
    await sql`update connection set last_success_at = null where connection_id = ${psaId}::uuid`.execute(owner.db);
    await sql`delete from sync_run where connection_id = ${psaId}::uuid`.execute(owner.db);
    const reads = chores(context, 'w1', 'http://127.0.0.1').find(({ name }) => name === 'first readings');

    await reads?.run(new AbortController().signal);
    await reads?.run(new AbortController().signal);

    const { rows } = await sql`select title from job where kind = 'sync'`.execute(owner.db);
    expect(rows).toHaveLength(1);
  });
});
