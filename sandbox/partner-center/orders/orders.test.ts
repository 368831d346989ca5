import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { put } from '../../world/world.ts';
import { appOnly, type Opened, openSandbox } from '../open-sandbox.ts';

let sandbox: Opened;
beforeEach(async () => {
  sandbox = await openSandbox();
});
afterEach(() => sandbox.close());

type OrderBody = {
  id: string;
  status: string;
  billingCycle: string;
  totalPrice?: number;
  lineItems: { subscriptionId?: string; transactionType?: string; quantity: number }[];
};
const customer = () => sandbox.world.tables.relationships.by('accountId', sandbox.account.id)[0]?.customerId ?? '';
const mine = (path: string) => `/v1/customers/${customer()}${path}`;
const orders = async (query = '') => ((await sandbox.ask(mine(`/orders${query}`))).body as { items: OrderBody[] }).items;
const rows = () => sandbox.world.tables.subscriptions.by('relationship', `${sandbox.account.id}:${customer()}`);
const turn = (value: object) =>
  sandbox.world.apply({
    kind: 'switches.changed',
    actor: { kind: 'control', name: 'test' },
    cause: 'test',
    changes: [put('switches', { id: 'orders', value: { ...sandbox.world.switch('orders'), ...value } })],
  });
const saleId = (skuKey: string) =>
  sandbox.world.tables.availabilities.by('sku', skuKey).find((row) => row.billingCycle !== 'annual')?.id ?? '';
const place = async (offerId: string, more: object = {}) =>
  sandbox.ask(mine('/orders'), { method: 'POST', body: { lineItems: [{ lineItemNumber: 0, offerId, quantity: 3, ...more }] } });
const placed = async (offerId: string) => (await place(offerId)).body as OrderBody;
const patch = (id: string, body: object) => sandbox.ask(mine(`/orders/${id}`), { method: 'PATCH', body });

describe('orders', () => {
  test('there is one purchase for every subscription that was there from the beginning', async () => {
    const found = await orders();
    const purchases = found.filter(({ lineItems }) => lineItems.every(({ transactionType }) => transactionType === 'New'));

    expect(purchases.map((order) => order.id).toSorted()).toEqual([...new Set(rows().map((row) => row.orderId))].toSorted());
    for (const order of found) expect((await sandbox.ask(mine(`/orders/${order.id}`))).body).toEqual(order);
  });

  test('can be listed by billing cycle and with prices', async () => {
    const annual = await orders('?billingType=annual');
    expect(annual.length).toBe((await orders()).filter((order) => order.billingCycle === 'annual').length);
    const row = rows()[0];
    const order = (await sandbox.ask(mine(`/orders/${row?.orderId ?? ''}?include_price=true`))).body as OrderBody;
    expect(order.totalPrice).toBeCloseTo(Number(row?.unitPrice) * (order.lineItems[0]?.quantity ?? 0), 6);
  });

  test('an unknown one, and one of another customer, are not found', async () => {
    const other = sandbox.world.tables.subscriptions.by('accountId', sandbox.account.id).find((row) => row.customerId !== customer());

    expect((await sandbox.ask(mine('/orders/nothing'))).body).toMatchObject({ code: 20000 });
    expect((await sandbox.ask(mine(`/orders/${other?.orderId ?? ''}`))).body).toMatchObject({ code: 20000 });
  });

  test('show up late when the switch says so', async () => {
    const before = (await orders()).length;
    turn({ visibleAfterMinutes: 15 });
    const { id } = await placed(saleId('CFQ7TTC0LH18:0001'));
    expect((await orders()).length).toBe(before);
    expect((await sandbox.ask(mine(`/orders/${id}`))).status).toBe(404);
    sandbox.world.clock.step(15 * 60_000);
    expect((await orders()).length).toBe(before + 1);
  });

  test('are placed whole or not at all', async () => {
    const before = rows().length;

    expect((await place('CFQ7TTC0LH18:0001:CFQ7TTC0XXXX')).body).toMatchObject({ code: 400019 });
    expect((await place('00000000-0000-0000-0000-000000000000')).body).toMatchObject({ code: 800004 });
    expect((await place(saleId('CFQ7TTC0LH18:0001'), { quantity: 100_000 })).body).toMatchObject({ code: 900275 });
    expect((await place('2828BE95-46BA-4F91-B2FD-0BEF192ECF60')).body).toMatchObject({ code: 800029 });
    expect((await place(saleId('CFQ7TTC0LH18:0001'), { partnerIdOnRecord: 'me' })).body).toMatchObject({ code: 2071 });
    expect((await sandbox.ask(mine('/orders'), { method: 'POST', body: '[' })).body).toMatchObject({ code: 800002 });
    expect(rows().length).toBe(before);
  });

  test('the same request twice is one order', async () => {
    const before = rows().length;
    const send = () =>
      sandbox.ask(mine('/orders'), {
        method: 'POST',
        headers: { 'MS-RequestId': '6f1b4a7e-0000-4000-8000-000000000001' },
        body: { lineItems: [{ lineItemNumber: 0, offerId: saleId('CFQ7TTC0LH18:0001'), quantity: 3 }] },
      });

    expect((await send()).body).toEqual((await send()).body);
    expect(rows().length).toBe(before + 1);
  });

  test('are cancelled in an integration sandbox only, unless they are software', async () => {
    const seats = await placed(saleId('CFQ7TTC0LH18:0001'));
    const software = await placed(saleId('DG7GMGF0DWT0:0001'));

    expect((await patch(seats.id, { status: 'cancelled' })).body).toMatchObject({ code: 800019 });
    expect((await patch(software.id, { status: 'cancelled' })).body).toMatchObject({ status: 'cancelled' });
    expect((await patch(software.id, { status: 'cancelled' })).body).toMatchObject({ code: 800061 });
    turn({ testAccounts: [sandbox.account.id] });
    expect((await patch(seats.id, { status: 'cancelled' })).body).toMatchObject({ status: 'cancelled' });
    expect(sandbox.world.tables.subscriptions.get(seats.lineItems[0]?.subscriptionId ?? '')).toMatchObject({ status: 'deleted' });
  });

  test('software cannot be given back after its window', async () => {
    const software = await placed(saleId('DG7GMGF0DWT0:0001'));
    sandbox.world.clock.step(31 * 86_400_000);

    expect((await patch(software.id, { status: 'cancelled' })).body).toMatchObject({ code: 900117 });
  });

  test('an old one takes another billing cycle while all of it is active', async () => {
    const order = await placed('195416C1-3447-423A-B37B-EE59A99A19C4');
    const row = sandbox.world.tables.subscriptions.get(order.lineItems[0]?.subscriptionId?.toLowerCase() ?? '');

    expect((await patch(order.id, { billingCycle: 'Annual' })).body).toMatchObject({ billingCycle: 'Annual' });
    expect((await sandbox.ask(mine(`/orders/${order.id}`))).body).toMatchObject({ billingCycle: 'annual' });
    expect((await patch(order.id, { billingCycle: 'Triennial' })).body).toMatchObject({ code: 6001 });
    if (row === undefined) throw new Error('no subscription');
    sandbox.world.apply({
      kind: 'test.laid',
      actor: { kind: 'system', name: 'test' },
      cause: 'test',
      changes: [put('subscriptions', { ...row, status: 'suspended' })],
    });
    expect((await patch(order.id, { billingCycle: 'Monthly' })).body).toMatchObject({ code: 6000 });
    const newer = await placed(saleId('CFQ7TTC0LH18:0001'));
    expect((await patch(newer.id, { billingCycle: 'Annual' })).body).toMatchObject({ code: 800042 });
  });

  test('their provisioning is shown to people only', async () => {
    const order = await placed(saleId('CFQ7TTC0LH18:0001'));

    expect((await sandbox.ask(mine(`/orders/${order.id}/provisioningstatus`))).body).toMatchObject({ items: [{ status: 'fulfilled' }] });
    expect((await sandbox.ask(mine(`/orders/${order.id}/provisioningstatus`), { token: sandbox.token(appOnly) })).body).toMatchObject({
      code: 900329,
    });
  });

  test('a purchase order is asked for with all it must have', async () => {
    turn({ purchaseOrder: true });
    const order = await placed(saleId('CFQ7TTC0LH18:0001'));
    const upload = async (parts: Readonly<Record<string, string | Blob>>) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(parts)) form.set(name, value);
      const request = new Request('http://localhost', { method: 'POST', body: form });
      const headers = { 'content-type': request.headers.get('content-type') ?? '' };
      return sandbox.ask(mine(`/orders/${order.id}/attachment`), { method: 'POST', body: await request.text(), headers });
    };
    const metadata = JSON.stringify({ customerPrice: '1', currency: 'USD', isPartOfTender: true });
    const pofiles = new Blob(['x']);

    expect(order.status).toBe('pending_po_upload');
    expect((await upload({ pofiles })).body).toMatchObject({ code: 900254 });
    expect((await upload({ metadata })).body).toMatchObject({ code: 900252 });
    expect((await upload({ metadata, pofiles })).body).toMatchObject({ code: 900253 });
    expect((await upload({ metadata, pofiles, tenderfiles: pofiles })).status).toBe(201);
    sandbox.world.clock.step(2 * 60_000);
    expect((await sandbox.ask(mine(`/orders/${order.id}`))).body).toMatchObject({ status: 'completed' });
  });
});

describe('an upgrade to the Azure plan', () => {
  const body = () => ({ customerId: customer(), productFamily: 'azure' });
  const post = (path: string) => sandbox.ask(`/v1/productupgrades${path}`, { method: 'POST', body: body() });

  test('needs legacy Azure, runs by the clock and comes once', async () => {
    expect((await post('/eligibility')).body).toMatchObject({ isEligible: false });
    expect((await post('')).body).toMatchObject({ code: 900108 });
    await place('MS-AZR-0145P', { quantity: 1 });
    expect((await post('/eligibility')).body).toMatchObject({ isEligible: true });
    const started = await post('');
    const path = (started.headers.get('location') ?? '').replace('/productUpgrades', '');
    expect((await post('')).body).toMatchObject({ code: 900109 });
    expect((await post(`${path}/status`)).body).toMatchObject({ status: 'InProgress' });

    sandbox.world.clock.step(11 * 60_000);

    expect((await post(`${path}/status`)).body).toMatchObject({ status: 'Completed' });
    expect((await post('')).body).toMatchObject({ code: 900110 });
    expect((await post('/nothing/status')).body).toMatchObject({ code: 900106 });
  });
});

describe('offers of the old commerce', () => {
  test('are listed by pages, and send newer ids away', async () => {
    const page = (await sandbox.ask('/v1/offers?country=US&size=4')).body as { items: object[]; links: { next?: { uri: string } } };
    expect(page.items.length).toBe(4);
    expect((await sandbox.ask(`/v1${page.links.next?.uri ?? ''}`)).body).toMatchObject({ totalCount: 4 });
    expect((await sandbox.ask('/v1/offers/CFQ7TTC0LH18?country=US')).body).toMatchObject({ code: 2100 });
    expect((await sandbox.ask('/v1/offers?country=XX')).body).toMatchObject({ code: 800002 });
  });
});
