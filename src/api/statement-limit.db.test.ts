import { sql } from 'kysely';
import { request } from 'undici';
import { expect, test } from 'vitest';
import { problemOf } from '../../test/support/ask.ts';
import { aPersonOf } from '../../test/support/make.ts';
import { guid } from '../../test/support/records.ts';
import { aServer } from '../../test/support/serve.ts';
import { startJob } from '../features/jobs/index.ts';
import { publicId } from '../model/ids.ts';
import { everything, inScope } from '../platform/db/transaction.ts';

const limitMs = 3_000; // nothing else of these tests takes so long, also on a slow machine
// Somebody else holds a table, so that a statement on it lasts until it is cancelled or the table is let go.
const { call, clock, context, database, requests, url } = await aServer({ statementMs: limitMs });
const owner = await aPersonOf(context, 'owner');

async function holding(table: string, work: (letGo: () => void) => Promise<void>): Promise<void> {
  const gate = Promise.withResolvers<undefined>();
  const held = Promise.withResolvers<undefined>();
  const letGo = (): void => {
    gate.resolve(undefined);
  };
  const holder = database.owner.db.transaction().execute(async (tx) => {
    await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(tx);
    held.resolve(undefined);
    await gate.promise;
  });
  await held.promise;
  try {
    await work(letGo);
  } finally {
    letGo();
    await holder;
  }
}

const waiting = async (): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
    where datname = current_database() and state = 'active' and wait_event_type = 'Lock'`.execute(database.owner.db);
  return rows[0]?.n ?? 0;
};
const connectionOfRequests = async (): Promise<unknown> => (await sql`select pg_backend_pid() as pid`.execute(requests.db)).rows;

test('a list that takes the database too long is answered 503 with what to do, and the database does not go on with it', async () => {
  const before = await connectionOfRequests();
  await holding('customer', async () => {
    const answer = await call('GET', '/customers', { as: owner });

    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
    expect(problemOf(answer)).toMatchObject({
      code: 'overloaded',
      retryable: true,
      detail: 'The database took too long for this and gave it up',
      remediation: { text: 'Ask for less, for example with a filter or a smaller page, or try again in a moment.' },
    });
    expect(answer.text).not.toMatch(/select|57014|statement/i);
    expect(await waiting()).toBe(0);
  });

  // The only connection of requests is the one that was cut off, and it is as good as before.
  expect((await call('GET', '/customers', { as: owner })).status).toBe(200);
  expect(await connectionOfRequests()).toEqual(before);
});

test('a change that waits too long for somebody else changes nothing, and may be sent again as the same', async () => {
  const send = () =>
    call('POST', '/people', {
      as: owner,
      body: { name: 'Ana', email: 'ana@contoso.com', role: 'auditor' },
      headers: { 'idempotency-key': 'add Ana' },
    });
  const people = () => database.owner.db.selectFrom('person').select('name').where('email', '=', 'ana@contoso.com').execute();

  await holding('audit_head', async () => {
    expect(problemOf(await send()).code).toBe('overloaded');
    expect(await people()).toEqual([]);
  });

  const again = await send();
  expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, undefined]);
  expect(await people()).toHaveLength(1);
});

test('a job is not limited: it waits longer than a request may, and ends well', async () => {
  await holding('customer', async (letGo) => {
    const job = inScope(context.db, everything, (tx) => tx.selectFrom('customer').select('customer_id').execute());

    expect((await call('GET', '/customers', { as: owner })).status).toBe(503);

    letGo();
    expect(await job).toEqual([]);
  });
});

test('the removal of a connection is not cut off, however long it lasts', async () => {
  const connectionId = guid(77);
  await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
    values (${connectionId}, 'pax8', 'distributor', 'Our Pax8', 'connected', '{}', 'x', now(), now())`.execute(database.owner.db);

  await holding('distributor_price', async (letGo) => {
    const path = `/connections/${publicId('connection', connectionId)}`;
    const removal = call('POST', `${path}/removal`, { as: owner, body: { name: 'Our Pax8', reason: 'We left them' } });
    await expect.poll(waiting).toBe(1);
    await sql`select pg_sleep(${(limitMs + 200) / 1_000})`.execute(database.owner.db);
    expect(await waiting()).toBe(1);

    letGo();
    expect((await removal).status).toBe(200);
  });
});

test('who follows a job is let go when the database cannot be asked any more, and may ask again', async () => {
  const { jobId } = await inScope(context.db, everything, (tx) => startJob(context, tx, { kind: 'sync', title: 'Read', input: {} }));
  const { body } = await request(`${url}/api/v1/jobs/${publicId('job', jobId)}/stream`, { headers: { cookie: owner.cookie } });
  const pieces: AsyncIterator<Buffer> = body.iterator();
  expect(String((await pieces.next()).value)).toContain('event: job');

  await holding('job', async () => {
    await clock.advance(500); // its next look
    expect((await pieces.next()).done).toBe(true);
  });
});
