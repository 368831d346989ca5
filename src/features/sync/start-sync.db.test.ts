import { beforeEach, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { guid } from '../../../test/support/records.ts';
import { idOf, ownReseller } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { startSync } from './index.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);
const now = clock.now();
const [north, south, off] = [guid(1), guid(2), guid(3)];
const customer = guid(50);

for (const [id, name, state] of [
  [north, 'North', 'connected'],
  [south, 'South', 'degraded'],
  [off, 'Off', 'off'],
] as const)
  await db
    .insertInto('connection')
    .values({
      connection_id: id,
      kind: 'partnerCenter',
      side: 'microsoft',
      name,
      state,
      settings: '{}',
      identity: name,
      created_at: now,
      changed_at: now,
    })
    .execute();
await inScope(db, everything, async (tx) => {
  const whose = { customer_id: customer, reseller_id: ownReseller, seen_at: now };
  await tx
    .insertInto('customer')
    .values({ ...whose, cloud: 'global', tenant_id: guid(60), name: 'Contoso', domain: '', created_at: now, changed_at: now })
    .execute();
  await tx
    .insertInto('customer_connection')
    .values({ ...whose, connection_id: south, relationship: 'reseller' })
    .execute();
});

beforeEach(() => inScope(owner.db, everything, (tx) => tx.deleteFrom('job').execute()));

const jobs = () => inScope(db, everything, (tx) => tx.selectFrom('job').select(['title', 'input']).orderBy('title').execute());

test('everything is one job for each connection that is not switched off', async () => {
  const outcome = await startSync(context, {});

  expect(outcome).toMatchObject({ status: 'started', joined: false });
  expect(await jobs()).toEqual([
    { title: 'Read North', input: { connectionId: north, reach: 'full' } },
    { title: 'Read South', input: { connectionId: south, reach: 'full' } },
  ]);
});

test('a second start joins what is on its way', async () => {
  const first = await startSync(context, {});
  const second = await startSync(context, {});

  expect(second).toEqual({ ...first, joined: true });
  expect(await jobs()).toHaveLength(2);
});

test('a customer is read where it is sold', async () => {
  await startSync(context, { customerId: idOf('customer', customer) });

  expect(await jobs()).toEqual([
    { title: 'Read Contoso from South', input: { connectionId: south, reach: 'customer', customerId: customer } },
  ]);
});

test.each([
  [{ connectionId: idOf('connection', off) }, 'connectionOff'],
  [{ connectionId: idOf('connection', guid(9)) }, 'unknownConnection'],
  [{ customerId: idOf('customer', guid(9)) }, 'unknownCustomer'],
])('what cannot be read is refused: %j', async (wanted, because) => {
  expect(await startSync(context, wanted)).toEqual({ status: 'refused', because });
  expect(await jobs()).toEqual([]);
});
