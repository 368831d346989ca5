import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';

/** The value of a setting as it was kept; undefined when nobody has set it. */
export async function readSetting(db: Db | Tx, name: string): Promise<unknown> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value;
}

/** The value of a setting, which nobody else changes before this transaction ends; an empty object when nobody has set it. */
export async function lockSetting(tx: Tx, name: string): Promise<unknown> {
  // The row is made first, so that there is one to lock.
  await tx
    .insertInto('setting')
    .values({ name, value: JSON.stringify({}), changed_by: 'Concord', changed_at: Temporal.Instant.fromEpochMilliseconds(0) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tx.selectFrom('setting').select('value').where('name', '=', name).forUpdate().executeTakeFirstOrThrow();
  return row.value;
}

/** Keeps a value, whether there was one before or not, with who set it and when. */
export async function writeSetting(
  tx: Tx,
  { actor, clock }: Pick<Context, 'actor' | 'clock'>,
  name: string,
  value: unknown,
): Promise<void> {
  const row = { value: JSON.stringify(value), changed_by: actor.name, changed_at: clock.now() };
  await tx
    .insertInto('setting')
    .values({ name, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
}
