import { expect, test } from 'vitest';
import { aDatabase } from '../../../test/support/database.ts';
import { Seeded } from '../../lib/seeded.ts';
import { everything, inScope } from '../db/transaction.ts';
import { createSecrets, type Secrets } from '../secrets.ts';
import { loadKeyRing } from './key-ring.ts';
import { findLostKeys } from './lost-keys.ts';
import { countOldSecrets, rotateSecrets } from './rotate.ts';

const { db } = await aDatabase();
const seeded = new Seeded(5);
const columns = [{ table: 'connection', row: 'connection_id', column: 'secrets' }] as const;
const ring = (secretKey: string, secretKeyOld?: string) => createSecrets(loadKeyRing({ dataDir: '/nowhere', secretKey, secretKeyOld }));
const [before, during, after] = [ring('first key'), ring('second key', 'first key'), ring('second key')];
const now = Temporal.Instant.from('2026-11-20T08:00:00Z');

async function aConnection(secrets: Secrets | undefined, plain: string): Promise<string> {
  const connection_id = seeded.uuid();
  const sealed = secrets?.seal(plain, { table: 'connection', row: connection_id, column: 'secrets' }) ?? null;
  const names = { name: connection_id, identity: connection_id, kind: 'pax8', side: 'distributor', state: 'draft', settings: '{}' };
  await db
    .insertInto('connection')
    .values({ connection_id, ...names, secrets: sealed, created_at: now, changed_at: now })
    .execute();
  return connection_id;
}
async function openAll(secrets: Secrets): Promise<string[]> {
  const rows = await db
    .selectFrom('connection')
    .select(['connection_id', 'secrets'])
    .where('secrets', 'is not', null)
    .orderBy('connection_id')
    .execute();
  return rows.map((row) => secrets.open(row.secrets ?? '', { table: 'connection', row: row.connection_id, column: 'secrets' })).sort();
}

test('all secrets are wrapped anew, in as many goes as it takes, and then the old key may go', async () => {
  for (let n = 0; n < 120; n += 1) await aConnection(before, `secret ${n}`);
  await aConnection(undefined, '');
  await aConnection(during, 'already new');
  expect(await countOldSecrets(db, during, columns)).toBe(120);

  // Killed in the middle: some are done, both kinds open.
  let left = 30;
  const dying: Secrets = { ...during, rewrap: (sealed, place) => (left-- > 0 ? during.rewrap(sealed, place) : die()) };
  await expect(rotateSecrets(db, dying, columns)).rejects.toThrow('killed');
  expect(await countOldSecrets(db, during, columns)).toBe(90);
  expect(await openAll(during)).toHaveLength(121);

  expect(await rotateSecrets(db, during, columns)).toBe(90);
  expect(await countOldSecrets(db, during, columns)).toBe(0);
  expect(await openAll(after)).toHaveLength(121);
  expect(await rotateSecrets(db, during, columns)).toBe(0);
});

test('a secret that somebody enters anew at the same time is not overwritten by the old one', async () => {
  const id = await aConnection(before, 'old password');
  const fresh = during.seal('new password', { table: 'connection', row: id, column: 'secrets' });
  const slow: Secrets = during;
  await db.updateTable('connection').set({ secrets: fresh }).where('connection_id', '=', id).execute();

  await rotateSecrets(db, slow, columns);
  expect(await openAll(after)).toContain('new password');
});

test('what only the whole installation may see is wrapped anew and counted as well', async () => {
  const [destination_id, connection_id] = [seeded.uuid(), await aConnection(undefined, '')];
  const place = { table: 'relay_destination', row: destination_id, column: 'address' };
  await inScope(db, everything, (tx) =>
    tx
      .insertInto('relay_destination')
      .values({
        destination_id,
        connection_id,
        name: 'Their tool',
        host: 'tool.example',
        address: before.seal('https://tool.example/hook', place),
        created_at: now,
      })
      .execute(),
  );
  const ofRelay = [{ table: 'relay_destination', row: 'destination_id', column: 'address' }] as const;
  expect(await countOldSecrets(db, during, ofRelay)).toBe(1);
  expect(await inScope(db, everything, (tx) => findLostKeys(tx, [during.currentKeyId]))).toContain(before.currentKeyId);

  expect(await rotateSecrets(db, during, ofRelay)).toBe(1);

  const row = await inScope(db, everything, (tx) => tx.selectFrom('relay_destination').select('address').executeTakeFirstOrThrow());
  expect(after.open(row.address, place)).toBe('https://tool.example/hook');
});

const die = (): never => {
  throw new Error('killed');
};
