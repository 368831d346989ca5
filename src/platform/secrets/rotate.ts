import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { Tables } from '../db/tables.ts';
import { everything, inScope } from '../db/transaction.ts';
import type { Secrets } from '../secrets.ts';

/** A column that holds sealed text, and the key of its row. */
export type SealedColumn = { readonly table: keyof Tables; readonly row: string; readonly column: string };

type Found = { readonly row: string; readonly sealed: string };
const batchSize = 100;

/**
 * Wraps every secret under the current key. May be killed and started again at any point (F79): what is done is done, both keys open
 * until the end. Returns how many were wrapped anew.
 */
export async function rotateSecrets(db: Db, secrets: Secrets, columns: readonly SealedColumn[]): Promise<number> {
  let changed = 0;
  for (const column of columns) {
    for (let rows = await findOld(db, secrets, column); rows.length > 0; rows = await findOld(db, secrets, column)) {
      for (const found of rows) changed += await rewrapRow(db, secrets, column, found);
    }
  }
  return changed;
}

/** How many secrets still need an older key (`keys status`); the older key may go when it is 0. */
export async function countOldSecrets(db: Db, secrets: Secrets, columns: readonly SealedColumn[]): Promise<number> {
  let count = 0;
  for (const { table, column } of columns) {
    const { rows } = await inScope(db, everything, (tx) =>
      sql<{ count: string }>`
        select count(*) as count from ${sql.table(table)} where ${sql.ref(column)} not like ${`v1.${secrets.currentKeyId}.%`}`.execute(tx),
    );
    count += Number(rows[0]?.count ?? 0);
  }
  return count;
}

/** Some tables are under row level security: without a scope their secrets would not be found, and lost with the old key. */
async function findOld(db: Db, secrets: Secrets, { table, row, column }: SealedColumn): Promise<readonly Found[]> {
  const { rows } = await inScope(db, everything, (tx) =>
    sql<Found>`
      select ${sql.ref(row)}::text as row, ${sql.ref(column)} as sealed from ${sql.table(table)}
      where ${sql.ref(column)} not like ${`v1.${secrets.currentKeyId}.%`} limit ${batchSize}`.execute(tx),
  );
  return rows;
}

/** Only if nobody saved another secret meanwhile. */
async function rewrapRow(db: Db, secrets: Secrets, { table, row, column }: SealedColumn, found: Found): Promise<number> {
  const rewrapped = secrets.rewrap(found.sealed, { table, row: found.row, column });
  if (rewrapped === undefined) return 0;
  const { numAffectedRows } = await inScope(db, everything, (tx) =>
    sql`
      update ${sql.table(table)} set ${sql.ref(column)} = ${rewrapped}
      where ${sql.ref(row)}::text = ${found.row} and ${sql.ref(column)} = ${found.sealed}`.execute(tx),
  );
  return Number(numAffectedRows ?? 0);
}
