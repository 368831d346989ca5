import { z } from 'zod';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';

const name = 'selfRegistration';
const Kept = z.object({ open: z.boolean() });

/** Whether companies may register themselves. Off until somebody switches it on. */
export async function isOpen(db: Db | Tx): Promise<boolean> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
  return row !== undefined && Kept.parse(row.value).open;
}

export const openRegistration = (context: Context, open: boolean): Promise<void> =>
  inScope(context.db, everything, async (tx) => {
    const before = await isOpen(tx);
    const row = { value: JSON.stringify({ open }), changed_by: context.actor.name, changed_at: context.clock.now() };
    await tx
      .insertInto('setting')
      .values({ name, ...row })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
      .execute();
    await record(tx, context, { action: 'selfRegistration.switched', object: 'settings', before: { open: before }, after: { open } });
  });
