import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { delegatedAccess } from '../../../../test/support/delegated-access.ts';
import { aJob } from '../../../../test/support/watched-job.ts';
import { aWorldOfRemotes } from '../../../../test/support/world-of-remotes.ts';
import { consentToWriting } from '../../../../test/support/write-consent.ts';
import { must } from '../../../lib/must.ts';
import { idOf } from '../../../model/ids.ts';
import { createClock } from '../../../platform/clock.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { type AccessRow, listAccess, watchAccess } from '../../access/index.ts';
import { checkAccessJob } from '../../access/jobs.ts';
import { addConnection, changeConnection } from '../../connections/index.ts';
import { runSync } from '../../sync/index.ts';
import { applyPlan, createAccessPlan, findPlan, keepPromises, listPlans, undoPlan } from '../index.ts';
import { applyPlanJob, undoPlanJob } from '../jobs.ts';
import type { AccessWish } from './wish.ts';

const { db, owner } = await aDatabase();
const remotes = await aWorldOfRemotes({ scale: 120 });
afterAll(() => remotes.close());
let open = remotes.another();
const { context: made } = aContext(db, { openRemote: (connection) => open(connection) });
const context = { ...made, clock: createClock() };
const { tenantId, clientId, clientSecret, refreshToken } = must(remotes.credentials.partnerAccounts[0], 'an account');
let connectionId = '';

const [reader, appAdmin, licences] = [
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
];
const group = { groupId: '0d000000-0000-4000-8000-00000000000a', roleIds: [reader, appAdmin, licences] };
const template = { name: 'Standard', roleIds: group.roleIds, durationDays: 730, autoExtends: true, groups: [group] };

const rows = async (filter: Parameters<typeof listAccess>[1]['filter'] = {}): Promise<readonly AccessRow[]> =>
  (await listAccess(context, { sort: 'name', descending: false, limit: 200, cursor: undefined, filter, count: false })).rows;
const rowOf = async (customerId: string) =>
  must(
    (await rows()).find((row) => row.customerId === customerId),
    'the customer',
  );
const preview = async (customerIds: readonly string[], wish: AccessWish) => {
  const created = await createAccessPlan(context, { customerIds, wish });
  if (created.status === 'refused') throw new Error(created.detail);
  return created;
};
const apply = async (planId: string) => {
  const accepted = await applyPlan(context, planId);
  if (accepted.status === 'refused') throw new Error(accepted.detail);
  await applyPlanJob.run(context, { planId }, aJob(accepted.jobId));
  return must(await findPlan(context, planId), 'the plan');
};
const read = (customerIds: readonly string[]) => checkAccessJob.run(context, { customerIds: [...customerIds] }, aJob());
/** As if they had been read long ago: the next read is not the same one. */
const later = () =>
  inScope(db, everything, (tx) =>
    tx
      .updateTable('customer')
      .set({ access_checked_at: Temporal.Instant.from('2026-01-01T00:00:00Z') })
      .execute(),
  );
const passes = (seconds: number) => remotes.control('clock', { step: `PT${String(seconds)}S` });

beforeAll(async () => {
  const added = await addConnection(context, {
    name: 'Partner Center',
    settings: { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId },
    secrets: { clientSecret, refreshToken },
  });
  if (added.status !== 'added') throw new Error(added.because);
  connectionId = added.connection.connectionId;
  await runSync(context, { connectionId, reach: 'full' }, aJob());
});

test('nothing is written while the switch for access is off', async () => {
  const [row] = await rows({ access: ['active'] });

  expect(await createAccessPlan(context, { customerIds: [must(row, 'a customer').customerId], wish: { act: 'consent' } })).toMatchObject({
    status: 'refused',
    because: 'write_switched_off',
  });
});

describe('with the switch on', () => {
  beforeAll(async () => {
    await consentToWriting(owner.db, connectionId);
    const changed = await changeConnection(context, idOf('connection', connectionId), { writeKinds: ['access'], reason: 'test' });
    expect(changed).toMatchObject({ status: 'changed' });
  });

  test('consents are found out by looking: whoever lets us in is Ready without anybody asking', async () => {
    await watchAccess(context);

    const active = await rows({ access: ['active'] });
    expect(active.some(({ ready, consent }) => ready && consent.state === 'granted')).toBe(true);
    for (const row of await rows({ ready: true })) expect(row.access).toBe('active');
  });

  test('fifty customers are asked at once: fifty invitations, each with its own link, and the list follows what customers approve', async () => {
    const fifty = (await rows()).slice(-50);
    for (const { tenantId: id } of fifty) await remotes.control('gdap', { customer: id, action: 'expire' }).catch(() => undefined);
    await later();
    await read(fifty.map(({ customerId }) => customerId));
    const ids = fifty.map(({ customerId }) => customerId);

    const created = await preview(ids, { act: 'request', template });
    const plan = await apply(created.planId);

    const asked = plan.steps.filter(({ state }) => state === 'done');
    expect(asked.length + created.leftOut.length).toBe(50);
    expect(created.leftOut.every(({ because }) => because.includes('invitation is out'))).toBe(true);
    const pending = (await rows({ access: ['pending'] })).filter(({ customerId }) => ids.includes(customerId));
    expect(new Set(pending.map(({ relationship }) => relationship?.id)).size).toBe(50);
    expect(plan.steps.every(({ outcome }) => outcome?.verified === true)).toBe(true);

    const first = must(asked[0], 'a step');
    const one = await rowOf(first.customerId);
    await remotes.control('gdap', { id: one.relationship?.id, action: 'approve' });
    await passes(30);
    await later();
    await read([first.customerId]);
    expect(await rowOf(first.customerId)).toMatchObject({ access: 'pending', flags: ['noGroup'] });

    // Asked again, they are left out: one invitation is enough.
    const again = await createAccessPlan(context, { customerIds: ids.slice(1), wish: { act: 'request', template } });
    expect(again).toMatchObject({ status: 'refused', because: 'nothing_to_correct' });

    // What the request promised is kept without anybody asking, and once.
    expect(await keepPromises(context)).toBe(1);
    expect(await keepPromises(context)).toBe(0);
    const [promised] = await listPlans(context, 1);
    await applyPlanJob.run(context, { planId: promised?.planId ?? '' }, aJob());
    expect(await findPlan(context, promised?.planId ?? '')).toMatchObject({ type: 'access', state: 'applied' });
    await passes(30);
    await later();
    await read([first.customerId]);
    expect(await rowOf(first.customerId)).toMatchObject({ access: 'active', relationship: { groups: 1, autoExtends: true } });
  });

  test('a request that is applied twice, or whose answer was lost, is one relationship', async () => {
    const row = must((await rows({ access: ['active'] })).at(1), 'a customer');
    await remotes.control('gdap', { customer: row.tenantId, action: 'expire' });
    await later();
    await read([row.customerId]);
    const before = remotes.world.tables.gdap.by('customerId', row.tenantId).length;
    const { planId } = await preview([row.customerId], { act: 'request', template });

    await apply(planId);
    await applyPlanJob.run(context, { planId }, aJob());

    expect(remotes.world.tables.gdap.by('customerId', row.tenantId).length).toBe(before + 1);
  });

  test('who was asked meanwhile, by another plan or in Partner Center, is not asked once more', async () => {
    const row = must((await rows({ access: ['active'] })).at(2), 'a customer');
    const world = delegatedAccess(remotes);
    await world.endAll(row.tenantId);
    await later();
    await read([row.customerId]);
    const [first, second] = [
      await preview([row.customerId], { act: 'request', template }),
      await preview([row.customerId], { act: 'request', template }),
    ];

    expect(await apply(first.planId)).toMatchObject({ state: 'applied' });
    expect(await applyPlan(context, second.planId)).toMatchObject({ status: 'refused', because: 'plan_stale' });
    expect(world.asked(row.tenantId)).toHaveLength(1);

    await world.endAll(row.tenantId);
    await later();
    await read([row.customerId]);
    await world.make(row.tenantId, { until: 'sent' });
    expect(await createAccessPlan(context, { customerIds: [row.customerId], wish: { act: 'request', template } })).toMatchObject({
      because: 'nothing_to_correct',
      detail: expect.stringContaining('An invitation is out already') as string,
    });
    await world.endAll(row.tenantId);
  });

  test('the automatic extension is switched off and taken back, and never asked for with Global Administrator', async () => {
    const row = must(
      (await rows({ access: ['active'] })).find(({ relationship }) => relationship?.autoExtends === true),
      'one that extends',
    );
    const { planId } = await preview([row.customerId], { act: 'stopExtending' });

    expect(await apply(planId)).toMatchObject({ state: 'applied', undoable: true });
    expect(await rowOf(row.customerId)).toMatchObject({ flags: ['noAutoExtend'] });

    const undone = await undoPlan(context, planId);
    expect(undone.status).toBe('accepted');
    await undoPlanJob.run(context, { planId }, aJob());
    expect((await rowOf(row.customerId)).relationship).toMatchObject({ autoExtends: true });

    const world = delegatedAccess(remotes);
    await world.endAll(row.tenantId);
    await world.make(row.tenantId);
    await later();
    await read([row.customerId]);
    expect(await createAccessPlan(context, { customerIds: [row.customerId], wish: { act: 'extend' } })).toMatchObject({
      because: 'nothing_to_correct',
      detail: expect.stringContaining('Global Administrator') as string,
    });
    await world.endAll(row.tenantId);
    await later();
    await read([row.customerId]);
  });

  test('a refused consent says what is missing, and a later one is not lost', async () => {
    const row = must(
      (await rows({ access: ['active'] })).find(({ relationship }) => !relationship?.roleIds.includes(appAdmin)),
      'one without the role',
    );
    await remotes.control('switches/tenants', { rolesNeeded: true });
    // The old rights over a whole tenant would be enough.
    await remotes.control('tenant', { customer: row.tenantId, action: 'removeDelegatedAccess' });
    await remotes.control('identity', { consentInTenants: 'explicit' });
    open = remotes.another(); // a token that was given before lives on for a while
    await later();
    await read([row.customerId]);
    expect(await rowOf(row.customerId)).toMatchObject({
      ready: false,
      consent: { state: expect.stringMatching(/missing|withdrawn/) as string },
    });

    const { planId } = await preview([row.customerId], { act: 'consent' });
    const plan = await apply(planId);

    expect(plan.steps[0]).toMatchObject({ state: 'refused', warnings: [expect.stringMatching(/No role/), expect.anything()] });
    expect(await rowOf(row.customerId)).toMatchObject({
      ready: false,
      consent: { state: 'refused', hint: expect.stringContaining('Application') as string },
    });
  });

  test('a consent is given, makes the customer Ready, and Ready is lost when the relationship ends', async () => {
    const row = must(
      (await rows({ access: ['active'] })).find(({ relationship }) => relationship?.roleIds.includes(appAdmin)),
      'one with the role',
    );
    await later();
    await read([row.customerId]);

    const { planId } = await preview([row.customerId], { act: 'consent' });
    expect(await apply(planId)).toMatchObject({ state: 'applied' });
    expect(await rowOf(row.customerId)).toMatchObject({ ready: true, consent: { state: 'granted', isPropagating: false } });

    const end = await preview([row.customerId], { act: 'end' });
    const ended = await apply(end.planId);
    expect(ended).toMatchObject({ state: 'applied', undoable: false });
    expect(ended.steps[0]?.warnings.some((warning) => warning.includes('tenant evidence'))).toBe(true);
    await passes(30);
    await later();
    await read([row.customerId]);
    expect(await rowOf(row.customerId)).toMatchObject({ access: 'expired', ready: false, flags: ['ended'] });
  });
});
