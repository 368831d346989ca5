import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { firstHash, hashEvent } from './chain.ts';
import { currentHead, listEvents, record, verifyTrail } from './index.ts';
import { readLinks } from './store.ts';

const note = (context: Context, action: string, object = 'con_1', actor = 'Ana') =>
  inScope(context.db, everything, (tx) =>
    record(
      tx,
      { ...context, actor: { ...context.actor, name: actor } },
      { action, object, before: { n: 1 }, after: { n: 2, secret: 'changed' } },
    ),
  );

/** A trail of ten events in a database of its own. */
async function aTrail(): Promise<{ readonly context: Context; readonly database: TestDatabase }> {
  const database = await aDatabase();
  const { context, clock } = aContext(database.db);
  for (let n = 1; n <= 10; n += 1) {
    await note(context, `thing.${n}`);
    await clock.advance(1_000);
  }
  return { context, database };
}

describe('an event', () => {
  test('is written with its change, or not at all', async () => {
    const { context } = await aTrail();
    await inScope(context.db, everything, async (tx) => {
      await record(tx, context, { action: 'never.happened', object: 'x' });
      throw new Error('rolled back');
    }).catch(() => undefined);

    expect(await verifyTrail(context, [])).toMatchObject({ intact: true, events: 10, brokenAt: null });
    await note(context, 'after.that');
    expect(await verifyTrail(context, [])).toMatchObject({ intact: true, events: 11 });
  });

  test('says who, what, from where, before and after', async () => {
    const { context } = await aTrail();
    await inScope(context.db, everything, (tx) =>
      record(
        tx,
        { ...context, actor: { ...context.actor, name: 'Ana', origin: '10.0.0.7' } },
        {
          action: 'connection.changed',
          object: 'con_7',
          before: { name: 'a' },
          after: { name: 'b' },
          reason: 'Renamed',
          result: 'refused',
        },
      ),
    );

    const { rows } = await listEvents(context, { filter: {}, limit: 1, cursor: undefined, descending: true });

    expect(rows).toMatchObject([
      {
        seq: 11,
        actor: 'Ana',
        origin: '10.0.0.7',
        action: 'connection.changed',
        object: 'con_7',
        before: { name: 'a' },
        after: { name: 'b' },
        reason: 'Renamed',
        result: 'refused',
      },
    ]);
  });

  test('of thirty at once each has its place in the chain', async () => {
    const { context } = await aTrail();
    await Promise.all(Array.from({ length: 30 }, (_, n) => note(context, `at.once.${n}`)));

    expect(await verifyTrail(context, [])).toMatchObject({ intact: true, events: 40 });
    expect((await currentHead(context)).seq).toBe(40);
  });

  test('holds values that JSON changes: what is hashed is what comes back', async () => {
    const { context } = await aTrail();
    await inScope(context.db, everything, (tx) =>
      record(tx, context, {
        action: 'odd',
        object: 'x',
        after: { big: 1e21, none: undefined, text: '\u2028 "é" \\', nested: [{ a: null }], at: context.clock.now() },
      }),
    );

    expect((await verifyTrail(context, [])).intact).toBe(true);
  });
});

describe('the list', () => {
  test('newest first, oldest first, by action, thing and person, page by page', async () => {
    const { context } = await aTrail();
    await note(context, 'thing.3', 'con_9', 'Ben');
    const list = (filter: Parameters<typeof listEvents>[1]['filter'], descending = true, cursor?: string) =>
      listEvents(context, { filter, limit: 6, cursor, descending });

    expect((await list({})).rows.map(({ seq }) => seq)).toEqual([11, 10, 9, 8, 7, 6]);
    expect((await list({}, false)).rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await list({ action: 'thing.3' })).rows.map(({ actor }) => actor)).toEqual(['Ben', 'Ana']);
    expect((await list({ object: 'con_9' })).rows).toHaveLength(1);
    expect((await list({ actor: 'Ben', action: 'thing.4' })).rows).toEqual([]);
    const first = await list({});
    expect((await list({}, true, first.nextCursor ?? '')).rows.map(({ seq }) => seq)).toEqual([5, 4, 3, 2, 1]);
    await expect(list({ actor: 'Ana' }, true, first.nextCursor ?? '')).rejects.toMatchObject({ code: 'invalid_cursor' });
  });
});

describe('who could change it', () => {
  test('the application cannot: it may add and read, nothing else', async () => {
    const { context } = await aTrail();
    const asApp = (statement: ReturnType<typeof sql>) => inScope(context.db, everything, (tx) => statement.execute(tx));

    await expect(asApp(sql`update audit_event set actor = 'Eve'`)).rejects.toThrow(/permission denied/);
    await expect(asApp(sql`delete from audit_event`)).rejects.toThrow(/permission denied/);
    await expect(asApp(sql`truncate audit_event`)).rejects.toThrow(/permission denied/);
    expect((await verifyTrail(context, [])).intact).toBe(true);
  });

  const edits: readonly (readonly [string, (database: TestDatabase) => Promise<unknown>])[] = [
    ['an edited event', ({ owner }) => sql`update audit_event set actor = 'Eve' where seq = 4`.execute(owner.db)],
    ['a deleted event', ({ owner }) => sql`delete from audit_event where seq = 4`.execute(owner.db)],
    [
      'two swapped events',
      async ({ owner }) => {
        await sql`update audit_event set seq = seq + 100 where seq in (4, 5)`.execute(owner.db);
        await sql`update audit_event set seq = case seq when 104 then 5 else 4 end where seq in (104, 105)`.execute(owner.db);
      },
    ],
    [
      'an event put in between',
      async ({ owner }) => {
        await sql`update audit_event set seq = seq + 100 where seq >= 5`.execute(owner.db);
        await sql`update audit_event set seq = seq - 99 where seq >= 105`.execute(owner.db);
        await sql`insert into audit_event select (jsonb_populate_record(a, jsonb_build_object('seq', 5, 'event_id', gen_random_uuid()))).* from audit_event a where seq = 4`.execute(
          owner.db,
        );
      },
    ],
    [
      'a tail that was cut off',
      async ({ owner }) => {
        await sql`delete from audit_event where seq > 7`.execute(owner.db);
        await sql`update audit_head set seq = 7, hash = (select hash from audit_event where seq = 7)`.execute(owner.db);
      },
    ],
    [
      'a whole trail written anew with right hashes',
      async ({ owner }) => {
        const { rows } = await listAll(owner.db);
        let previous = firstHash;
        for (const row of rows) {
          const event = { ...row, actor: 'Eve' };
          const hash = hashEvent(previous, event);
          await sql`update audit_event set actor = 'Eve', previous_hash = ${previous}, hash = ${hash} where seq = ${row.seq}`.execute(
            owner.db,
          );
          previous = hash;
        }
        await sql`update audit_head set hash = ${previous}`.execute(owner.db);
      },
    ],
  ];

  test.each(edits)('whoever owns the database can, and verification finds %s', async (_what, edit) => {
    const { context, database } = await aTrail();
    const checkpoint = await currentHead(context); // kept outside the database
    expect((await verifyTrail(context, [checkpoint])).intact).toBe(true);

    await edit(database);

    const verdict = await verifyTrail(context, [checkpoint]);
    expect(verdict.intact).toBe(false);
    expect(verdict.sentence).not.toBe('');
  });
});

/** The events as they are hashed. */
async function listAll(db: TestDatabase['db']) {
  const rows = await db.transaction().execute((tx) => readLinks(tx, 0, 100));
  return { rows: rows.map(({ event }) => event) };
}
