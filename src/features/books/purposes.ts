import type { DistributorPurpose } from '../../model/connection.ts';
import type { Tx } from '../../platform/db/connect.ts';

/** Whether a connection is read for this (S15). */
export async function isReadFor(tx: Tx, connectionId: string, purpose: DistributorPurpose): Promise<boolean> {
  const row = await tx.selectFrom('connection').select('purposes').where('connection_id', '=', connectionId).executeTakeFirst();
  return row?.purposes.includes(purpose) ?? true;
}
