import { z } from 'zod';
import { BillToField } from '../../model/bill-to.ts';
import { DetailField, FieldOwner, type FieldOwners, ownerOf } from '../../model/field-owner.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { lockSetting, readSetting, writeSetting } from './setting-row.ts';

const name = 'fieldOwners';

const OwnerSettings = z.object({
  owners: z.partialRecord(DetailField, FieldOwner).default({}),
  agreed: z.array(BillToField).default([]),
  version: z.number().int().default(0),
});
export type OwnerSettings = {
  readonly owners: Readonly<Record<DetailField, FieldOwner>>;
  /** Fields of which a reseller's change needs no decision of ours (S99). */
  readonly agreed: readonly BillToField[];
  readonly version: number;
};

/** Who owns each field of a customer: what was chosen, and the safe choice for the rest (S102). */
export async function readFieldOwners(db: Db | Tx): Promise<OwnerSettings> {
  return whole(OwnerSettings.parse((await readSetting(db, name)) ?? {}));
}

type OwnerOutcome = { readonly status: 'changed' | 'changed_since'; readonly settings: OwnerSettings };

type OwnerChange = {
  readonly owners?: FieldOwners | undefined;
  readonly agreed?: readonly BillToField[] | undefined;
  readonly version: number;
};

type AfterChange = (tx: Tx, before: OwnerSettings, after: OwnerSettings) => Promise<void>;

/** Changes the owners that are named, and what is agreed to if it is given. Values that were kept here stay, whoever owns their field from now on. */
export const changeFieldOwners = (
  context: Context,
  { owners, agreed, version }: OwnerChange,
  alsoDo?: AfterChange,
): Promise<OwnerOutcome> =>
  inScope(context.db, everything, async (tx): Promise<OwnerOutcome> => {
    const before = OwnerSettings.parse(await lockSetting(tx, name));
    if (before.version !== version) return { status: 'changed_since', settings: whole(before) };
    const after = {
      owners: { ...before.owners, ...owners },
      agreed: agreed === undefined ? before.agreed : [...new Set(agreed)],
      version: version + 1,
    };
    await writeSetting(tx, context, name, after);
    await record(tx, context, { action: 'fieldOwners.changed', object: 'fieldOwners', before, after });
    await alsoDo?.(tx, whole(before), whole(after));
    return { status: 'changed', settings: whole(after) };
  });

const whole = ({ owners, agreed, version }: z.infer<typeof OwnerSettings>): OwnerSettings => ({
  // Every field of the list, so the record is complete.
  owners: Object.fromEntries(DetailField.options.map((field) => [field, ownerOf(field, owners)])) as OwnerSettings['owners'],
  agreed,
  version,
});
