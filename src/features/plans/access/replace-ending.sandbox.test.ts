import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { delegatedAccess, ourGroup } from '../../../../test/support/delegated-access.ts';
import { aJob } from '../../../../test/support/watched-job.ts';
import { aWorldOfRemotes } from '../../../../test/support/world-of-remotes.ts';
import { consentToWriting } from '../../../../test/support/write-consent.ts';
import { must } from '../../../lib/must.ts';
import { globalAdministrator } from '../../../model/access-roles.ts';
import { idOf } from '../../../model/ids.ts';
import { createClock } from '../../../platform/clock.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { type AccessRow, listAccess, readAccess, readStandings } from '../../access/index.ts';
import { addConnection, excludeFromWriting } from '../../connections/index.ts';
import { applyCustomerPlan, planMerge } from '../../customers/index.ts';
import { listNotices } from '../../notices/index.ts';
import { changeSettings, getSettings } from '../../settings/index.ts';
import { runSync } from '../../sync/index.ts';
import { createAccessPlan, findPlan, keepPromises, listPlans, replaceEnding } from '../index.ts';
import { applyPlanJob } from '../jobs.ts';

const { db, owner } = await aDatabase();
const remotes = await aWorldOfRemotes({ scale: 90 });
afterAll(() => remotes.close());
const { context: made } = aContext(db, { openRemote: remotes.another() });
/** As in the trial profile: the product lives in the sandbox's time. */
const now = () => Temporal.Instant.from(remotes.world.now());
const context = { ...made, clock: { ...createClock(), now } };
const world = delegatedAccess(remotes);
const graphReader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';
const otherGroup = '0d000000-0000-4000-8000-00000000000b';

const connections: string[] = [];
let waiting: AccessRow[] = [];
/** Sold to by both accounts. */
let shared: AccessRow[] = [];
beforeAll(async () => {
  await connect(0);
  await consentToWriting(owner.db, first());
  await owner.db
    .updateTable('connection')
    .set({ write_kinds: ['access'] })
    .where('connection_id', '=', first())
    .execute();
  const request = { sort: 'name', descending: false, limit: 200, cursor: undefined, count: false } as const;
  waiting = [...(await listAccess(context, { ...request, filter: { access: ['active'] } })).rows];
  shared = waiting.splice(0, 2);
  for (const { tenantId } of shared)
    await remotes.control('act', { action: 'customer.acceptRelationship', customer: tenantId, account: 'pc-2' });
  await connect(1);
});
const connect = async (index: number): Promise<void> => {
  const { tenantId, clientId, clientSecret, refreshToken } = must(remotes.credentials.partnerAccounts[index], 'an account');
  const added = await addConnection(context, {
    name: `Account ${String(index + 1)}`,
    settings: { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId },
    secrets: { clientSecret, refreshToken },
  });
  if (added.status !== 'added') throw new Error(added.because);
  connections.push(added.connection.connectionId);
  await runSync(context, { connectionId: added.connection.connectionId, reach: 'full' }, aJob());
};
beforeEach(() => setDays(30));

const first = () => must(connections[0], 'the first account');
const setDays = async (replaceAccessDays: number) =>
  changeSettings(context, { replaceAccessDays, version: (await getSettings(context)).version });

const read = ({ customerId, tenantId, name }: AccessRow, account = 0) =>
  readAccess(context, { customerId, tenantId, name, connectionId: must(connections[account], 'an account') });
/** A customer that nobody had before; its access is what the test makes of it in the sandbox. */
const aCustomer = async (): Promise<AccessRow> => {
  const row = must(waiting.pop(), 'a customer');
  await world.endAll(row.tenantId);
  return row;
};
/** One whose access holds Global Administrator for our group, ends in ten days, and was read. */
const ending = async (days = 10): Promise<AccessRow & { readonly heldId: string }> => {
  const row = await aCustomer();
  const heldId = await world.make(row.tenantId, { days, isOld: true });
  await read(row);
  return { ...row, heldId };
};
/** So that it is in no other test's way. */
const over = async (row: AccessRow): Promise<void> => {
  await world.endAll(row.tenantId);
  await read(row);
};
const sent = ({ tenantId }: AccessRow): number => world.asked(tenantId).length;
/** The plan that a job is to carry out now. */
const underWay = async (): Promise<string> => (await listPlans(context, 200)).find(({ state }) => state === 'applying')?.planId ?? '';
const begun = async () => ({ count: await replaceEnding(context), planId: await underWay() });
const carryOut = (planId: string) => applyPlanJob.run(context, { planId }, aJob());
const standing = async (row: AccessRow) => {
  const { replaceAccessDays: days } = await getSettings(context);
  return (await inScope(db, everything, (tx) => readStandings(tx, now(), { days, withinDays: 90, customerIds: [row.customerId] })))[0];
};
const told = async (about: string) => {
  const filter = { event: ['customer.access_expiring' as const] };
  const { rows } = await listNotices(context, { filter, limit: 200, cursor: undefined, descending: true, count: false });
  return rows.filter(({ title, detail }) => `${title} ${detail}`.includes(about)).map(({ title, detail }) => `${title}: ${detail}`);
};

describe('a replacement of access that ends', () => {
  // The first, because its sign-in is not used again and lapses after 90 days of the sandbox's time.
  test('is not held back by what another partner account holds or asks for: that is of its own tenant only', async () => {
    for (const until of ['approved', 'sent'] as const) {
      const row = must(shared.pop(), 'a customer');
      await world.endAll(row.tenantId);
      await world.make(row.tenantId, { isOld: true });
      await world.make(row.tenantId, { days: 700, account: 1, until });
      await read(row);
      await read(row, 1);

      const { count, planId } = await begun();
      expect(count).toBe(1);
      await carryOut(planId);
      expect(sent(row)).toBe(1);
      expect(await findPlan(context, planId)).toMatchObject({
        steps: [{ connectionId: first(), correction: { roleIds: [globalAdministrator] } }],
      });
      await over(row);
    }
  });

  test('is asked for before the end, once, and it is told; not while the days are 0 or the end is far', async () => {
    const row = await ending();
    await setDays(0);
    expect(await replaceEnding(context)).toBe(0);
    await setDays(5);
    expect(await replaceEnding(context)).toBe(0);
    expect(await standing(row)).toMatchObject({ word: 'later' });

    await setDays(30);
    const { count, planId } = await begun();
    expect(count).toBe(1);
    // A worker that starts again in between finds it on its way.
    expect(await replaceEnding(context)).toBe(0);
    await carryOut(planId);
    expect(await replaceEnding(context)).toBe(0);
    expect(await replaceEnding(context)).toBe(0);

    expect(sent(row)).toBe(1);
    expect(await findPlan(context, planId)).toMatchObject({
      state: 'applied',
      steps: [{ correction: { action: 'requestAccess', roleIds: [globalAdministrator], autoExtends: false, replaces: row.heldId } }],
    });
    expect(await standing(row)).toMatchObject({ word: 'invited' });
    const board = { sort: 'name', descending: false, limit: 1, cursor: undefined, count: false, filter: { q: row.tenantId } } as const;
    expect((await listAccess(context, board)).rows[0]?.replacement).toMatchObject({ word: 'invited', remoteId: row.heldId });
    expect(await told(row.name)).toEqual([expect.stringContaining('is asked for: The present one ends on') as string]);
    await over(row);
  });

  test('is asked for from the first moment of its days on, and by one of two workers', async () => {
    const row = await ending(40);
    const endsAt = must((await standing(row))?.endsAt, 'an end');
    const at = (moment: Temporal.Instant) => ({ ...context, clock: { ...context.clock, now: () => moment } });
    const from = endsAt.subtract({ hours: 30 * 24 });
    expect(await replaceEnding(at(from.subtract({ milliseconds: 1 })))).toBe(0);
    expect(await replaceEnding(at(endsAt))).toBe(0);
    const both = await Promise.all([replaceEnding(at(from)), replaceEnding(at(from))]);
    expect(both.reduce((sum, each) => sum + each)).toBe(1);
    await carryOut(await underWay());
    expect(sent(row)).toBe(1);
    await over(row);
  });

  test('leaves no gap: the groups hold the roles of the new one before the old one ends, whatever else goes on longer', async () => {
    const row = await ending();
    // Read-only access that goes on longer takes the place of nothing, and is not what the groups are given roles of.
    await world.make(row.tenantId, { days: 720, roleIds: [graphReader], groupIds: [otherGroup] });
    const { count, planId } = await begun();
    expect(count).toBe(1);
    await carryOut(planId);
    const invited = must(world.asked(row.tenantId)[0], 'the invitation');
    expect(invited.roleDefinitionIds).toEqual([globalAdministrator]);

    await world.approve(invited.id);
    await read(row);
    expect(await standing(row)).toMatchObject({ word: 'asking' });
    expect(await keepPromises(context)).toBe(1);
    await carryOut(await underWay());
    await world.passes('PT30S');
    await read(row);

    expect(await standing(row)).toMatchObject({ word: 'there', sentence: expect.stringContaining(invited.displayName) as string });
    expect(remotes.world.tables.gdap.get(invited.id)?.assignments).toMatchObject([{ groupId: ourGroup, status: 'active' }]);
    expect(await keepPromises(context)).toBe(0);
    expect(await replaceEnding(context)).toBe(0);
    await over(row);
  });

  test('is given to all promised groups also when one of them got the roles by hand, and after a worker was killed', async () => {
    const row = await aCustomer();
    await world.make(row.tenantId, { isOld: true, groupIds: [ourGroup, otherGroup] });
    await read(row);
    await carryOut((await begun()).planId);
    const invited = must(world.asked(row.tenantId)[0], 'the invitation');
    await world.approve(invited.id);
    const [one, two] = [ourGroup, otherGroup].map((groupId) => ({ groupId, roleIds: [globalAdministrator] }));
    const tenant = { connectionId: '', customerTenantId: row.tenantId, relationshipRemoteId: invited.id };
    await world.assign(0, { action: 'assignGroup', ...tenant, ...must(one, 'a group') });
    await world.passes('PT30S');
    await read(row);
    // A worker was killed behind its preview.
    await createAccessPlan(context, {
      customerIds: [row.customerId],
      wish: { act: 'assign', groups: [must(two, 'a group')], relationshipId: invited.id },
    });
    expect(await keepPromises(context)).toBe(0);
    await world.passes('PT16M');

    expect((await Promise.all([keepPromises(context), keepPromises(context)])).reduce((sum, each) => sum + each)).toBe(1);
    await carryOut(await underWay());
    await world.passes('PT30S');
    await read(row);
    expect(await standing(row)).toMatchObject({ word: 'there' });
    await over(row);
  });

  describe('that somebody else renewed', () => {
    test('minutes ago is not asked for: the customer is read again first', async () => {
      const row = await ending();
      await world.make(row.tenantId, { days: 700 });

      expect(await replaceEnding(context)).toBe(0);

      expect(sent(row)).toBe(0);
      expect(await standing(row)).toMatchObject({ word: 'there' });
      await over(row);
    });

    test('between preview and apply, or before the job came to it, is not asked for', async () => {
      const [row, late] = [await ending(15), await ending(8)];
      const preview = await createAccessPlan(context, { customerIds: [row.customerId], wish: { act: 'replace' } });
      await owner.db
        .updateTable('access_relationship')
        .set({ replacement_plan_id: preview.status === 'created' ? preview.planId : '' })
        .where('remote_id', '=', row.heldId)
        .execute();
      await world.make(row.tenantId, { days: 700, until: 'sent' });

      const { count, planId } = await begun(); // of the other one
      expect(count).toBe(1);
      await world.make(late.tenantId, { days: 700 });
      await carryOut(planId);

      expect([sent(row), sent(late)]).toEqual([0, 0]);
      expect(await findPlan(context, planId)).toMatchObject({ steps: [{ customerId: late.customerId, outcome: { code: 'plan_stale' } }] });
      await over(row);
      await over(late);
    });

    test('or that the customer ended meanwhile is not asked for', async () => {
      const row = await ending();
      const { planId } = await begun();
      await world.refuse(row.heldId);
      await carryOut(planId);
      expect(sent(row)).toBe(0);
      await read(row);
      expect(await standing(row)).toBeUndefined();
    });
  });

  test('of a short one is not asked for in the first half of its time, or it would be asked for without end', async () => {
    const row = await aCustomer();
    await world.make(row.tenantId, { days: 8 });
    await read(row);
    expect(await replaceEnding(context)).toBe(0);
    expect(await standing(row)).toMatchObject({ word: 'later' });
    await world.passes('P4D');
    await carryOut((await begun()).planId);
    expect(sent(row)).toBe(1);
    await over(row);
  });

  test('is still asked for when the access ended before its turn came', async () => {
    const row = await ending(1);
    const { planId } = await begun();
    await world.passes('P2D');
    await carryOut(planId);
    expect(sent(row)).toBe(1);
    await over(row);
  });

  test('is asked for by the plan of before when a worker was killed with it, not by another', async () => {
    const row = await ending();
    const preview = await createAccessPlan(context, { customerIds: [row.customerId], wish: { act: 'replace' } });
    const planId = preview.status === 'created' ? preview.planId : '';
    const keep = (replacement_plan_id: string) =>
      owner.db.updateTable('access_relationship').set({ replacement_plan_id }).where('remote_id', '=', row.heldId).execute();
    await keep(planId);

    await setDays(0);
    expect(await replaceEnding(context)).toBe(0);
    await setDays(30);
    expect(await begun()).toEqual({ count: 1, planId });
    await carryOut(planId);
    expect(await replaceEnding(context)).toBe(0);
    expect(sent(row)).toBe(1);
    await over(row);
  });

  test.each([
    ['goes on longer with the same', { days: 40 }, 0, 'there'],
    ['goes on longer with other roles', { days: 40, roleIds: [graphReader] }, 1, 'asking'],
    ['goes on longer for no group', { days: 40, groupIds: [] }, 0, 'groupsLack'],
    ['goes on longer for another group', { days: 40, groupIds: [otherGroup] }, 0, 'groupsLack'],
    ['is an invitation with the same roles', { days: 40, until: 'sent' }, 0, 'invited'],
    ['is an invitation with other roles', { days: 40, roleIds: [graphReader], until: 'sent' }, 1, 'asking'],
    ['is a draft that nobody was asked for', { days: 40, until: 'draft' }, 1, 'asking'],
    ['ends sooner', { days: 5 }, 1, 'asking'],
  ] as const)('of a customer with another one that %s', async (_what, another, asked, word) => {
    const row = await aCustomer();
    const heldId = await world.make(row.tenantId, { isOld: true });
    await world.make(row.tenantId, another);
    await read(row);

    const { count, planId } = await begun();

    expect(count).toBe(asked);
    const { replaceAccessDays: days } = await getSettings(context);
    const all = await inScope(db, everything, (tx) => readStandings(tx, now(), { days, withinDays: 30, customerIds: [row.customerId] }));
    expect(all.find(({ remoteId }) => remoteId === heldId)).toMatchObject({ word });
    if (asked === 1) await carryOut(planId);
    expect(sent(row)).toBe(asked);
    await over(row);
  });
});

describe('what is in the way of a replacement is said once, with what to do', () => {
  const graph = '/v1.0/tenantRelationships/delegatedAdminRelationships';
  type Change = { readonly write_kinds: string[] } | { readonly state: string };
  /** The customer that is asked first. */
  const fault = (what: object, path = graph) =>
    remotes.control('faults', { match: { remote: 'graph', method: 'GET', pathTemplate: path }, do: what, times: 1 });

  test('an account that may not write access, or is not connected', async () => {
    const row = await ending();
    const ways: readonly (readonly [Change, Change, string])[] = [
      [{ write_kinds: [] }, { write_kinds: ['access'] }, 'writeOff'],
      [{ state: 'disconnected' }, { state: 'connected' }, 'notConnected'],
    ];
    for (const [change, back, word] of ways) {
      await owner.db.updateTable('connection').set(change).where('connection_id', '=', first()).execute();
      expect(await replaceEnding(context)).toBe(0);
      expect(await replaceEnding(context)).toBe(0);
      expect(await standing(row)).toMatchObject({ word, hint: expect.stringContaining('Partner Center') as string });
      await owner.db.updateTable('connection').set(back).where('connection_id', '=', first()).execute();
    }
    expect(await told(row.name)).toHaveLength(2);
    expect(sent(row)).toBe(0);
    await over(row);
  });

  test('a customer that is left out of writing', async () => {
    const row = await ending();
    await excludeFromWriting(context, idOf('customer', row.customerId), { kinds: ['access'], reason: 'asked us to wait' });

    expect(await replaceEnding(context)).toBe(0);
    expect(await replaceEnding(context)).toBe(0);

    expect(await standing(row)).toMatchObject({ word: 'leftOut', hint: expect.stringContaining('Connections') as string });
    expect(await told(row.name)).toHaveLength(1);
    await over(row);
  });

  test('a customer that cannot be read, or not whole; the others are asked, and it is tried again after an hour', async () => {
    for (const what of [{ status: 403 }, { status: 200, body: { value: [{ displayName: 'A record without its id' }] } }]) {
      const [row, other] = [await ending(15), await ending(8)];
      await fault(what);

      const { count, planId } = await begun();
      expect(count).toBe(1);
      await carryOut(planId);
      expect([sent(row), sent(other)]).toEqual([0, 1]);
      expect(await standing(row)).toMatchObject({ word: 'unread' });
      // What was known of it is not taken for gone.
      expect((await standing(row))?.remoteId).toBe(row.heldId);
      expect(await replaceEnding(context)).toBe(0);
      expect(await told(row.name)).toHaveLength(1);

      await world.passes('PT61M');
      const again = await begun();
      expect(again.count).toBe(1);
      await carryOut(again.planId);
      expect(sent(row)).toBe(1);
      await over(row);
      await over(other);
    }
  });

  test('groups that could not be read: nobody knows who would lose the roles', async () => {
    const row = await ending();
    await fault({ status: 403 }, `${graph}/{relationshipId}/accessAssignments`);
    expect(await replaceEnding(context)).toBe(0);
    expect(await standing(row)).toMatchObject({ word: 'unread' });
    await over(row);
  });

  test('a replacement that the customer declined: it is not asked for again by itself', async () => {
    const row = await ending();
    await carryOut((await begun()).planId);
    await world.refuse(must(world.asked(row.tenantId)[0], 'the invitation').id);
    await read(row);

    expect(await replaceEnding(context)).toBe(0);
    expect(await standing(row)).toMatchObject({ word: 'lapsed' });
    expect((await told(row.name)).filter((text) => text.includes('declined'))).toHaveLength(1);
    expect(sent(row)).toBe(1);

    // A person may.
    expect(await createAccessPlan(context, { customerIds: [row.customerId], wish: { act: 'replace' } })).toMatchObject({
      status: 'created',
    });
    await over(row);
  });

  test('a request that Microsoft refused is left to a person', async () => {
    const row = await ending();
    const { planId } = await begun();
    await remotes.control('faults', { match: { remote: 'graph', method: 'POST', pathTemplate: graph }, do: { status: 403 }, times: 1 });
    await carryOut(planId);

    expect(await replaceEnding(context)).toBe(0);
    expect(await replaceEnding(context)).toBe(0);
    expect(await standing(row)).toMatchObject({ word: 'failed' });
    expect((await told(row.name)).filter((text) => text.startsWith('No replacement'))).toHaveLength(1);
    expect(sent(row)).toBe(0);
    await over(row);
  });

  test('access that came with a customer who was merged is of another tenant and is never asked for', async () => {
    const [survivor, gone] = [await aCustomer(), await ending()];
    await remotes.control('tenant', { customer: gone.tenantId, action: 'removeRelationship' });
    await owner.db.updateTable('customer').set({ retired_at: now() }).where('customer_id', '=', gone.customerId).execute();
    const planned = await planMerge(context, survivor.customerId, gone.customerId);
    if (planned.status !== 'planned') throw new Error(planned.status);
    expect(await applyCustomerPlan(context, planned.planId)).toMatchObject({ status: 'applied' });

    expect(await replaceEnding(context)).toBe(0);

    expect([sent(survivor), sent(gone)]).toEqual([0, 0]);
    expect(await standing(survivor)).toBeUndefined();
  });
});
