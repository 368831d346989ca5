import { sql } from 'kysely';
import { Fault } from '../../lib/errors.ts';
import type { Db, Tx } from '../db/connect.ts';
import { everything, inScope } from '../db/transaction.ts';
import type { SealedColumn } from './rotate.ts';

/** Every column that holds a sealed secret. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'connection', row: 'connection_id', column: 'secrets' },
  { table: 'feed_state', row: 'connection_id', column: 'registered' },
  { table: 'feed_state', row: 'connection_id', column: 'before_take_over' },
  { table: 'relay_destination', row: 'destination_id', column: 'address' },
  { table: 'notice_channel', row: 'channel_id', column: 'address' },
  { table: 'notice_channel', row: 'channel_id', column: 'secret' },
  { table: 'notice_channel', row: 'channel_id', column: 'secret_before' },
  { table: 'mail_server', row: 'name', column: 'password' },
];

/** Name of the setting that lists the keys which a person has given up. */
export const lostKeysName = 'lostKeys';

/** Ids of the keys that stored secrets need and that are neither here nor given up; in a transaction that sees the whole installation. */
export async function findLostKeys(tx: Tx, known: readonly string[]): Promise<readonly string[]> {
  const givenUp = await readGivenUp(tx);
  return (await keysInUse(tx)).filter((id) => !known.includes(id) && !givenUp.includes(id));
}

/**
 * Start-up check: a key of which nothing stored opens is the wrong one, and a new one would hide that until the first job fails.
 * Some that open are enough: the others may be on their way from one key to the next.
 */
export async function refuseLostKeys(db: Db, known: readonly string[]): Promise<void> {
  const { used, lost } = await inScope(db, everything, async (tx) => ({ used: await keysInUse(tx), lost: await findLostKeys(tx, known) }));
  if (used.some((id) => known.includes(id))) return;
  if (lost.length === 0) return;
  throw known.length === 0
    ? new Fault('secret_key_missing', 'needs_operator', `The key file is gone, but stored secrets need it (key ${lost.join(', ')})`, {
        hint: `Bring secret.key back from a backup into the data folder. ${wayOut}`,
      })
    : new Fault('secret_key_wrong', 'needs_operator', `The key opens none of the stored secrets: they need the key ${lost.join(', ')}`, {
        hint: `Give the key they were made with (CONCORD_SECRET_KEY, or secret.key in the data folder). ${wayOut}`,
      });
}

const wayOut =
  'Nothing was changed. If the key is lost for good: concord keys lost --reason "...", then enter the secrets of each connection again.';

async function keysInUse(tx: Tx): Promise<readonly string[]> {
  const ids = new Set<string>();
  for (const { table, column } of sealedColumns) {
    const { rows } = await sql<{ id: string }>`
      select distinct split_part(${sql.ref(column)}, '.', 2) as id from ${sql.table(table)} where ${sql.ref(column)} is not null`.execute(
      tx,
    );
    for (const { id } of rows) ids.add(id);
  }
  return [...ids].sort();
}

export async function readGivenUp(db: Db): Promise<readonly string[]> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', lostKeysName).executeTakeFirst();
  return Array.isArray(row?.value) ? row.value.map(String) : [];
}
