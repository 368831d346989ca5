import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Subscription } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { type Opened, openSandbox } from '../open-sandbox.ts';
import { missingNames, sample } from '../sample-names.ts';

let sandbox: Opened;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

type Wire = Record<string, unknown> & {
  quantity: number;
  status: string;
  autoRenewEnabled: boolean;
  refundableQuantity: { totalQuantity: number; details: object[] };
};

const pathOf = (row: Subscription) => `/v1/customers/${row.customerId}/subscriptions/${row.id}`;
const read = async (row: Subscription) => (await sandbox.ask(pathOf(row))).body as Wire;
const patch = async (row: Subscription, change: object, headers: Record<string, string> = {}) =>
  sandbox.ask(pathOf(row), { method: 'PATCH', body: { ...(await read(row)), ...change }, headers });
const closedWindow = {
  cancellationAllowedUntil: '2026-11-01T00:00:00Z',
  seatBatches: [{ quantity: 25, addedAt: '2026-01-01T00:00:00Z', refundableUntil: '2026-01-08T00:00:00Z' }],
};

describe('reading', () => {
  test('one subscription has the documented names and dates', async () => {
    const row = sandbox.lay({});
    const answer = await read(row);

    expect(missingNames(sample('partner-center', 'subscriptions.get-a-subscription-by-id.3.response'), answer)).toEqual([]);
    expect(answer).toMatchObject({
      offerId: `${row.productId}:${row.skuId}:${row.availabilityId}`,
      commitmentEndDate: '2027-11-19T00:00:00Z',
      commitmentEndDateTime: '2027-11-19T23:59:59Z',
      refundOptions: [{ type: 'Full', expiresAt: '2026-11-21T09:30:00Z' }],
      refundableQuantity: { totalQuantity: 25, details: [{ quantity: 25, allowedUntilDateTime: '2026-11-27T09:30:00Z' }] },
      attributes: { objectType: 'Subscription' },
    });
    expect(answer).not.toHaveProperty('unitPrice');
  });

  test('the list of a customer is one page with the documented names', async () => {
    const row = sandbox.lay({});
    const answer = await sandbox.ask(`/v1/customers/${row.customerId}/subscriptions`);

    expect(missingNames(sample('partner-center', 'subscriptions.get-all-of-a-customer-s-subscriptions.2.response'), answer.body)).toEqual(
      [],
    );
    const { totalCount, items } = answer.body as { totalCount: number; items: object[] };
    expect(totalCount).toBe(items.length);
  });

  test('the list of one order', async () => {
    const row = sandbox.lay({ orderId: 'AbCdEf123456' });
    const answer = await sandbox.ask(`/v1/customers/${row.customerId}/subscriptions?order_id=abcdef123456`);

    expect(answer.body).toMatchObject({ totalCount: 1, items: [{ id: row.id }] });
  });

  test('add-ons are those below it', async () => {
    const parent = sandbox.lay({});
    const child = sandbox.lay({ parentSubscriptionId: parent.id });
    const answer = await sandbox.ask(`${pathOf(parent)}/addons`);

    expect(answer.body).toMatchObject({ items: [{ id: child.id, parentSubscriptionId: parent.id }] });
  });

  test('an unknown subscription is 404 with 20003', async () => {
    const row = sandbox.lay({});
    const answer = await sandbox.ask(`/v1/customers/${row.customerId}/subscriptions/none`);

    expect(answer).toMatchObject({ status: 404, body: { code: 20003, description: 'Subscription with ID none not found.' } });
  });
});

describe('seats', () => {
  test('more seats are taken at any time and open a window of their own', async () => {
    const row = sandbox.lay(closedWindow);
    const answer = await patch(row, { quantity: 30 });

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      quantity: 30,
      refundableQuantity: { totalQuantity: 5, details: [{ quantity: 5, allowedUntilDateTime: '2026-11-28T10:00:00Z' }] },
    });
  });

  test('seats go back inside seven days, the youngest first', async () => {
    const row = sandbox.lay({});
    await patch(row, { quantity: 30 });
    const answer = await patch(row, { quantity: 22 });

    expect(answer.body).toMatchObject({ quantity: 22, refundableQuantity: { totalQuantity: 22 } });
  });

  test.each([
    ['after the window none go back', closedWindow, 24, 800090],
    [
      'not more go back than were bought lately',
      { quantity: 25, seatBatches: [{ quantity: 5, addedAt: '2026-11-20T00:00:00Z', refundableUntil: '2026-11-27T00:00:00Z' }] },
      19,
      800090,
    ],
    ['none at all is outside the limits', {}, 0, 2002],
    ['a billion is outside the limits', {}, 999_999_999, 2002],
    ['half a seat is no number of seats', {}, 1.5, 2002],
  ])('%s', async (_, over, quantity, code) => {
    const row = sandbox.lay(over);
    const answer = await patch(row, { quantity });

    expect(answer).toMatchObject({ status: 400, body: { code } });
    expect((await read(row)).quantity).toBe(25);
  });

  test('names are taken in PascalCase too', async () => {
    const row = sandbox.lay({});
    const answer = await sandbox.ask(pathOf(row), {
      method: 'PATCH',
      body: { Id: row.id.toUpperCase(), Quantity: 26, Status: 'Active', AutoRenewEnabled: true },
    });

    expect(answer.body).toMatchObject({ quantity: 26, autoRenewEnabled: true });
  });

  test('a repeated request id does not add the seats twice', async () => {
    const row = sandbox.lay({});
    const id = { 'MS-RequestId': '7f6d2f5c-52a0-4a1e-8f57-0c0b8a8d1d11' };
    const one = await sandbox.ask(pathOf(row), { method: 'PATCH', headers: id, body: { quantity: 26, autoRenewEnabled: true } });
    await patch(row, { quantity: 40 });
    const two = await sandbox.ask(pathOf(row), { method: 'PATCH', headers: id, body: { quantity: 26, autoRenewEnabled: true } });

    expect(two.body).toEqual(one.body);
    expect((await read(row)).quantity).toBe(40);
  });
});

describe('what is left out is reset', () => {
  test('a patch without autoRenewEnabled switches automatic renewal off', async () => {
    const row = sandbox.lay({ autoRenew: true });
    const answer = await sandbox.ask(pathOf(row), { method: 'PATCH', body: { id: row.id, friendlyName: 'Sales' } });

    expect(answer.body).toMatchObject({ friendlyName: 'Sales', autoRenewEnabled: false, quantity: 25 });
  });

  const nextTerm = (row: Subscription, over: object = {}) => ({
    product: {
      productId: row.productId,
      skuId: row.skuId,
      availabilityId: row.availabilityId,
      billingCycle: 'Monthly',
      termDuration: 'P1Y',
    },
    quantity: 20,
    ...over,
  });

  test('a scheduled next term stays while it is sent and goes when it is not', async () => {
    const row = sandbox.lay({});
    const scheduled = await patch(row, { scheduledNextTermInstructions: nextTerm(row) });
    const kept = await patch(row, { friendlyName: 'Sales' });
    const gone = await patch(row, { scheduledNextTermInstructions: undefined });

    expect(scheduled.body).toMatchObject({
      scheduledNextTermInstructions: { quantity: 20, product: { billingCycle: 'monthly', termDuration: 'P1Y' } },
    });
    expect(kept.body).toHaveProperty('scheduledNextTermInstructions');
    expect(gone.body).not.toHaveProperty('scheduledNextTermInstructions');
  });

  test('a change of seats in the middle of the term deletes what was scheduled', async () => {
    const row = sandbox.lay({});
    await patch(row, { scheduledNextTermInstructions: nextTerm(row) });
    const answer = await patch(row, { quantity: 26 });

    expect(answer.body).not.toHaveProperty('scheduledNextTermInstructions');
  });

  test.each<[string, { product?: object | undefined; quantity?: number; customTermEndDate?: string }, number, number]>([
    ['an unknown product', { product: { productId: 'NONE', skuId: '0001', billingCycle: 'monthly', termDuration: 'P1Y' } }, 404, 400013],
    ['a cycle longer than the term', { product: { billingCycle: 'annual', termDuration: 'P1M' } }, 400, 900270],
    ['no seats', { quantity: 0 }, 400, 2002],
    ['an end that fits nothing', { customTermEndDate: '2028-03-14' }, 400, 900246],
    ['an end after the next term', { customTermEndDate: '2029-11-30' }, 400, 900245],
    ['no product', { product: undefined }, 400, 800002],
  ])('a next term with %s is refused', async (_, over, status, code) => {
    const row = sandbox.lay({});
    const usual = nextTerm(row);
    const product = 'product' in over && over.product === undefined ? undefined : { ...usual.product, ...over.product };
    const answer = await patch(row, { scheduledNextTermInstructions: { ...usual, ...over, product } });

    expect(answer).toMatchObject({ status, body: { code } });
  });

  test('a next term may end with a calendar month', async () => {
    const row = sandbox.lay({});
    const answer = await patch(row, { scheduledNextTermInstructions: nextTerm(row, { customTermEndDate: '2028-02-29' }) });

    expect(answer.body).toMatchObject({ scheduledNextTermInstructions: { customTermEndDate: '2028-02-29' } });
  });
});

describe('states', () => {
  test('suspended: renewal is off, seats and schedules are closed, and it stays off after reactivation', async () => {
    const row = sandbox.lay({});
    const suspended = await patch(row, { status: 'suspended' });
    const seats = await patch(row, { quantity: 26 });
    const renewal = await patch(row, { autoRenewEnabled: true });
    const back = await patch(row, { status: 'active' });

    expect(suspended.body).toMatchObject({ status: 'suspended', autoRenewEnabled: false });
    expect(seats).toMatchObject({ status: 400, body: { code: 2001 } });
    expect(renewal).toMatchObject({ status: 400, body: { code: 800091 } });
    expect(back.body).toMatchObject({ status: 'active', autoRenewEnabled: false });
  });

  test('inside the window it can be cancelled, and then takes no change', async () => {
    const row = sandbox.lay({});
    const cancelled = await patch(row, { status: 'deleted' });
    const after = await patch(row, { status: 'active' });

    expect(cancelled.body).toMatchObject({ status: 'deleted', autoRenewEnabled: false });
    expect(after).toMatchObject({ status: 400, body: { code: 2011 } });
  });

  test('after the window cancelling is refused with 900117', async () => {
    const answer = await patch(sandbox.lay(closedWindow), { status: 'deleted' });

    expect(answer).toMatchObject({
      status: 400,
      body: { code: 900117, description: expect.stringContaining('7-day cancellation window') as string },
    });
  });

  test.each([
    ['expired', 400, 900277],
    ['disabled', 400, 900277],
    ['pending', 409, 800082],
  ] as const)('%s takes no change', async (status, http, code) => {
    expect(await patch(sandbox.lay({ status }), { friendlyName: 'x' })).toMatchObject({ status: http, body: { code } });
  });

  test('an unknown status is refused', async () => {
    expect(await patch(sandbox.lay({}), { status: 'paused' })).toMatchObject({ status: 400, body: { code: 800096 } });
  });
});

describe('terms and cycles', () => {
  test('another billing cycle waits for the end of the charge cycle', async () => {
    const row = sandbox.lay({});
    const answer = await patch(row, { billingCycle: 'annual' });
    const sale = sandbox.world.tables.availabilities
      .by('sku', `${row.productId}:${row.skuId}`)
      .find((one) => one.term === 'P1Y' && one.billingCycle === 'annual');

    if (sale !== undefined)
      expect(answer.body).toMatchObject({
        billingCycle: 'monthly',
        nextChargeInstructions: { product: { billingCycle: 'annual', availabilityId: sale.availabilityId } },
      });
    else expect(answer).toMatchObject({ status: 400, body: { code: 900269 } });
  });

  test('a term does not become shorter, and a trial takes no term', async () => {
    expect(await patch(sandbox.lay({}), { termDuration: 'P1M' })).toMatchObject({ status: 400, body: { code: 800122 } });
    expect(await patch(sandbox.lay({ isTrial: true }), { termDuration: 'P3Y' })).toMatchObject({ status: 400, body: { code: 800107 } });
    expect(await patch(sandbox.lay({}), { termDuration: 'P2Y' })).toMatchObject({ status: 400, body: { code: 800121 } });
  });

  test('a monthly subscription becomes a yearly one today, with a new window', async () => {
    const { world } = sandbox;
    const monthly = world.tables.availabilities
      .all()
      .find(
        (one) =>
          one.term === 'P1M' &&
          world.tables.availabilities
            .by('sku', `${one.productId}:${one.skuId}`)
            .some((other) => other.term === 'P1Y' && other.billingCycle === 'monthly'),
      );
    if (monthly === undefined) throw new Error('the catalogue sells nothing by the month');
    const row = sandbox.lay({
      productId: monthly.productId,
      skuId: monthly.skuId,
      availabilityId: monthly.availabilityId,
      term: 'P1M',
      ...closedWindow,
    });

    const answer = await patch(row, { termDuration: 'P1Y' });

    expect(answer.body).toMatchObject({
      termDuration: 'P1Y',
      commitmentEndDate: '2027-11-20T00:00:00Z',
      cancellationAllowedUntilDate: '2026-11-28T10:00:00Z',
    });
  });

  test('the partner of record and the id cannot be changed by the way', async () => {
    expect(await patch(sandbox.lay({}), { partnerId: '4711' })).toMatchObject({ status: 400, body: { code: 800098 } });
    expect(await patch(sandbox.lay({}), { id: 'another' })).toMatchObject({ status: 400, body: { code: 3000 } });
    expect(await sandbox.ask(pathOf(sandbox.lay({})), { method: 'PATCH', body: 'no json' })).toMatchObject({
      status: 400,
      body: { code: 800002 },
    });
  });
});

test('accepted changes answer 202 with a place to look, block others, and take hold later', async () => {
  const row = sandbox.lay({});
  const turn = (value: number) =>
    sandbox.world.apply({
      kind: 'test.turned',
      actor: { kind: 'control', name: 'test' },
      cause: 'test',
      changes: [put('switches', { id: 'accepted', value: { seconds: value } })],
    });
  turn(60);

  const accepted = await patch(row, { quantity: 31 });
  const meanwhile = await patch(row, { quantity: 32 });
  const before = await read(row);
  sandbox.world.clock.step(61_000);
  const after = await read(row);
  turn(0);

  expect(accepted.status).toBe(202);
  expect(accepted.headers.get('location')).toBe(`/customers/${row.customerId}/subscriptions/${row.id}`);
  expect(meanwhile).toMatchObject({ status: 409, body: { code: 900278 } });
  expect([before.quantity, after.quantity]).toEqual([25, 31]);
});
