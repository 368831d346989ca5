import { afterEach, beforeEach, expect, test } from 'vitest';
import { put } from '../world/world.ts';
import { readDay } from './audit.ts';
import { type Opened, openSandbox } from './open-sandbox.ts';
import { missingNames, sample } from './sample-names.ts';

let sandbox: Opened;
beforeEach(async () => {
  sandbox = await openSandbox();
});
afterEach(() => sandbox.close());

type Records = {
  totalCount: number;
  items: {
    id: string;
    customerId: string;
    operationType: string;
    operationDate: string;
    userPrincipalName: string;
    resourceOldValue?: string;
    resourceNewValue: string;
  }[];
  links: { next?: object };
};
const read = async (query = '') => (await sandbox.ask(`/v1/auditrecords${query}`)).body as Records;

const change = async (quantity: number) => {
  const row = sandbox.lay({});
  await sandbox.ask(`/v1/customers/${row.customerId}/subscriptions/${row.id}`, {
    method: 'PATCH',
    body: { quantity, autoRenewEnabled: true },
  });
  return row;
};

test('a change through the API is the newest record, with old and new value in PascalCase', async () => {
  const row = await change(28);
  const answer = await read('?size=5');
  const [newest] = answer.items;

  expect(
    missingNames(
      sample('partner-center', 'auditrecords.get-a-record-of-partner-center-activity-by-user.response'),
      await read('?size=500'),
    ),
  ).toEqual([]);
  expect(newest).toMatchObject({
    customerId: row.customerId,
    operationType: 'update_subscription',
    userPrincipalName: sandbox.account.users[0]?.userPrincipalName,
  });
  expect(JSON.parse(newest?.resourceOldValue ?? '{}')).toMatchObject({
    Id: row.id,
    Quantity: 25,
    Attributes: { ObjectType: 'Subscription' },
  });
  expect(JSON.parse(newest?.resourceNewValue ?? '{}')).toMatchObject({ Quantity: 28 });
  expect(newest?.id.startsWith(`${sandbox.account.tenantId}_${row.customerId}_${row.id}_`)).toBe(true);
});

test('a purchase is told as an order, with the documented keys', async () => {
  const row = sandbox.lay({});
  const { items } = await read('?size=1');

  expect(items[0]).toMatchObject({
    resourceType: 'order',
    operationType: 'create_order',
    customizedData: [
      { key: 'OrderId', value: row.orderId },
      { key: 'AlternateId', value: row.orderId },
      { key: 'BillingCycle', value: 'Monthly' },
      { key: 'OfferId-0' },
      { key: 'SubscriptionId-0', value: row.id },
      { key: 'SubscriptionName-0', value: row.friendlyName },
      { key: 'Quantity-0', value: '25' },
      { key: 'PartnerOnRecord-0', value: null },
    ],
  });
  expect(JSON.parse(items[0]?.resourceNewValue ?? '{}')).toMatchObject({ Id: row.orderId, LineItems: [{ SubscriptionId: row.id }] });
});

test('records are narrowed by customer, kind of resource and name', async () => {
  const row = await change(29);
  const filtered = (filter: object) => read(`?size=500&filter=${encodeURIComponent(JSON.stringify(filter))}`);

  const byCustomer = await filtered({ Field: 'CustomerId', Value: row.customerId.toUpperCase(), Operator: 'equals' });
  const byKind = await filtered({ Field: 'ResourceType', Value: 'Subscription', Operator: 'equals' });
  const byName = await filtered({ Field: 'CompanyName', Value: 'no such company', Operator: 'substring' });

  expect(new Set(byCustomer.items.map((item) => item.customerId))).toEqual(new Set([row.customerId]));
  expect(byKind.items.length).toBeGreaterThan(0);
  expect(byName.items).toEqual([]);
});

test('pages go from newest to oldest', async () => {
  for (const quantity of [26, 27, 28]) {
    sandbox.world.clock.step(1000);
    await change(quantity);
  }
  const all = await read('?size=500');
  const one = await read('?size=2');

  expect(one.items.map((item) => item.id)).toEqual(all.items.slice(0, 2).map((item) => item.id));
  expect(one.links.next).toBeDefined();
  const dates = all.items.map((item) => Temporal.Instant.from(item.operationDate).epochMilliseconds);
  expect(dates).toEqual(dates.toSorted((left, right) => right - left));
});

test('only whole days count, and 90 days are the most', async () => {
  await change(26);
  const today = await read('?startDate=2026-11-21&endDate=2026-11-21T00:00:00&size=500');
  const yesterday = await read('?startDate=2026-11-20&endDate=2026-11-20&size=500');
  const oldest = await sandbox.ask('/v1/auditrecords?startDate=2026-08-23');
  const tooOld = await sandbox.ask('/v1/auditrecords?startDate=2026-08-22');

  expect(today.items.length).toBeGreaterThan(0);
  expect(yesterday.items.every((item) => item.operationDate.startsWith('2026-11-20'))).toBe(true);
  expect([oldest.status, tooOld.status]).toEqual([200, 400]);
});

test('a lag hides the newest records until its time has passed', async () => {
  const idempotency = sandbox.world.switch('idempotency');
  const turn = (auditLagMinutes: number) =>
    sandbox.world.apply({
      kind: 'test.turned',
      actor: { kind: 'control', name: 'test' },
      cause: 'test',
      changes: [put('switches', { id: 'idempotency', value: { ...idempotency, auditLagMinutes } })],
    });
  sandbox.world.clock.step(20 * 60_000);
  turn(10);
  const row = await change(33);

  const hidden = await read('?size=1');
  sandbox.world.clock.step(11 * 60_000);
  const shown = await read('?size=1');
  turn(0);

  expect(hidden.items[0]?.id).not.toContain(row.id);
  expect(shown.items[0]?.id).toContain(row.id);
});

test.each([
  ['2026-11-01', '2026-11-01'],
  ['2026-11-01T23:00:00Z', '2026-11-01'],
  ['6/1/2017 12:00:00 AM', '2017-06-01'],
  ['13/40/2017', undefined],
  ['soon', undefined],
])('the day of %s is %s', (text, day) => {
  expect(readDay(text)?.toString()).toBe(day);
});

test('charge cycles follow each other without a word, a renewal is told at the instant it happened', async () => {
  const dates = {
    effectiveStartAt: '2026-01-22T00:00:00Z',
    commitmentEndAt: '2027-01-21T23:59:59Z',
    billingCycleEndAt: '2026-11-21T23:59:59Z',
  };
  const row = sandbox.lay(dates);
  const told = async () => (await read('?size=500')).items.filter((item) => item.id.includes(row.id));
  sandbox.world.clock.step(2 * 24 * 3_600_000);
  const afterCycle = await told();
  sandbox.world.clock.step(60 * 24 * 3_600_000);
  const afterTerm = await told();

  expect(afterCycle).toEqual([]);
  expect(afterTerm).toMatchObject([{ operationType: 'update_subscription', operationDate: '2027-01-22T00:00:00Z' }]);
});
