import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Subscription } from '../../world/types.ts';
import { type Opened, openSandbox } from '../open-sandbox.ts';
import { archiving, aStage } from '../subscriptions/a-stage.ts';

let sandbox: Opened;
let stage: ReturnType<typeof aStage>;
beforeEach(async () => {
  sandbox = await openSandbox();
  stage = aStage(sandbox);
});
afterEach(() => sandbox.close());

const migrate = (row: Subscription, over: object = {}, below = '') =>
  stage.post(`${stage.customer}/migrations/newcommerce${below}`, {
    currentSubscriptionId: row.id.toUpperCase(),
    purchaseFullTerm: false,
    ...over,
  });
const successor = (row: Subscription): Subscription | undefined =>
  sandbox.world.tables.subscriptions.all().find(({ migratedFromSubscriptionId }) => migratedFromSubscriptionId === row.id);

describe('a legacy subscription that moves to new commerce', () => {
  test('is through after its time, keeps the rest of its term, and its add-on goes along', async () => {
    const row = stage.legacy();
    const addOn = stage.legacy({ offer: archiving, quantity: 2, parent: row.id });
    const answer = await migrate(row, { addOnMigrations: [{ currentSubscriptionId: addOn.id }] });
    const at = `${stage.customer}/migrations/newcommerce/${(answer.body as { id: string }).id}`;

    expect(answer).toMatchObject({ status: 201, body: { status: 'Processing' } });
    stage.later(3600);
    const moved = successor(row);
    expect(moved).toMatchObject({ status: 'active', quantity: 12, commitmentEndAt: row.commitmentEndAt });
    expect(moved).not.toHaveProperty('legacy');
    expect(successor(addOn)).toMatchObject({ parentSubscriptionId: moved?.id });
    expect([stage.now(row).status, stage.now(addOn).status]).toEqual(['deleted', 'deleted']);
    expect((await sandbox.ask(at)).body).toMatchObject({ status: 'Completed', newCommerceSubscriptionId: moved?.id });
    const events = await sandbox.ask(`${stage.customer}/migrations/newcommerce/events?currentSubscriptionId=${row.id}`);
    expect(events.body).toMatchObject([
      { eventName: 'MigrationStarted' },
      { eventName: 'NewCommerceSubscriptionCreated' },
      { eventName: 'NewCommerceSubscriptionProvisioned' },
      { eventName: 'MigrationCompleted' },
    ]);
  });

  test('has a full term when one is bought', async () => {
    const row = stage.legacy();
    await migrate(row, { purchaseFullTerm: true, termDuration: 'P1Y', billingCycle: 'annual' });
    stage.later(3600);

    expect(successor(row)).toMatchObject({ billingCycle: 'annual', commitmentEndAt: '2027-11-20T23:59:59Z' });
  });

  test('stays what it was when it fails', async () => {
    stage.turn({ movements: { migrationFails: true } });
    const row = stage.legacy();
    const { id } = (await migrate(row)).body as { id: string };
    stage.later(3600);

    expect(stage.now(row).status).toBe('active');
    expect((await sandbox.ask(`${stage.customer}/migrations/newcommerce/${id}`)).body).toMatchObject({
      status: 'Failed',
      errorCode: 900225,
    });
  });
});

test.each<[string, Readonly<Record<string, unknown>>, object, number, number]>([
  ['in its first month', { daysAgo: 20 }, {}, 403, 900226],
  ['of a trial', { trial: true }, {}, 400, 900218],
  ['under a promotion', { promotion: true }, {}, 400, 900218],
  ['of an offer that nothing replaces', { offer: 'DB2E705F-B82A-4024-A3D5-D88E12F2DB35' }, {}, 400, 900220],
  ['into a plan that is not sold', {}, { termDuration: 'P1M', billingCycle: 'annual' }, 400, 900222],
  ['in the last 24 hours', { daysAgo: 364 }, {}, 400, 900217],
  ['with an end that fits nothing', {}, { customTermEndDate: '2027-03-17' }, 400, 900292],
  ['with an end beyond the term', {}, { customTermEndDate: '2029-03-31' }, 400, 900291],
  ['with no seats', {}, { quantity: 0 }, 400, 2002],
])('a migration %s is not possible, and the check says so beforehand', async (_, legacy, body, status, code) => {
  const row = stage.legacy(legacy);

  expect((await migrate(row, body, '/validate')).body).toMatchObject({ isEligible: false, errors: [{ code }] });
  expect(await migrate(row, body)).toMatchObject({ status, body: { code } });
});

test('a subscription moves once, with all its add-ons and no others', async () => {
  const row = stage.legacy();
  const addOn = stage.legacy({ offer: archiving, quantity: 2, parent: row.id });
  const one = { currentSubscriptionId: addOn.id };

  expect(await migrate(row)).toMatchObject({ status: 400, body: { code: 900219 } });
  expect(await migrate(row, { addOnMigrations: [one, one] })).toMatchObject({ status: 400, body: { code: 900248 } });
  expect(await migrate(row, { addOnMigrations: [one, { currentSubscriptionId: row.id }] })).toMatchObject({
    status: 400,
    body: { code: 900262 },
  });
  expect((await migrate(row, { addOnMigrations: [one] })).status).toBe(201);
  expect(await migrate(row, { addOnMigrations: [one] })).toMatchObject({ status: 400, body: { code: 900216 } });
  expect(await migrate(stage.lay())).toMatchObject({ status: 400, body: { code: 900220 } });
});

describe('a schedule', () => {
  const schedule = (row: Subscription, over: object) => migrate(row, over, '/schedules');

  test('begins its migration on its day', async () => {
    const row = stage.legacy();
    expect((await schedule(row, { targetDate: '2026-12-01T00:00:00Z' })).status).toBe(201);
    stage.later(10 * 86_400 + 3600);

    expect(successor(row)).toMatchObject({ effectiveStartAt: '2026-12-01T01:00:00Z' });
    expect((await sandbox.ask('/v1/migrations/newcommerce/schedules')).body).toMatchObject([{ status: 'Migrated' }]);
  });

  test('or when the term ends', async () => {
    const row = stage.legacy({ daysAgo: 360 });
    expect((await schedule(row, { migrateOnRenewal: true })).status).toBe(201);
    stage.later(8 * 86_400);

    expect(successor(row)?.status).toBe('active');
  });

  test('is cancelled once and then changed no more', async () => {
    const row = stage.legacy();
    const { id } = (await schedule(row, { targetDate: '2026-12-01' })).body as { id: string };
    const at = `${stage.customer}/migrations/newcommerce/schedules/${id}`;

    expect((await stage.post(`${at}/cancel`)).body).toMatchObject({ status: 'Cancelled' });
    expect((await stage.post(`${at}/cancel`)).status).toBe(400);
    stage.later(20 * 86_400);
    expect(stage.now(row).status).toBe('active');
  });

  test('has a day inside the term', async () => {
    const row = stage.legacy();

    expect(await schedule(row, {})).toMatchObject({ status: 400 });
    expect(await schedule(row, { targetDate: '2026-11-20' })).toMatchObject({ status: 400 });
    expect(await schedule(row, { targetDate: '2029-11-20' })).toMatchObject({ status: 400 });
  });
});
