import { beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../../world/world.ts';
import { caller, ids, smallWorld } from '../small-world.ts';

let world: World;
let call: Awaited<ReturnType<typeof caller>>;
beforeEach(async () => {
  world = smallWorld();
  call = await caller(world);
});

const idsOf = (json: unknown): string[] => (json as { content: { id: string }[] }).content.map((row) => row.id);
const put = (id: string, body: object) => call('PUT', `/subscriptions/${id}`, { body });

describe('reading', () => {
  test('the list has no Graph SKU id, the detail has it', async () => {
    const list = (await call('GET', '/subscriptions')).json as { content: object[] };
    const detail = (await call('GET', `/subscriptions/${ids.yearly}`)).json;

    expect(list.content).toHaveLength(3);
    expect(list.content[0]).not.toHaveProperty('vendorSkuId');
    expect(detail).toMatchObject({ vendorSkuId: 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46', vendorSubscriptionId: ids.atMicrosoft });
    expect(detail).toMatchObject({ provisioningDetails: [{ key: 'msTenantId', values: [ids.tenant] }] });
  });

  test('dates come in three shapes within one answer', async () => {
    expect((await call('GET', `/subscriptions/${ids.yearly}`)).json).toMatchObject({
      billingStart: '2026-03-15',
      startDate: '2026-03-15T00:00:00Z',
      updatedDate: '2026-08-11T11:33:12.314-0600',
    });
  });

  test('amounts have all their digits and no float in between', async () => {
    expect((await call('GET', `/subscriptions/${ids.yearly}`)).text).toContain('"price":26.405,');
  });

  test.each([
    [`companyId=${ids.otherCompany}`, [ids.free]],
    [`productId=${ids.backup}`, []],
    ['status=Active', [ids.yearly, ids.fresh, ids.free]],
    ['status=Trial', []],
    ['billingTerm=Annual', []],
    ['sort=quantity', [ids.fresh, ids.yearly, ids.free]],
    ['sort=price,desc', [ids.yearly, ids.free, ids.fresh]],
    ['sort=startDate,desc', [ids.fresh, ids.yearly, ids.free]],
  ])('the list with %s', async (query, expected) => {
    expect(idsOf((await call('GET', `/subscriptions?${query}`)).json)).toEqual(expected);
  });

  test.each(['sort=colour', 'sort=price,up', 'status=Gone', 'billingTerm=Daily', 'page=-1', 'size=201', 'size=0'])(
    '%s is refused with 400',
    async (query) => {
      const answer = await call('GET', `/subscriptions?${query}`);

      expect(answer.status).toBe(400);
      expect(answer.json).toMatchObject({
        type: 'BAD_REQUEST',
        status: 400,
        instance: '/v1/subscriptions',
        details: [{ type: 'INVALID_PARAM' }],
      });
    },
  );
});

describe('changing seats', () => {
  test('more seats are possible at any time, and Microsoft has them too', async () => {
    const answer = await put(ids.yearly, { quantity: 30 });

    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ quantity: 30, updatedDate: '2026-11-21T03:00:00.000-0700' });
    expect(world.tables.subscriptions.get(ids.atMicrosoft)).toMatchObject({
      quantity: 30,
      version: 2,
      seatBatches: [{ quantity: 25 }, { quantity: 5, refundableUntil: '2026-11-28T10:00:00Z' }],
    });
    expect(world.events.map((event) => event.kind)).toEqual([
      'token.issued',
      'distributor.quantityChanged',
      'subscription.quantityChanged',
    ]);
  });

  test('fewer seats are refused in the middle of a commitment', async () => {
    const answer = await put(ids.yearly, { quantity: 24 });

    expect(answer.status).toBe(422);
    expect(answer.json).toMatchObject({
      status: 422,
      details: [{ message: 'The quantity cannot be decreased during the commitment term' }],
    });
    expect(world.tables.subscriptions.get(ids.atMicrosoft)?.quantity).toBe(25);
  });

  test('seats added in the middle of a commitment may be given back for seven days, and no more than those', async () => {
    await put(ids.yearly, { quantity: 30 });

    expect((await put(ids.yearly, { quantity: 24 })).status).toBe(422);
    expect((await put(ids.yearly, { quantity: 26 })).json).toMatchObject({ quantity: 26 });
    expect(world.tables.subscriptions.get(ids.atMicrosoft)).toMatchObject({
      quantity: 26,
      seatBatches: [{ quantity: 25 }, { quantity: 1 }],
    });

    world.clock.jumpTo(Temporal.Instant.from('2026-11-28T10:00:00Z'));
    call = await caller(world);
    expect((await put(ids.yearly, { quantity: 25 })).status).toBe(422);
  });

  test('fewer seats are possible within seven days of the start and without a commitment', async () => {
    expect((await put(ids.fresh, { quantity: 4 })).json).toMatchObject({ quantity: 4 });
    expect((await put(ids.free, { quantity: 1 })).json).toMatchObject({ quantity: 1 });
  });

  test('a renewal opens the window again for seven days', async () => {
    world.clock.jumpTo(Temporal.Instant.from('2027-03-18T00:00:00Z'));
    call = await caller(world);

    const answer = await put(ids.yearly, { quantity: 20 });

    expect(answer.json).toMatchObject({ quantity: 20, commitmentTerm: { term: '1-Year', endDate: '2028-03-14T00:00:00Z' } });
    expect(world.tables.subscriptions.get(ids.atMicrosoft)).toMatchObject({ quantity: 20, seatBatches: [{ quantity: 20 }] });
  });

  test.each([{ quantity: 0 }, { quantity: 2.5 }, { quantity: '30' }, { price: -1 }, { billingTerm: 'Daily' }, { startDate: 'soon' }])(
    '%j is refused with its reason',
    async (body) => {
      expect((await put(ids.fresh, body)).status).toBe(422);
    },
  );

  test('a change needs one of its four members', async () => {
    expect((await put(ids.yearly, { vendorSkuId: 'x', status: 'Cancelled' })).json).toMatchObject({
      status: 422,
      details: [{ message: 'At least one of price, billingTerm, quantity, startDate is required' }],
    });
    expect((await call('PUT', `/subscriptions/${ids.yearly}`, { rawBody: 'x' })).status).toBe(400);
  });

  test('a price may change at any time, a billing term only in its window and with the new price row', async () => {
    expect((await put(ids.yearly, { price: 27.35 })).text).toContain('"price":27.35,');
    expect((await put(ids.yearly, { billingTerm: 'Annual' })).status).toBe(422);
    expect((await put(ids.fresh, { billingTerm: 'Annual' })).json).toMatchObject({ billingTerm: 'Annual', partnerCost: 264, price: 316.8 });
  });

  test('the history has every state, the newest first', async () => {
    await put(ids.yearly, { quantity: 30 });
    await put(ids.yearly, { quantity: 31, price: 28 });

    const { json } = await call('GET', `/subscriptions/${ids.yearly}/history`);

    expect(json).toMatchObject({ content: [{ quantity: 31, price: 28 }, { quantity: 30, price: 26.405 }, { quantity: 25 }] });
    expect(json).not.toHaveProperty('page');
  });
});

describe('ending', () => {
  const cancel = (id: string, query = '') => call('DELETE', `/subscriptions/${id}${query}`);
  const state = async (id: string) => (await call('GET', `/subscriptions/${id}`)).json;

  test('with a date it waits as PendingCancel until the day comes, and does not renew at Microsoft', async () => {
    expect((await cancel(ids.yearly, '?cancelDate=2026-12-31')).status).toBe(204);

    expect(await state(ids.yearly)).toMatchObject({ status: 'PendingCancel' });
    expect(world.tables.subscriptions.get(ids.atMicrosoft)).toMatchObject({ status: 'active', autoRenew: false });
    expect(idsOf((await call('GET', '/subscriptions?status=PendingCancel')).json)).toEqual([ids.yearly]);
    world.clock.jumpTo(Temporal.Instant.from('2026-12-31T00:00:00Z'));
    call = await caller(world);
    expect(await state(ids.yearly)).toMatchObject({ status: 'Cancelled' });
  });

  test('without a date it ends now in the window, else with its commitment', async () => {
    await cancel(ids.fresh);
    await cancel(ids.yearly);

    expect(await state(ids.fresh)).toMatchObject({ status: 'Cancelled' });
    const waiting = (await state(ids.yearly)) as { status: string; endDate: string };
    expect([waiting.status, waiting.endDate.slice(0, 10)]).toEqual(['PendingCancel', '2027-03-14']);
  });

  test('a date that is past or none is refused, and so is a second end', async () => {
    expect((await cancel(ids.yearly, '?cancelDate=2026-11-20')).status).toBe(422);
    expect((await cancel(ids.yearly, '?cancelDate=tomorrow')).status).toBe(400);
    await cancel(ids.fresh);
    expect((await cancel(ids.fresh)).status).toBe(422);
    expect((await put(ids.fresh, { quantity: 9 })).status).toBe(422);
  });
});

test('a restart folds the same events into the same answers', async () => {
  await put(ids.yearly, { quantity: 30 });
  await call('DELETE', `/subscriptions/${ids.fresh}`);
  const again = smallWorld();

  for (const event of world.events) again.replay(event);

  // The token is one of the events: after a restart it still opens.
  const list = await call('GET', '/subscriptions');
  world = again;
  call = await caller(again);
  expect((await call('GET', '/subscriptions')).text).toBe(list.text);
});
