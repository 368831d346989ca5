import type { Db } from '../../platform/db/connect.ts';

/**
 * After a restore nothing is written to any remote until an operator has looked up what the backup does not know (rule 9). Whoever starts the
 * process compares the epoch file beside it with the workspace's and sets `restored_at` when they differ.
 */
export async function isWritingHeld(db: Db): Promise<boolean> {
  const row = await db.selectFrom('workspace').select('restored_at').executeTakeFirst();
  return row !== undefined && row.restored_at !== null;
}
