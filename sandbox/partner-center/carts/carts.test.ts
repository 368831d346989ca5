import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { availabilityIdAt } from '../../world/prices/availability-ids.ts';
import { put } from '../../world/world.ts';
import { type Opened, openSandbox } from '../open-sandbox.ts';

let sandbox: Opened;
beforeEach(async () => {
  sandbox = await openSandbox();
});
afterEach(() => sandbox.close());

type Line = {
  id: number;
  catalogItemId: string;
  orderGroup: string;
  error?: { errorCode: string };
  pricing?: Record<string, number>;
  termDuration?: string;
};
type CartBody = { id: string; status: string; lineItems: Line[]; expirationTimestamp: string; code?: number };
type OrderBody = { id: string; status: string; lineItems: { subscriptionId?: string; offerId: string; promotionId?: string }[] };
type Result = { orders: OrderBody[]; orderErrors?: { orderGroupId: string; code: string }[] };

const customer = () => sandbox.world.tables.relationships.by('accountId', sandbox.account.id)[0]?.customerId ?? '';
const item = (skuKey: string, term = 'P1Y', cycle = 'monthly') => {
  const row = sandbox.world.tables.availabilities.by('sku', skuKey).find((one) => one.term === term && one.billingCycle === cycle);
  if (row === undefined) throw new Error(`Nothing on sale: ${skuKey}`);
  return `${skuKey}:${availabilityIdAt(sandbox.world, row, 'US', sandbox.world.clock.nowMs())}`;
};
const line = (skuKey: string, more: Record<string, unknown> = {}) => ({
  id: 0,
  catalogItemId: item(skuKey),
  quantity: 5,
  billingCycle: 'monthly',
  termDuration: 'P1Y',
  ...more,
});
const carts = () => `/v1/customers/${customer()}/carts`;
const create = (lineItems: readonly object[], more: object = {}) =>
  sandbox.ask(carts(), { method: 'POST', body: { partnerOnRecordAttestationAccepted: true, lineItems, ...more } });
const created = async (lineItems: readonly object[]) => (await create(lineItems)).body as CartBody;
const checkout = async (id: string) => {
  const answer = await sandbox.ask(`${carts()}/${id}/checkout`, { method: 'POST' });
  return { status: answer.status, body: answer.body as Result & { code?: number } };
};
const turn = (group: string, value: object) =>
  sandbox.world.apply({
    kind: 'switch.turned',
    actor: { kind: 'control', name: 'test' },
    cause: 'test',
    changes: [put('switches', { id: group as 'orders', value: { ...sandbox.world.switch(group as 'orders'), ...value } })],
  });
const seats = () => sandbox.world.tables.subscriptions.by('relationship', `${sandbox.account.id}:${customer()}`);

describe('a cart', () => {
  test('is made, read and lapses after seven days', async () => {
    const cart = await created([line('CFQ7TTC0LH18:0001')]);

    expect(cart.status).toBe('Active');
    expect(cart.lineItems[0]).toMatchObject({ orderGroup: '0', currencyCode: 'USD', pricing: { listPrice: 5.04, extendedPrice: 25.2 } });
    expect((await sandbox.ask(`${carts()}/${cart.id}`)).status).toBe(200);
    sandbox.world.clock.step(7 * 86_400_000);
    expect((await sandbox.ask(`${carts()}/${cart.id}`)).body).toMatchObject({ code: 800008 });
    expect((await checkout(cart.id)).status).toBe(404);
  });

  test('keeps its good lines when another is bad', async () => {
    const cart = await created([
      line('CFQ7TTC0LH18:0001'),
      line('CFQ7TTC0LH18:0001', { id: 1, catalogItemId: 'CFQ7TTC0LH18:0001:CFQ7TTC0XXXX' }),
      line('CFQ7TTC0LH18:0001', { id: 2, quantity: 99_999 }),
      line('CFQ7TTC0LH18:0001', { id: 3, termDuration: 'P3Y' }),
      line('CFQ7TTC0LCHC:000N', { id: 4 }),
      line('CFQ7TTC0LH18:0001', { id: 5, currencyCode: 'EUR' }),
      line('CFQ7TTC0LH18:0001', { id: 6, participants: [{ key: 'transaction_reseller', value: 'me' }] }),
      line('CFQ7TTC0LH18:0001', { id: 7, customTermEndDate: '2027-02-11T00:00:00Z' }),
    ]);

    expect(cart.lineItems.map((one) => one.error?.errorCode)).toEqual([
      undefined,
      '10001',
      '10015',
      '10010',
      '10006',
      '10000',
      '10004',
      '10010',
    ]);
  });

  test('is refused without lines, without attestation, with doubled line ids, and with a body that is none', async () => {
    expect((await create([])).body).toMatchObject({ code: 800002 });
    expect((await create([line('CFQ7TTC0LH18:0001')], { partnerOnRecordAttestationAccepted: false })).body).toMatchObject({ code: 900206 });
    expect((await create([line('CFQ7TTC0LH18:0001'), line('CFQ7TTC0LH18:0001')])).body).toMatchObject({ code: 800002 });
    expect((await sandbox.ask(carts(), { method: 'POST', body: '{"lineItems": [' })).body).toMatchObject({ code: 800002 });
    expect(sandbox.world.tables.carts.size).toBe(0);
  });

  test('is another partner’s secret', async () => {
    const cart = await created([line('CFQ7TTC0LH18:0001')]);
    const stranger = sandbox.world.tables.partnerAccounts.all().find((account) => account.id !== sandbox.account.id);
    const token = sandbox.token({
      accountId: stranger?.id ?? '',
      tenantId: stranger?.tenantId ?? '',
      userObjectId: stranger?.users[0]?.objectId ?? '',
    });

    expect((await sandbox.ask(`${carts()}/${cart.id}`, { token })).status).toBe(403);
  });

  test('takes new lines until it was bought', async () => {
    const cart = await created([line('CFQ7TTC0LH18:0001')]);
    const body = { partnerOnRecordAttestationAccepted: true, lineItems: [line('CFQ7TTC0LH18:0001', { quantity: 9 })] };
    const changed = await sandbox.ask(`${carts()}/${cart.id}`, { method: 'PUT', body });

    expect(changed.status).toBe(201);
    expect(changed.body).toMatchObject({ lineItems: [{ quantity: 9 }] });
    await checkout(cart.id);
    expect((await sandbox.ask(`${carts()}/${cart.id}`, { method: 'PUT', body })).body).toMatchObject({ code: 800065 });
  });
});

describe('a checkout', () => {
  test('makes orders and subscriptions once, however often it is asked', async () => {
    const before = seats().length;
    const cart = await created([
      line('CFQ7TTC0LH18:0001'),
      line('CFQ7TTC0LF8R:0001', { id: 1, catalogItemId: item('CFQ7TTC0LF8R:0001', 'P1Y', 'annual'), billingCycle: 'annual' }),
    ]);

    const first = await checkout(cart.id);
    const again = await checkout(cart.id);

    expect(first.status).toBe(201);
    expect(first.body.orders.map((order) => order.status)).toEqual(['completed', 'completed']);
    expect(again.body).toEqual(first.body);
    expect(seats().length).toBe(before + 2);
    expect((await sandbox.ask(`${carts()}/${cart.id}`)).body).toMatchObject({ status: 'Ordered' });
  });

  test('sent twice at the same time makes one set of orders', async () => {
    const before = seats().length;
    const cart = await created([line('CFQ7TTC0LH18:0001')]);

    const [one, other] = await Promise.all([checkout(cart.id), checkout(cart.id)]);

    expect(one.body).toEqual(other.body);
    expect(seats().length).toBe(before + 1);
  });

  test('can be told to repeat, or to refuse the second', async () => {
    const cart = await created([line('CFQ7TTC0LH18:0001')]);
    const before = seats().length;
    turn('idempotency', { checkout: 'repeats' });
    await checkout(cart.id);
    await checkout(cart.id);
    expect(seats().length).toBe(before + 2);
    turn('idempotency', { checkout: 'answers800065' });
    expect((await checkout(cart.id)).body).toMatchObject({ code: 800065 });
  });

  test('fails by group; failed groups are tried again', async () => {
    const cart = await created([
      line('CFQ7TTC0LH18:0001'),
      line('CFQ7TTC0LF8R:0001', { id: 1, catalogItemId: item('CFQ7TTC0LF8R:0001', 'P1Y', 'annual'), billingCycle: 'annual' }),
    ]);
    turn('orders', { failLines: ['CFQ7TTC0LF8R:0001'] });
    const first = await checkout(cart.id);
    expect(first.body.orders.length).toBe(1);
    expect(first.body.orderErrors).toEqual([expect.objectContaining({ orderGroupId: '1', code: '800069' })]);

    turn('orders', { failLines: [] });
    const second = await checkout(cart.id);

    expect(second.body.orderErrors).toBeUndefined();
    expect(second.body.orders.map((order) => order.id)).toEqual([first.body.orders[0]?.id, expect.any(String)]);
  });

  test('an availability that went stale since is refused with its own code', async () => {
    const cart = await created([line('CFQ7TTC0LH18:0001')]);
    turn('orders', { cartDays: 365 });
    sandbox.world.clock.step(6 * 86_400_000);
    turn('prices', { availabilityDays: 5 });

    expect((await checkout(cart.id)).body).toMatchObject({ orders: [], orderErrors: [{ code: '400019' }] });
  });

  test('needs the customer agreement', async () => {
    const row = sandbox.world.tables.customers.get(customer());
    if (row === undefined) throw new Error('no customer');
    const cart = await created([line('CFQ7TTC0LH18:0001')]);
    sandbox.world.apply({
      kind: 'test.laid',
      actor: { kind: 'system', name: 'test' },
      cause: 'test',
      changes: [put('customers', { ...row, createdAt: sandbox.world.now() })],
    });
    const before = seats().length;

    expect((await checkout(cart.id)).body).toMatchObject({ code: 13605 });
    expect(seats().length).toBe(before);
  });

  test('what was bought comes later when provisioning takes its time', async () => {
    turn('orders', { provisioningMinutes: 30 });
    const before = seats().length;
    const cart = await created([line('CFQ7TTC0LH18:0001')]);
    const { body } = await checkout(cart.id);

    expect(body.orders[0]).toMatchObject({ status: 'pending' });
    expect(body.orders[0]?.lineItems[0]?.subscriptionId).toBeUndefined();
    expect(seats().length).toBe(before);
    sandbox.world.clock.step(31 * 60_000);
    const order = (await sandbox.ask(`/v1/customers/${customer()}/orders/${body.orders[0]?.id ?? ''}`)).body as OrderBody;
    expect(order.status).toBe('completed');
    expect(seats().some((row) => row.id === order.lineItems[0]?.subscriptionId)).toBe(true);
  });

  test('a first term can end with the calendar month, and is charged by the day', async () => {
    const cart = await created([line('CFQ7TTC0LH18:0001', { customTermEndDate: '2027-10-31' })]);
    const { body } = await checkout(cart.id);

    const row = sandbox.world.tables.subscriptions.get(body.orders[0]?.lineItems[0]?.subscriptionId ?? '');
    expect(row).toMatchObject({
      commitmentEndAt: '2027-10-31T23:59:59Z',
      anchorAt: '2027-11-01T00:00:00Z',
      billingCycleEndAt: '2026-11-30T23:59:59Z',
    });
  });

  test('a trial is free, has 25 seats at most and goes on as a paid year', async () => {
    const id = 'CFQ7TTC0LCHC:000T';
    const trial = {
      id: 0,
      catalogItemId: item(id, 'P1M', 'monthly'),
      billingCycle: 'none',
      termDuration: 'P1M',
      renewsTo: { termDuration: 'P1Y' },
    };
    expect((await created([{ ...trial, quantity: 26 }])).lineItems[0]?.error?.errorCode).toBe('10015');
    const { body } = await checkout((await created([{ ...trial, quantity: 25 }])).id);

    const row = sandbox.world.tables.subscriptions.get(body.orders[0]?.lineItems[0]?.subscriptionId ?? '');
    expect(row).toMatchObject({ isTrial: true, unitPrice: '0.00', nextTerm: { skuId: '0002', term: 'P1Y', quantity: 25 } });
    expect((await created([{ ...trial, quantity: 5 }])).lineItems[0]?.error?.errorCode).toBe('10002');
  });

  test('an add-on needs its base product, in the cart or in hand', async () => {
    const addon = line('CFQ7TTC0LH0T:0001');
    for (const row of seats())
      sandbox.world.apply({
        kind: 'test.laid',
        actor: { kind: 'system', name: 'test' },
        cause: 'test',
        changes: [put('subscriptions', { ...row, status: 'deleted' })],
      });
    expect((await created([addon])).lineItems[0]?.error?.errorCode).toBe('400041');
    expect((await created([addon, line('CFQ7TTC0LCHC:0002', { id: 1 })])).lineItems.map((one) => one.error)).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('a promotion applies by itself, and is kept on the subscription', async () => {
    const cart = await created([
      line('CFQ7TTC0MM8R:0001', { catalogItemId: item('CFQ7TTC0MM8R:0001', 'P1Y', 'annual'), billingCycle: 'annual', quantity: 10 }),
    ]);
    expect(cart.lineItems[0]?.pricing).toMatchObject({ listPrice: 288, discountedPrice: 244.8, extendedPrice: 2448 });
    const { body } = await checkout(cart.id);

    expect(body.orders[0]?.lineItems[0]?.promotionId).toBe('39NFJQT1PJQB:0001:39NFJQT1Q5KN');
    expect(sandbox.world.tables.subscriptions.get(body.orders[0]?.lineItems[0]?.subscriptionId ?? '')).toMatchObject({
      unitPrice: '288.00',
      promotionId: '39NFJQT1PJQB:0001:39NFJQT1Q5KN',
    });
  });

  test('an offer of the old commerce takes its add-ons with it', async () => {
    const cart = await created([
      {
        id: 0,
        catalogItemId: '91FD106F-4B2C-4938-95AC-F54F74E9A239',
        friendlyName: 'Myofferpurchase',
        quantity: 3,
        billingCycle: 'monthly',
        addonItems: [{ id: 1, catalogItemId: 'C94271D8-B431-4A25-A3C5-A57737A1C909', quantity: 2 }],
      },
    ]);
    expect(cart.lineItems[0]?.orderGroup).toBe('OMS-0');
    const { body } = await checkout(cart.id);
    const [base, addon] = body.orders[0]?.lineItems ?? [];

    expect(sandbox.world.tables.subscriptions.get(addon?.subscriptionId?.toLowerCase() ?? '')).toMatchObject({
      parentSubscriptionId: base?.subscriptionId?.toLowerCase(),
    });
  });

  test('an Azure plan has no end and comes once', async () => {
    const plan = { id: 0, catalogItemId: item('DZH318Z0BPS6:0001', 'P1M', 'monthly'), quantity: 1, billingCycle: 'one_time' };
    expect((await created([{ ...plan, termDuration: 'P1M' }])).lineItems[0]?.error?.errorCode).toBe('10010');
    const { body } = await checkout((await created([plan])).id);

    expect(sandbox.world.tables.subscriptions.get(body.orders[0]?.lineItems[0]?.subscriptionId ?? '')).toMatchObject({
      commitmentEndAt: '9999-12-31T23:59:59Z',
      unitPrice: '0.00',
    });
    expect((await created([plan])).lineItems[0]?.error?.errorCode).toBe('10002');
  });
});
