import { describe, expect, test } from 'vitest';
import { distributor2Acts } from '../acts/distributors2.ts';
import { portalActs } from '../acts/portal.ts';
import { agenda } from '../agenda.ts';
import { turn as turnSwitch } from '../control/switches.ts';
import { ionAccount } from '../world/distributors2/accounts.ts';
import { settle } from '../world/due.ts';
import { upgradesOf } from '../world/prices/extra-catalogue.ts';
import type { Switches } from '../world/switches.ts';
import type { World } from '../world/world.ts';
import { ask, caller, estateWorld } from './small-ion.ts';

const turn = (world: World, value: Partial<Switches['ion']>): void => {
  turnSwitch(world, 'ion', { ...world.switch('ion'), ...value });
};
const later = (world: World, seconds: number): void => {
  world.clock.step(seconds * 1000);
  settle(world, agenda);
};

const premium = { productId: 'MSFT-CFQ7TTC0LCHC', skuId: 'MSFT-CFQ7TTC0LCHC-0002', planId: 'MSFT-CFQ7TTC0LCHC-0002-P1Y-M' };
const aPurchase = { ...premium, action: 'CREATE', quantity: 3, attributes: [{ name: 'domainName', value: 'new.example' }] };

async function started() {
  const world = estateWorld();
  const call = await caller(world);
  const row = world.tables.ionSubscriptions.all().find((one) => one.status === 'active' && one.billingCycle === 'monthly');
  if (row === undefined) throw new Error('none');
  const [product = '', sku = ''] = row.skuKey.split(':');
  const own = { productId: `MSFT-${product}`, skuId: `MSFT-${product}-${sku}`, planId: `MSFT-${product}-${sku}-${row.term}-M` };
  const orders = `/{a}/customers/${row.customerId}/orders`;
  const update = (quantity: number, attributes: readonly object[] = []) =>
    call('POST', orders, { orderItems: [{ ...own, action: 'UPDATE', resourceId: row.vendorSubscriptionId, quantity, attributes }] });
  const last = async () =>
    ((await call('GET', '/{a}/orders?pageSize=50')).json as { orders: readonly { status: string; orderId: string }[] }).orders.at(-1);
  return { world, call, row, orders, update, last, atMicrosoft: () => world.tables.subscriptions.get(row.vendorSubscriptionId) };
}

test('another SKU at Microsoft is another SKU here a quarter of an hour later, with its price', async () => {
  const { world, call } = await started();
  const row = world.tables.ionSubscriptions.all().find((one) => one.status === 'active' && upgradesOf(one.skuKey).length > 0);
  if (row === undefined) throw new Error('nothing can be upgraded');
  const [sku = ''] = upgradesOf(row.skuKey);
  expect(portalActs['portal.upgrade']?.(world, { subscriptionId: row.vendorSubscriptionId, sku })).toHaveProperty('done');
  later(world, 16 * 60);

  const { json } = await call('GET', `/{a}/customers/${row.customerId}/subscriptions/${row.id}`);
  expect(json).toMatchObject({ subscriptionProductId: sku.split(':')[0], mfgPartNumber: expect.stringContaining(sku) as unknown });
  expect((json as { readonly cost: number }).cost).not.toBe(Number(row.cost));
});

describe('an order', () => {
  test('to buy goes on by the clock and ends as a subscription at Microsoft', async () => {
    const { world, call, orders, last } = await started();
    const before = world.tables.subscriptions.by('accountId', 'pc-2').length;

    expect((await call('POST', orders, { referenceId: 'intent-1', orderItems: [aPurchase] })).json).toMatchObject({
      status: 'NEW',
      referenceId: 'intent-1',
    });
    const seen: (string | undefined)[] = [];
    for (const seconds of [5, 5, 5]) {
      later(world, seconds);
      seen.push((await last())?.status);
    }

    expect(seen).toEqual(['CONFIRMED', 'IN_PROGRESS', 'COMPLETED']);
    expect(world.tables.subscriptions.by('accountId', 'pc-2')).toHaveLength(before + 1);
  });

  test('to change seats gives the new total, or more with the switch', async () => {
    const { world, row, update, atMicrosoft } = await started();
    await update(row.quantity + 2);
    later(world, 20);
    expect(atMicrosoft()?.quantity).toBe(row.quantity + 2);

    turn(world, { updateQuantity: 'delta' });
    await update(1);
    later(world, 20);

    expect(atMicrosoft()?.quantity).toBe(row.quantity + 3);
    expect(
      world.tables.ionSubscriptions
        .get(row.id)
        ?.logs.map(({ quantity }) => quantity)
        .slice(-2),
    ).toEqual([row.quantity + 2, row.quantity + 3]);
  });

  test('with an add-on buys both, and the add-on tells what it stands on', async () => {
    const { world, call, orders } = await started();
    const phone = { addOnId: 'MSFT-CFQ7TTC0LH0T-0001', planId: 'MSFT-CFQ7TTC0LH0T-0001-P1Y-M', action: 'CREATE', quantity: 2 };
    const { json } = await call('POST', orders, { orderItems: [{ ...aPurchase, addOns: [{ ...phone, id: 'a-1' }] }] });
    expect(json).toMatchObject({ orderItems: [{ addOns: [phone] }] });
    later(world, 20);

    const [base, added] = world.tables.ionSubscriptions.all().slice(-2);
    expect(added).toMatchObject({ skuKey: 'CFQ7TTC0LH0T:0001', quantity: 2, baseId: base?.id });
    const detail = await call('GET', `/{a}/customers/${added?.customerId ?? ''}/subscriptions/${added?.id ?? ''}`);
    expect(detail.json).toMatchObject({
      parentSubscriptionId: base?.vendorSubscriptionId,
      relatedSubscription: { internalId: base?.id },
      billingData: [{ usageQuantity: 2, usageType: 'recurring' }],
    });
  });

  test('with an add-on that does not go with it is refused', async () => {
    const { world, call, orders } = await started();
    const copilot = { id: 'a-1', addOnId: 'MSFT-CFQ7TTC0MM8R-0001', planId: 'MSFT-CFQ7TTC0MM8R-0001-P1Y-M', action: 'CREATE', quantity: 1 };
    const before = world.events.length;

    expect((await call('POST', orders, { orderItems: [{ ...aPurchase, addOns: [copilot] }] })).json).toMatchObject({
      details: [{ errors: [{ code: 'COMM-VL-002' }] }],
    });
    expect((await call('POST', orders, { orderItems: [{ ...aPurchase, addOns: [{ id: 'a-1' }] }] })).status).toBe(400);
    expect(world.events).toHaveLength(before);
  });

  test('that Microsoft refuses is an ERROR that says why', async () => {
    const { world, row, update, last, atMicrosoft } = await started();
    await update(1, [{ name: 'operations', value: 'cancelSubscription' }]);
    later(world, 20);

    expect(await last()).toMatchObject({
      status: 'ERROR',
      errors: [{ code: 'PROVISIONING_FAILED', detail: expect.stringMatching(/./) as string }],
    });
    expect(atMicrosoft()?.quantity).toBe(row.quantity);
  });

  test('can be suspended and set not to renew by its attributes', async () => {
    const { world, update, atMicrosoft } = await started();
    await update(1, [
      { name: 'operations', value: 'changeAutoRenew' },
      { name: 'autoRenew', value: 'false' },
    ]);
    later(world, 20);
    expect(atMicrosoft()?.autoRenew).toBe(false);

    await update(1, [{ name: 'operations', value: 'suspendSubscription' }]);
    later(world, 20);
    expect(atMicrosoft()?.status).toBe('suspended');
  });

  test('is cancelled from NEW and ON_HOLD only; a held one is let go by a person', async () => {
    const { world, call, orders, last } = await started();
    turn(world, { orderEnds: 'onHold' });
    for (let count = 0; count < 3; count += 1) await call('POST', orders, { orderItems: [aPurchase] });
    expect((await call('POST', `${orders}/9001:cancel`)).json).toMatchObject({ status: 'CANCELED' });
    later(world, 6);
    expect(await call('POST', `${orders}/9002:cancel`)).toMatchObject({ status: 412, json: { error: 'FAILED_PRECONDITION' } });
    later(world, 20);
    expect((await last())?.status).toBe('ON_HOLD');
    expect((await call('POST', `${orders}/9002:cancel`)).json).toMatchObject({ status: 'CANCELED' });

    turn(world, { orderEnds: 'completed' });
    distributor2Acts['ion.edit']?.(world, { orderId: '9003', release: true });
    later(world, 20);

    expect((await last())?.status).toBe('COMPLETED');
  });
});

describe('a change in the portal', () => {
  const seats = (world: World, subscriptionId: string, quantity: number) =>
    portalActs['portal.seats']?.(world, { subscriptionId, quantity });

  test('is seen at Ion some time later, or at once when Microsoft is asked', async () => {
    const { world, call, row } = await started();
    seats(world, row.vendorSubscriptionId, row.quantity + 4);
    later(world, 14 * 60);
    expect(world.tables.ionSubscriptions.get(row.id)?.quantity).toBe(row.quantity);
    later(world, 2 * 60);
    expect(world.tables.ionSubscriptions.get(row.id)?.quantity).toBe(row.quantity + 4);

    seats(world, row.vendorSubscriptionId, row.quantity + 5);
    const { json } = await call('GET', `/{a}/customers/${row.customerId}/subscriptions/${row.id}?refresh=true`);
    expect(json).toMatchObject({ subscriptionTotalLicenses: String(row.quantity + 5) });
  });

  test('can be taken over wrongly', async () => {
    const { world, row } = await started();
    turn(world, { mistake: 'oneSeatMore', followMinutes: 0 });
    seats(world, row.vendorSubscriptionId, row.quantity + 4);
    later(world, 60);

    expect(world.tables.ionSubscriptions.get(row.id)?.quantity).toBe(row.quantity + 5);
  });
});

test('version 1 lists invoices with Basic, and the file adds up to the invoice', async () => {
  const { world } = await started();
  const { apiKey, apiSecret } = ionAccount(world.options);
  const authorization = `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;
  const get = (path: string) => ask(world, 'GET', `/api/v1${path}`, { authorization });

  const list = (await get('/invoices/myinvoices?limit=2')).json as { data: { invoices: readonly { id: string; totalAmount: number }[] } };
  const [invoice] = list.data.invoices;
  const detail = (await get(`/invoices/${invoice?.id ?? ''}/detailed`)).json as {
    data: { invoice: { detailedInvoiceFilesUrls: readonly string[] } };
  };
  const path = new URL(detail.data.invoice.detailedInvoiceFilesUrls[0] ?? '').pathname.replace('/ion.tdsynnex.com/api/v1', '');
  const rows = (await get(path)).text.split('\r\n').slice(1);
  const sum = rows.reduce((total, row) => total + Number(row.split(',').at(-2)?.replaceAll('"', '')), 0);

  expect(list.data.invoices).toHaveLength(2);
  expect(sum).toBeCloseTo(invoice?.totalAmount ?? 0, 2);
  expect((await ask(world, 'GET', '/api/v1/invoices/myinvoices')).status).toBe(401);
});

test('bad input changes nothing', async () => {
  const { world, call, orders } = await started();
  const events = world.events.length;
  const refused = [
    await call('POST', orders, { orderItems: [] }),
    await call('POST', orders, { orderItems: [{ ...aPurchase, planId: 'x' }] }),
    await call('POST', '/{a}/customers', { customerOrganization: 'Half' }),
    await call('GET', '/{a}/customers?pageSize=0'),
    await call('GET', '/{a}/subscriptions?subscriptionStatus=GONE'),
    await call('GET', '/{a}/orders/none'),
    await call('DELETE', '/{a}/customers'),
  ];

  expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 404, 405]);
  expect(world.events.length).toBe(events);
});
