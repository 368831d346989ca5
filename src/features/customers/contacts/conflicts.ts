import { sql } from 'kysely';
import { BillToField } from '../../../model/bill-to.ts';
import type { ConflictKind } from '../../../model/conflict.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { noteConflicts } from '../../conflicts/index.ts';
import type { Reading } from '../../reading.ts';
import { readFieldOwners } from '../../settings/index.ts';
import { type FieldChange, heldFields } from '../details/field-conflict.ts';
import { leadingAccount } from './leading.ts';

type Changed = {
  readonly customerId: string;
  readonly resellerId: string;
  readonly connectionId: string;
  readonly changes: Readonly<Record<string, { readonly before: string; readonly after: string }>>;
  readonly at: Temporal.Instant;
};

/** What a reading found changed in a billing profile although we had written it or somebody else owns the field. */
export async function noteProfileConflicts(
  tx: Tx,
  ids: Pick<Reading, 'ids'>,
  { customerId, resellerId, connectionId, changes, at }: Changed,
): Promise<void> {
  const settings = await readFieldOwners(tx);
  const all = BillToField.options.flatMap((field): FieldChange[] => {
    const change = changes[field];
    return change === undefined ? [] : [{ field, ...change }];
  });
  const isMicrosofts = ({ field }: FieldChange): boolean => ['microsoft', 'locked'].includes(settings.owners[field]);
  // Others' values are held against the account that leads, because it is the one that is shown.
  const isLeading = (await leadingAccount(tx, customerId)) === connectionId;
  const held = isLeading
    ? await heldFields(
        tx,
        customerId,
        settings,
        all.filter((change) => !isMicrosofts(change)),
      )
    : [];
  const written = await writtenBefore(tx, { customerId, connectionId, at }, all.filter(isMicrosofts));
  const who = { customerId, resellerId, connectionId, subject: 'Billing profile' };
  await noteConflicts(
    tx,
    ids,
    at,
    [...held, ...written].map((each) => ({ ...who, ...each })),
  );
}

/** So long a change of ours can be taken back (ux reference 4.6); what is changed later is simply a later change. */
const days = 30;

async function writtenBefore(
  tx: Tx,
  { customerId, connectionId, at }: Pick<Changed, 'customerId' | 'connectionId' | 'at'>,
  changes: readonly FieldChange[],
) {
  if (changes.length === 0) return [];
  const { rows } = await sql<{ field: string; cause: string }>`
    select distinct on (each.field) each.field, change.cause
    from customer_profile_change change cross join lateral jsonb_object_keys(change.changes) as each(field)
    where change.customer_id = ${customerId}::uuid and change.connection_id = ${connectionId}::uuid
      and change.at < ${at} and change.at > ${at.subtract({ hours: 24 * days })}
    order by each.field, change.at desc`.execute(tx);
  const ours = new Set(rows.filter(({ cause }) => cause === 'plan').map(({ field }) => field));
  return changes
    .filter(({ field }) => ours.has(field))
    .map(({ field, before, after }) => ({
      kind: 'changedAfterWrite' as const satisfies ConflictKind,
      winner: 'microsoft' as const,
      field,
      ours: before,
      theirs: after,
    }));
}
