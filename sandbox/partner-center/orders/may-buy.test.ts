import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../../src/lib/must.ts';
import { customerActs } from '../../acts/customers.ts';
import { partnerActs } from '../../acts/partners.ts';
import { availabilityIdAt } from '../../world/prices/availability-ids.ts';
import { put } from '../../world/world.ts';
import { type Opened, openSandbox } from '../open-sandbox.ts';
import { aStage } from '../subscriptions/a-stage.ts';

let sandbox: Opened;
let stage: ReturnType<typeof aStage>;
const opened = async (index = 0): Promise<void> => {
  sandbox = await openSandbox(index);
  stage = aStage(sandbox);
};
beforeEach(() => opened());
afterEach(() => sandbox.close());

const item = (sku: string, term: string, cycle: string): string => {
  const { world } = sandbox;
  const sale = world.tables.availabilities.by('sku', sku).find((row) => row.term === term && row.billingCycle === cycle);
  const country = must(world.tables.customers.get(stage.customerId), 'customer').country;
  return `${sku}:${availabilityIdAt(world, must(sale, sku), country, world.clock.nowMs())}`;
};
const basic = () => ({ lineItemNumber: 0, offerId: item('CFQ7TTC0LH18:0001', 'P1Y', 'monthly'), quantity: 5, termDuration: 'P1Y' });
const order = (line: object = {}, more: object = {}) =>
  stage.post(`${stage.customer}/orders`, { billingCycle: 'monthly', lineItems: [{ ...basic(), ...line }], ...more });

describe('an order', () => {
  test.each([
    ['UnderReview', 800073],
    ['Unknown', 800074],
    ['NotAllowed', 800075],
  ])('of a customer whose account is %s is refused with %i', async (status, code) => {
    customerActs['customer.accountStatus']?.(sandbox.world, { customer: stage.customerId, status });

    expect(await order()).toMatchObject({ status: 403, body: { code } });
  });

  test('of an allowed customer is placed', async () => {
    customerActs['customer.accountStatus']?.(sandbox.world, { customer: stage.customerId, status: 'Allowed' });

    expect(await order()).toMatchObject({ status: 201 });
  });

  test('needs an acceptance that still counts, or the customer’s own', async () => {
    const row = must(sandbox.world.tables.customers.get(stage.customerId), 'customer');
    sandbox.world.apply({
      kind: 'test.laid',
      actor: { kind: 'system', name: 'test' },
      cause: 'test',
      changes: [put('customers', { ...row, createdAt: sandbox.world.now() })],
    });

    expect(await order()).toMatchObject({ status: 403, body: { code: 13605 } });
    stage.turn({ agreements: { directSigned: true } });
    expect(await order()).toMatchObject({ status: 201 });
  });

  test('is refused while the partner has not signed his own agreement', async () => {
    stage.turn({ orders: { partnerAgreement: 'missing' } });

    expect(await order()).toMatchObject({ status: 403, body: { code: 900124 } });
  });

  test.each([
    ['another customer than the path', {}, { referenceCustomerId: '11111111-1111-4111-8111-111111111111' }, 900118],
    ['another currency than the market’s', {}, { currencyCode: 'JPY' }, 900169],
    ['an end that fits nothing', { customTermEndDate: '2027-02-11' }, {}, 900242],
    ['a partner who is no number', { partnerIdOnRecord: 'me' }, {}, 2071],
    ['too many seats', { quantity: 1_000_000 }, {}, 900275],
    ['a quantity that is a word', { quantity: 'many' }, {}, 800002],
    ['a stale item', { offerId: 'CFQ7TTC0LH18:0001:CFQ7TTC0XXXX' }, {}, 400019],
  ])('with %s is refused', async (_what, line, more, code) => {
    const before = sandbox.world.events.length;

    expect((await order(line, more)).body).toMatchObject({ code });
    expect(sandbox.world.events.length).toBe(before);
  });

  test('in an integration sandbox keeps to its small numbers', async () => {
    stage.turn({ orders: { testAccounts: [sandbox.account.id] } });

    expect((await order({ quantity: 26 })).body).toMatchObject({ code: 800018 });
  });

  test('ends its first term with the calendar month where it is told to', async () => {
    const placed = (await order({ customTermEndDate: '2027-10-31T00:00:00Z' })).body as { lineItems: { subscriptionId: string }[] };
    const row = sandbox.world.tables.subscriptions.get(placed.lineItems[0]?.subscriptionId ?? '');

    expect(row?.commitmentEndAt).toBe('2027-10-31T23:59:59Z');
  });
});

test('a provider’s order waits for the reseller’s signature, and never names the provider himself', async () => {
  await sandbox.close();
  const index = (await indexOfProvider()) ?? 0;
  await opened(index);
  const signed = (is: boolean): void => {
    partnerActs['partner.reseller']?.(sandbox.world, { account: sandbox.account.id, mpnId: '7654321', signed: is });
  };
  stage.turn({ orders: { agreement: 'ignored' } });

  signed(false);
  expect((await order({ partnerIdOnRecord: '7654321' })).body).toMatchObject({ code: 900123 });
  signed(true);
  expect(await order({ partnerIdOnRecord: '7654321' })).toMatchObject({ status: 201 });
  expect(await order({ partnerIdOnRecord: sandbox.account.mpnId })).toMatchObject({ status: 404, body: { code: 2072 } });
});

async function indexOfProvider(): Promise<number | undefined> {
  const all = await openSandbox();
  const found = all.world.tables.partnerAccounts.all().findIndex((row) => row.partnerType === 'indirectProvider' && row.cloud === 'global');
  await all.close();
  return found < 0 ? undefined : found;
}

test('a checkout that was answered is answered again, whatever came since', async () => {
  const cart = (
    await stage.post(`${stage.customer}/carts`, {
      partnerOnRecordAttestationAccepted: true,
      lineItems: [{ id: 0, catalogItemId: basic().offerId, quantity: 5, billingCycle: 'monthly', termDuration: 'P1Y' }],
    })
  ).body as { id: string };
  const first = await stage.post(`${stage.customer}/carts/${cart.id}/checkout`);
  customerActs['customer.accountStatus']?.(sandbox.world, { customer: stage.customerId, status: 'NotAllowed' });

  expect((await stage.post(`${stage.customer}/carts/${cart.id}/checkout`)).body).toEqual(first.body);
});
