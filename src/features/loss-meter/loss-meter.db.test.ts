import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { anEstate, customerId, marketplaceId } from '../../../test/support/compared-estate.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aLine, aSubscription, guid } from '../../../test/support/records.ts';
import { aWritablePsa } from '../../../test/support/writable-psa.ts';
import { ownReseller } from '../../model/ids.ts';
import { readLossMeter } from './index.ts';

const { db, owner } = await aDatabase();
const psa = aWritablePsa();
const { context } = aContext(db, { openRemote: () => psa });

await anEstate(context, psa, [
  { n: 1, subscriptions: [aSubscription(1, { seats: 25 })], lines: [aLine(1, { quantity: '20' })] },
  { n: 2 },
  { n: 3, lines: [] },
  { n: 4, subscriptions: [aSubscription(4, { status: 'cancelled' })] },
  { n: 5, mapped: false, lines: [] },
  { n: 6, subscriptions: [aSubscription(6, { isTrial: true })], lines: [] },
]);

const meterOf = async (by: 'customer' | 'product', limit = 50) => {
  const meter = await readLossMeter(context, { by, customerId: undefined, limit });
  const rows = meter.rows.map(({ label, money, underBilled, overBilled, since }) => ({
    label,
    bought: money.bought.toFixed(2),
    billed: money.billed.toFixed(2),
    lost: underBilled.toFixed(2),
    overcharged: overBilled.toFixed(2),
    since,
  }));
  return { ...meter, rows };
};

test('each customer shows what it bought and what it is billed, in money a month, both ways', async () => {
  const { rows, withoutPrice } = await meterOf('customer');

  expect(rows.map(({ since: _, ...row }) => row)).toEqual([
    { label: 'Customer 3', bought: '550.00', billed: '0.00', lost: '550.00', overcharged: '0.00' },
    { label: 'Customer 4', bought: '0.00', billed: '550.00', lost: '0.00', overcharged: '550.00' },
    { label: 'Customer 1', bought: '550.00', billed: '440.00', lost: '110.00', overcharged: '0.00' },
    { label: 'Customer 2', bought: '550.00', billed: '550.00', lost: '0.00', overcharged: '0.00' },
  ]);
  // Nobody is mapped, so nobody knows a price.
  expect([withoutPrice.positions, withoutPrice.seats.toFixed()]).toEqual([1, '25']);
});

test('the totals are of all rows, whichever are shown', async () => {
  const all = await meterOf('customer');
  const one = await meterOf('product', 1);

  expect(one.totals).toEqual(all.totals);
  expect((await meterOf('customer', 1)).more).toBe(3);
  const [total] = all.totals;
  expect(total?.underBilled.minus(total.overBilled).toFixed()).toBe(total?.money.bought.minus(total.money.billed).toFixed());
});

test('a loss is as old as the change that nobody billed', async () => {
  await sql`update subscription set created_at = '2026-03-01T00:00:00Z'`.execute(owner.db);
  await sql`update psa_line set from_on = '2026-03-01'`.execute(owner.db);
  await sql`insert into subscription_change (customer_id, subscription_id, change_id, reseller_id, changes, cause, at)
    select customer_id, subscription_id, gen_random_uuid(), reseller_id, '{"seats": {"before": 20, "after": 25}}', 'sync', '2026-10-14T08:00:00Z'
    from subscription where customer_id = ${customerId(1)}`.execute(owner.db);

  const since = new Map((await meterOf('customer')).rows.map((row) => [row.label, row.since]));
  expect(since.get('Customer 1')).toBe('2026-10-14');
  expect(since.get('Customer 3')).toBe('2026-03-01');
  expect(since.get('Customer 2')).toBeUndefined();
});

test('what is charged is known once a month was compared, what is assigned once the tenant was read', async () => {
  expect((await meterOf('customer')).leftOut).toHaveLength(2);

  const scope = { reseller_id: ownReseller, connection_id: marketplaceId };
  await owner.db
    .insertInto('charged_month')
    .values(
      [1, 2, 3, 4, 5].map((n) => ({
        ...scope,
        customer_id: customerId(n),
        period: '2026-10',
        subscription_ids: n === 2 ? [] : [guid(10_000 + n)],
      })),
    )
    .execute();
  await owner.db
    .insertInto('licence_product')
    .values({ product_id: 'CFQ7TTC0LCHC', sku_id: '0002', provisioning_id: 'spb', seen_at: context.clock.now() })
    .execute();
  await owner.db
    .insertInto('tenant_licence')
    .values(
      [1, 2, 3, 4, 5].map((n) => ({
        ...scope,
        customer_id: customerId(n),
        sku_id: 'spb',
        part_number: 'SPB',
        capability: 'Enabled',
        enabled: 25,
        warning: 0,
        suspended: 0,
        assigned: 18,
        seen_at: context.clock.now(),
        changed_at: context.clock.now(),
      })),
    )
    .execute();

  const { rows, leftOut } = await readLossMeter(context, { by: 'customer', customerId: undefined, limit: 50 });
  expect(leftOut).toEqual([]);
  const seats = new Map(rows.map((row) => [row.label, row.seats]));
  expect(seats.get('Customer 1')?.charged?.toFixed()).toBe('25');
  expect(seats.get('Customer 2')?.charged?.toFixed()).toBe('0');
  expect(rows.find((row) => row.label === 'Customer 1')?.money.assigned?.toFixed()).toBe('396');
});

test('customers that are left alone on purpose are not counted', async () => {
  await sql`update account_mapping set state = 'ignored' where customer_id = ${customerId(3)}`.execute(owner.db);

  expect((await meterOf('customer')).rows.map((row) => row.label)).not.toContain('Customer 3');
});
