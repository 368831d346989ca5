import { describe, expect, test } from 'vitest';
import { agenda } from '../agenda.ts';
import { turn as turnSwitch } from '../control/switches.ts';
import { estateWorld } from '../td-synnex/small-ion.ts';
import { ingramAccount } from '../world/distributors2/accounts.ts';
import { sell } from '../world/distributors2/at-microsoft.ts';
import { settle } from '../world/due.ts';
import { upgradesOf } from '../world/prices/extra-catalogue.ts';
import type { Switches } from '../world/switches.ts';
import { put, type World } from '../world/world.ts';
import { ask, caller, signIn, xvantage } from './small-ingram.ts';

const turn = (world: World, value: Partial<Switches['ingram']>): void => {
  turnSwitch(world, 'ingram', { ...world.switch('ingram'), ...value });
};

const later = (world: World, seconds: number): void => {
  world.clock.step(seconds * 1000);
  settle(world, agenda);
};

/** A marketplace subscription with several products, and its first product's subscription at Microsoft. */
async function aShared() {
  const world = estateWorld(60);
  const call = await caller(world);
  const shared = world.tables.ingramSubscriptions
    .all()
    .find(
      (row) =>
        row.status === 'active' && row.billingCycle === 'monthly' && world.tables.ingramItems.by('subscriptionId', row.id).length > 1,
    );
  const [item] = world.tables.ingramItems.by('subscriptionId', shared?.id ?? '');
  if (shared === undefined || item === undefined) throw new Error('no shared subscription');
  const order = (type: string, more: object = {}) => ({ type, customerId: shared.customerId, subscriptionId: shared.id, ...more });
  const atMicrosoft = () => world.tables.subscriptions.get(item.vendorSubscriptionId);
  return { world, call, shared, item, order, atMicrosoft };
}

describe('signing in', () => {
  test('gives a token for 25 minutes, by both ways', async () => {
    const world = estateWorld();
    const { realm, clientId, clientSecret, userName, password } = ingramAccount(world.options);
    const form = new URLSearchParams({
      grant_type: 'password',
      username: userName,
      password,
      client_id: clientId,
      client_secret: clientSecret,
    });

    expect((await signIn(world)).json).toMatchObject({ expiresInSeconds: 1500 });
    expect(await ask(world, 'POST', `/auth/realms/${realm}/protocol/openid-connect/token`, { body: form.toString() })).toMatchObject({
      status: 200,
      json: { expires_in: 1500, token_type: 'Bearer' },
    });
    form.set('password', 'wrong');
    expect(await ask(world, 'POST', `/auth/realms/${realm}/protocol/openid-connect/token`, { body: form.toString() })).toMatchObject({
      status: 401,
    });
  });

  test('ends in the middle of a long listing, and needs the subscription key in every call', async () => {
    const world = estateWorld();
    const call = await caller(world);
    expect((await call('GET', '/subscriptions')).status).toBe(200);

    world.clock.step(1_501_000);

    const answer = await call('GET', '/subscriptions?offset=10');
    expect(answer).toMatchObject({ status: 401, json: { code: 'UNAUTHORIZED' } });
    expect(answer.headers['x-correlation-id']).toMatch(/-/);
    expect((await ask(world, 'GET', '/marketplace/us/customers', { headers: { authorization: 'Bearer x' } })).status).toBe(401);
  });
});

describe('an order', () => {
  test('that names another product makes the subscription that, at once or at its renewal', async () => {
    const { world, call, item, order, atMicrosoft } = await aShared();
    const [target = ''] = upgradesOf(item.mpn);
    const other = { type: 'UPGRADE', id: item.productId, newMPN: target };

    await call('POST', '/orders', order('change', { scheduledOn: 'renewal', products: [other] }));
    later(world, 20);
    expect(atMicrosoft()).toMatchObject({ productId: item.mpn.split(':')[0], nextTerm: { productId: target.split(':')[0] } });

    await call('POST', '/orders', order('change', { products: [other] }));
    later(world, 20);
    expect(atMicrosoft()).toMatchObject({ productId: target.split(':')[0], quantity: item.quantity });
    expect(world.tables.ingramItems.get(item.id)).toMatchObject({ mpn: target, quantity: item.quantity });

    const before = world.events.length;
    const none = { id: item.productId, newMPN: 'CFQ0000000:0001' };
    expect((await call('POST', '/orders', order('change', { products: [none] }))).status).toBe(400);
    expect(world.events).toHaveLength(before);
  });

  test('of type migration takes over what stands at Microsoft, and ends as error when nothing does', async () => {
    const { world, call, shared } = await aShared();
    const tenantId = world.tables.ingramCustomers.get(shared.customerId)?.customerId ?? '';
    const sold = sell(world, 'Ingram', {
      customerId: tenantId,
      skuKey: 'CFQ7TTC0LDPB:0001',
      quantity: 4,
      term: 'P1Y',
      billingCycle: 'annual',
    });
    const products = [
      {
        mpn: 'CFQ7TTC0LDPB:0001',
        quantity: 4,
        subscriptionPeriod: { type: 'year', duration: 1 },
        billingPeriod: { type: 'year', duration: 1 },
      },
    ];
    const migration = { type: 'migration', customerId: shared.customerId, migrationDate: '2026-11-21', products };
    const statusOf = async () => {
      await call('POST', '/orders', migration);
      later(world, 20);
      return ((await call('GET', '/orders?limit=1')).json as { readonly data: readonly { readonly status: string }[] }).data[0]?.status;
    };

    expect(await statusOf()).toBe('completed');
    expect(world.tables.ingramItems.all().at(-1)).toMatchObject({ vendorSubscriptionId: 'done' in sold ? sold.done.id : '', quantity: 4 });
    expect(await statusOf()).toBe('error');
  });

  test('of a customer ends as a subscription at Microsoft of the reseller account', async () => {
    const { world, call, shared } = await aShared();
    const before = world.tables.subscriptions.by('accountId', 'pc-2').length;

    const products = [{ mpn: 'CFQ7TTC0LCHC:0002', quantity: '2.0' }];
    const { json } = await call('POST', '/orders', { type: 'sales', customerId: shared.customerId, poNumber: 'intent-1', products });
    expect(json).toMatchObject({ status: 'submitted', total: { currency: 'USD' } });
    later(world, 6);
    expect((await call('GET', '/orders')).json).toMatchObject({ data: [{ status: 'processing', poNumber: 'intent-1' }] });
    later(world, 6);

    expect((await call('GET', '/orders')).json).toMatchObject({ data: [{ status: 'completed', statusCode: 'CP' }] });
    expect(world.tables.subscriptions.by('accountId', 'pc-2')).toHaveLength(before + 1);
    expect((await call('GET', '/subscriptions?limit=1')).json).toMatchObject({
      data: [{ customerId: shared.customerId, status: 'active' }],
    });
  });

  test('of a change means the total, or the difference with the switch; the estimate tells which', async () => {
    const { world, call, item, order, atMicrosoft } = await aShared();
    const products = [{ id: item.productId, quantity: item.quantity + 2 }];
    const cost = async () =>
      ((await call('POST', '/orders/estimate', order('change', { products }))).json as { total: { amount: string } }).total.amount;

    expect(Number(await cost())).toBeCloseTo(2 * Number(item.unitCost));
    turn(world, { changeQuantity: 'delta' });
    expect(Number(await cost())).toBeCloseTo((item.quantity + 2) * Number(item.unitCost));
    turn(world, { changeQuantity: 'total' });
    await call('POST', '/orders', order('change', { products }));
    later(world, 20);

    expect(atMicrosoft()?.quantity).toBe(item.quantity + 2);
    expect(world.tables.ingramItems.get(item.id)).toMatchObject({ quantity: item.quantity + 2, earlier: [{ quantity: item.quantity }] });
  });

  test('that Microsoft refuses is an error without a reason', async () => {
    const { world, call, order, atMicrosoft, item } = await aShared();
    const { json } = await call('POST', '/orders', order('cancellation'));
    later(world, 20);

    const { id } = json as { id: string };
    const told = (await call('GET', `/orders/${id}`)).json as object;
    expect(told).toMatchObject({ status: 'error' });
    expect(Object.keys(told).filter((name) => /error|reason|message/i.test(name))).toEqual([]);
    expect(atMicrosoft()).toMatchObject({ status: 'active', quantity: item.quantity });
  });

  test('is cancelled only while it is submitted', async () => {
    const { world, call, order } = await aShared();
    const { id } = (await call('POST', '/orders', order('renewal'))).json as { id: string };
    const other = (await call('POST', '/orders', order('renewal'))).json as { id: string };

    expect((await call('PATCH', `/orders/${id}`, { statusCode: 'CN' })).json).toMatchObject({ status: 'cancelled' });
    later(world, 6);
    expect((await call('PATCH', `/orders/${other.id}`, { statusCode: 'CN' })).status).toBe(409);
  });
});

test('seats that somebody changed in the portal are put back by the marketplace', async () => {
  const { world, item, atMicrosoft } = await aShared();
  const row = atMicrosoft();
  if (row === undefined) throw new Error('none');
  world.apply({
    kind: 'subscription.quantityChanged',
    actor: { kind: 'user', name: 'portal' },
    cause: 'portal',
    changes: [
      put('subscriptions', {
        ...row,
        quantity: row.quantity + 3,
        seatBatches: [
          ...row.seatBatches,
          { quantity: 3, addedAt: world.now(), refundableUntil: world.clock.now().add({ hours: 168 }).toString() },
        ],
        modifiedAt: world.now(),
        version: row.version + 1,
      }),
    ],
  });

  later(world, 59 * 60);
  expect(atMicrosoft()?.quantity).toBe(item.quantity + 3);
  later(world, 2 * 60);

  expect(atMicrosoft()?.quantity).toBe(item.quantity);
});

test('a report is a job whose file is there at its end', async () => {
  const { world, call } = await aShared();
  await call('POST', '/reports', { name: 'Rated', startDate: '2026-10-01', endDate: '2026-10-31', format: 'json' });
  expect((await call('GET', '/reports')).json).toMatchObject({ data: [{ status: 'submitted' }] });
  later(world, 30);

  const list = (await call('GET', '/reports')).json as { data: readonly { status: string; downloadUrl: string }[] };
  const [report] = list.data;
  const path = new URL(report?.downloadUrl ?? '').pathname.replace('/api.cloud.im', '');

  expect(report?.status).toBe('completed');
  expect((await ask(world, 'GET', path)).json).toContainEqual(expect.objectContaining({ ChargeType: 'recurring' }));
});

test('an invoice of Xvantage adds up, and names no subscription', async () => {
  const { world } = await aShared();
  const get = await xvantage(world);
  const { invoices } = (await get('/v6/invoices?pageSize=100')).json as {
    invoices: readonly { invoiceNumber: string; invoicedAmountDue: number }[];
  };

  for (const { invoiceNumber, invoicedAmountDue } of invoices) {
    const { text, json } = await get(`/v6.1/invoices/${invoiceNumber}`);
    const { lines } = json as { lines: readonly { extendedPrice: number }[] };
    expect(lines.reduce((sum, { extendedPrice }) => sum + extendedPrice, 0)).toBeCloseTo(invoicedAmountDue, 2);
    for (const { vendorSubscriptionId } of world.tables.ingramItems.all()) expect(text).not.toContain(vendorSubscriptionId);
  }
});

test('bad input is refused in one form, and changes nothing', async () => {
  const { world, call, shared } = await aShared();
  const events = world.events.length;
  const refused = [
    await call('POST', '/orders', { type: 'sales', customerId: '1' }),
    await call('POST', '/orders', { type: 'gift', customerId: shared.customerId }),
    await call('POST', '/orders', {
      type: 'change',
      customerId: shared.customerId,
      subscriptionId: shared.id,
      products: [{ id: 'x', quantity: 1 }],
    }),
    await call('POST', '/customers', { name: 'Half' }),
    await call('GET', '/subscriptions/unknown'),
    await call('GET', '/customers?limit=x'),
    await call('DELETE', '/customers'),
    await call('GET', '/nowhere'),
  ];

  expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400, 404, 400, 405, 404]);
  for (const { json } of refused) expect(json).toMatchObject({ code: expect.any(String) as string, message: expect.any(String) as string });
  expect(world.events.length).toBe(events);
});
