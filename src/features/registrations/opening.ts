import { z } from 'zod';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { readSetting, writeSetting } from '../settings/index.ts';

const name = 'selfRegistration';
const Kept = z.object({ open: z.boolean() });

/** Whether companies may register themselves. Off until somebody switches it on. */
export async function isOpen(db: Db | Tx): Promise<boolean> {
  const kept = await readSetting(db, name);
  return kept !== undefined && Kept.parse(kept).open;
}

export const openRegistration = (context: Context, open: boolean): Promise<void> =>
  inScope(context.db, everything, async (tx) => {
    const before = await isOpen(tx);
    await writeSetting(tx, context, name, { open });
    await record(tx, context, { action: 'selfRegistration.switched', object: 'settings', before: { open: before }, after: { open } });
  });
