import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { guid } from '../../../test/support/records.ts';
import { must } from '../../lib/must.ts';
import { idOf, ownReseller } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { startSync } from './index.ts';
import { freshKind } from './progress.ts';

const { db, owner } = await aDatabase();
const { context, clock, sent } = aContext(db);
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

beforeEach(() =>
  inScope(owner.db, everything, async (tx) => {
    await tx.deleteFrom('sync_run').execute();
    await tx.deleteFrom('job').execute();
  }),
);

const jobs = () => inScope(db, everything, (tx) => tx.selectFrom('job').select(['title', 'input']).orderBy('title').execute());

test('everything is one job for each connection that is not switched off', async () => {
  const outcome = await startSync(context, {});

  expect(outcome).toMatchObject({ status: 'started', joined: false });
  expect(await jobs()).toEqual([
    { title: 'Read North', input: { connectionId: north, reach: 'full' } },
    { title: 'Read South', input: { connectionId: south, reach: 'full' } },
  ]);
});

const begin = (progress: readonly string[] = []) =>
  inScope(db, everything, async (tx) => {
    const [job] = await tx.selectFrom('job').select(['job_id', 'input']).orderBy('title').execute();
    const jobId = must(job, 'a job').job_id;
    await tx.updateTable('job').set({ state: 'running', started_at: now }).where('job_id', '=', jobId).execute();
    const kinds = progress.map((kind) => ({ ...freshKind(kind), received: 1 }));
    await tx
      .insertInto('sync_run')
      .values({
        run_id: jobId,
        job_id: jobId,
        connection_id: north,
        reach: 'full',
        state: 'running',
        progress: JSON.stringify({ kinds }),
        started_at: now,
      })
      .execute();
  });

test('a second start joins what is on its way and says since when and by whom', async () => {
  const first = await startSync(context, {});
  const second = await startSync({ ...context, actor: { ...context.actor, name: 'Ana' } }, {});

  expect(first).toMatchObject({ joined: false });
  expect(second).toMatchObject({ joined: true, jobIds: first.status === 'started' && first.jobIds });
  expect(second.status === 'started' && second.jobs[0]).toMatchObject({ joined: true, startedBy: 'Concord', since: now });
  expect(await jobs()).toHaveLength(2);
});

test('some kinds are read where they are, books and charges apart', async () => {
  await startSync(context, { connectionId: idOf('connection', north), kinds: ['licences', 'subscriptions', 'customers', 'lines'] });

  expect(await jobs()).toEqual([
    {
      title: 'Read customers, subscriptions of North',
      input: { connectionId: north, reach: 'kinds', kinds: ['customers', 'subscriptions'] },
    },
    { title: 'Read licences of North', input: { connectionId: north, reach: 'kinds', kinds: ['licences'] } },
  ]);
});

test('a customer that a person waits for is not queued behind readings that take hours', async () => {
  const person = { ...context, actor: { ...context.actor, kind: 'person' as const } };
  sent.length = 0;
  await startSync(person, {});
  await startSync(person, { customerId: idOf('customer', customer) });

  expect(sent.map(({ name }) => name)).toEqual(['job', 'job', 'job.quick']);
  expect((await jobs()).map(({ input }) => (input as { by?: string }).by)).toEqual(['person', 'person', 'person']);
});

test('one kind of one customer is read alone', async () => {
  await startSync(context, { customerId: idOf('customer', customer), kinds: ['licences'] });

  expect(await jobs()).toEqual([
    {
      title: 'Read Contoso (licences) from South',
      input: { connectionId: south, reach: 'customer', customerId: customer, kinds: ['licences'] },
    },
  ]);
});

describe('a reading of everything that is on its way', () => {
  beforeEach(async () => {
    await startSync(context, { connectionId: idOf('connection', north) });
  });
  const joined = async (wanted: Parameters<typeof startSync>[1]) => {
    const outcome = await startSync(context, { connectionId: idOf('connection', north), ...wanted });
    return outcome.status === 'started' && outcome.joined;
  };

  test('is joined by kinds that it has not come to', async () => {
    await begin(['customers']);
    expect(await joined({ kinds: ['subscriptions'] })).toBe(true);
  });

  test('is not joined by kinds that it has passed: who asks now wants what is true now', async () => {
    await begin(['customers', 'subscriptions']);
    expect(await joined({ kinds: ['subscriptions'] })).toBe(false);
    expect(await jobs()).toHaveLength(2);
  });

  test('is joined by who wants only the changes', async () => {
    await begin(['customers']);
    expect(await joined({ reach: 'incremental' })).toBe(true);
  });

  test('keeps nobody waiting who wants what is charged, or one customer', async () => {
    expect(await joined({ kinds: ['prices'] })).toBe(false);
    expect(await joined({ reach: 'billing' })).toBe(false);
    expect(await startSync(context, { customerId: idOf('customer', customer) })).toMatchObject({ joined: false });
  });
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
  [{ kinds: ['lines'] as const }, 'nothingOfThatKind'],
])('what cannot be read is refused: %j', async (wanted, because) => {
  expect(await startSync(context, wanted)).toEqual({ status: 'refused', because });
  expect(await jobs()).toEqual([]);
});
