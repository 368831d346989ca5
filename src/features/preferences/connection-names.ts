import type { Tx } from '../../platform/db/connect.ts';

/** Ids of the accounts that are connected, by their names, which are unique; in the order of the names. */
export async function connectionNames(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('connection')
    .select(['connection_id', 'name'])
    .where('removed_at', 'is', null)
    .orderBy('name')
    .execute();
  return new Map(rows.map((row) => [row.name, row.connection_id]));
}
