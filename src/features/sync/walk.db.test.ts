import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aDatabase } from '../../../test/support/database.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { keepEach } from './walk.ts';

const { db } = await aDatabase();

test('a record with a text that no index can hold is set apart alone, and says what to do', async () => {
  const kept = await inScope(db, everything, async (tx) => {
    await sql`create temporary table known (name text unique) on commit drop`.execute(tx);
    return keepEach(tx, [{ remoteId: 'short' }, { remoteId: 'long' }], async (items) => {
      for (const { remoteId } of items)
        await sql`insert into known select ${remoteId} || case ${remoteId} when 'long' then (select string_agg(md5(n::text), '')
          from generate_series(1, 2000) n) else '' end`.execute(tx);
      return { created: items.length, updated: 0, unchanged: 0, refused: [] };
    });
  });

  expect(kept).toMatchObject({
    created: 1,
    refused: [{ remoteId: 'long', reason: expect.stringContaining('too long to be kept') as string }],
  });
});
