import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../../src/lib/must.ts';
import { planOf } from '../../world/terms-renew.ts';
import type { Subscription } from '../../world/types.ts';
import { type Opened, openSandbox } from '../open-sandbox.ts';
import { aStage, standard } from './a-stage.ts';

let sandbox: Opened;
let stage: ReturnType<typeof aStage>;
beforeAll(async () => {
  sandbox = await openSandbox();
  stage = aStage(sandbox);
});
afterAll(() => sandbox.close());

const basicSku = { productId: 'CFQ7TTC0LH18', skuId: '0001' } as const;
const basic = (over: Partial<Subscription> = {}): Subscription => stage.lay({ ...basicSku, ...over });
const upgrade = (row: Subscription, over: object = {}) =>
  stage.post(`${stage.pathOf(row)}/transitions`, {
    toCatalogItemId: 'CFQ7TTC0LDPB:0001',
    quantity: row.quantity,
    transitionType: 'transition_only',
    ...over,
  });

describe('an upgrade at once', () => {
  test('of all seats keeps the id, the term and the windows', async () => {
    const row = basic();
    expect((await upgrade(row)).status).toBe(200);

    const plan = must(planOf(sandbox.world, { ...standard, term: 'P1Y', billingCycle: 'monthly' }), 'plan');
    expect(stage.now(row)).toMatchObject({
      ...standard,
      quantity: 25,
      commitmentEndAt: row.commitmentEndAt,
      cancellationAllowedUntil: row.cancellationAllowedUntil,
      unitPrice: plan.unitPrice,
      offerName: 'Microsoft 365 Business Standard',
    });
  });

  test('of some seats makes a new subscription that inherits the window, in one event', async () => {
    const row = basic();
    await upgrade(row, { quantity: 10 });

    const { changes, kind } = must(
      sandbox.world.events.findLast((event) => event.kind === 'subscription.transitioned'),
      'event',
    );
    const rows = changes.filter(({ table }) => table === 'subscriptions').map((change) => change.row as Subscription);
    expect([kind, stage.now(row).quantity]).toEqual(['subscription.transitioned', 15]);
    expect(rows[1]).toMatchObject({
      ...standard,
      quantity: 10,
      commitmentEndAt: row.commitmentEndAt,
      cancellationAllowedUntil: row.cancellationAllowedUntil,
    });
  });

  test('into another subscription moves the seats there', async () => {
    const [row, target] = [basic(), stage.lay({ ...standard, quantity: 5, commitmentEndAt: '2027-12-19T23:59:59Z' })];
    expect((await upgrade(row, { toSubscriptionId: target.id })).status).toBe(200);

    expect(stage.now(row).status).toBe('deleted');
    expect(stage.now(target).quantity).toBe(30);
  });

  test('out of a trial begins a paid term', async () => {
    const row = stage.lay({ productId: 'CFQ7TTC0LCHC', skuId: '000T', term: 'P1M', isTrial: true });
    await upgrade(row, { toCatalogItemId: 'CFQ7TTC0LCHC:0002', quantity: 40 });

    expect(stage.now(row)).toMatchObject({
      skuId: '0002',
      isTrial: false,
      term: 'P1Y',
      quantity: 40,
      effectiveStartAt: sandbox.world.now(),
    });
  });
});

test.each<[string, Partial<Subscription>, object, number, number]>([
  ['into a product that is no upgrade', {}, { toCatalogItemId: 'CFQ7TTC0HL8W:0001' }, 400, 800002],
  ['into a product that is unknown', {}, { toCatalogItemId: 'NONE:0001' }, 404, 400013],
  ['with a shorter term', {}, { termDuration: 'P1M' }, 400, 900267],
  ['with a term that is none', {}, { termDuration: 'P2Y' }, 400, 900268],
  ['with a cycle longer than the term', {}, { billingCycle: 'triennial' }, 400, 900270],
  ['of more seats than there are', {}, { quantity: 26 }, 400, 2002],
  ['of no seats', {}, { quantity: 0 }, 400, 2002],
  ['of a suspended subscription', { status: 'suspended' }, {}, 400, 800091],
  ['of a deleted subscription', { status: 'deleted' }, {}, 400, 2011],
  ['of an old subscription', { legacy: { offerId: 'x' } }, {}, 403, 900263],
  ['without a type', {}, { transitionType: '' }, 400, 800002],
])('an upgrade %s is refused and changes nothing', async (_, over, body, status, code) => {
  const row = basic(over);
  const before = sandbox.world.events.length;

  expect(await upgrade(row, body)).toMatchObject({ status, body: { code } });
  expect(sandbox.world.events).toHaveLength(before);
});

test.each<[string, Partial<Subscription>, number]>([
  ['is suspended', { status: 'suspended' }, 900258],
  ['is not there yet', { status: 'pending' }, 900261],
  ['ends earlier', { commitmentEndAt: '2027-01-19T23:59:59Z' }, 900236],
  ['is of another product', { productId: 'CFQ7TTC0LCHC', skuId: '0002' }, 900260],
])('no seats go into a subscription that %s', async (_, over, code) => {
  const target = stage.lay({ ...standard, ...over });

  expect(await upgrade(basic(), { toSubscriptionId: target.id })).toMatchObject({ status: 400, body: { code } });
});

test('the seats of a subscription do not go into itself', async () => {
  const row = basic();
  expect(await upgrade(row, { toSubscriptionId: row.id })).toMatchObject({ status: 400, body: { code: 900259 } });
});

test('eligibilities name the reasons against other subscriptions, and none for scheduled upgrades', async () => {
  const row = basic();
  const short = stage.lay({ ...standard, term: 'P1M', commitmentEndAt: '2026-12-19T23:59:59Z' });
  const at = `${stage.pathOf(row)}/transitionEligibilities?eligibilityType=`;
  type Items = {
    items: readonly { subscriptionEligibilities?: readonly { subscriptionId: string; errors: readonly { code: number }[] }[] }[];
  };
  const now = (await sandbox.ask(`${at}immediate`)).body as Items;
  const scheduled = (await sandbox.ask(`${at}scheduled`)).body as Items;

  const found = now.items.flatMap(({ subscriptionEligibilities }) => subscriptionEligibilities ?? []);
  expect(found.find(({ subscriptionId }) => subscriptionId === short.id)?.errors.map(({ code }) => code)).toEqual([2, 3, 4]);
  expect(scheduled.items.flatMap(({ subscriptionEligibilities }) => subscriptionEligibilities ?? [])).toEqual([]);
});
