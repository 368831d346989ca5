import { z } from 'zod';
import { DetailField, FieldOwner, type FieldOwners, ownerOf } from '../../model/field-owner.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';

const name = 'fieldOwners';

const OwnerSettings = z.object({ owners: z.partialRecord(DetailField, FieldOwner).default({}), version: z.number().int().default(0) });
export type OwnerSettings = { readonly owners: Readonly<Record<DetailField, FieldOwner>>; readonly version: number };

/** Who owns each field of a customer: what was chosen, and the safe choice for the rest (S102). */
export async function readFieldOwners(db: Db | Tx): Promise<OwnerSettings> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
  return whole(OwnerSettings.parse(row?.value ?? {}));
}

type OwnerOutcome = { readonly status: 'changed' | 'changed_since'; readonly settings: OwnerSettings };

/** Changes the owners that are named. Values that were kept here stay, whoever owns their field from now on. */
export const changeFieldOwners = (context: Context, owners: FieldOwners, version: number): Promise<OwnerOutcome> =>
  inScope(context.db, everything, async (tx): Promise<OwnerOutcome> => {
    const before = await lock(tx);
    if (before.version !== version) return { status: 'changed_since', settings: whole(before) };
    const after = { owners: { ...before.owners, ...owners }, version: version + 1 };
    const row = { value: JSON.stringify(after), changed_by: context.actor.name, changed_at: context.clock.now() };
    await tx.updateTable('setting').set(row).where('name', '=', name).execute();
    await record(tx, context, { action: 'fieldOwners.changed', object: 'fieldOwners', before: before.owners, after: after.owners });
    return { status: 'changed', settings: whole(after) };
  });

const whole = ({ owners, version }: z.infer<typeof OwnerSettings>): OwnerSettings => ({
  // Every field of the list, so the record is complete.
  owners: Object.fromEntries(DetailField.options.map((field) => [field, ownerOf(field, owners)])) as OwnerSettings['owners'],
  version,
});

/** The row is made first, so that there is one to lock. */
async function lock(tx: Tx): Promise<z.infer<typeof OwnerSettings>> {
  await tx
    .insertInto('setting')
    .values({ name, value: JSON.stringify({}), changed_by: 'Concord', changed_at: Temporal.Instant.fromEpochMilliseconds(0) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tx.selectFrom('setting').select('value').where('name', '=', name).forUpdate().executeTakeFirstOrThrow();
  return OwnerSettings.parse(row.value);
}
