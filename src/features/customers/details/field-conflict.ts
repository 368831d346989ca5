import type { DetailField } from '../../../model/field-owner.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import type { OwnerSettings } from '../../settings/index.ts';
import { psaName } from './psa-name.ts';

export type FieldChange = { readonly field: DetailField; readonly before: string; readonly after: string };

export type Held = {
  readonly kind: 'heldHere' | 'heldByPsa';
  readonly winner: 'here' | 'psa';
  readonly field: DetailField;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
};

/** Fields that Microsoft changed while somebody else owns them and says something else: what the owner says stays (S102). */
export async function heldFields(
  tx: Tx,
  customerId: string,
  { owners }: Pick<OwnerSettings, 'owners'>,
  changes: readonly FieldChange[],
): Promise<Held[]> {
  const held: Held[] = [];
  for (const { field, before: base, after: theirs } of changes) {
    const owner = owners[field];
    const ours = owner === 'ours' ? await ownValue(tx, customerId, field) : owner === 'psa' ? await psaName(tx, customerId) : undefined;
    if (ours === undefined || ours === theirs) continue;
    const who = owner === 'ours' ? ({ kind: 'heldHere', winner: 'here' } as const) : ({ kind: 'heldByPsa', winner: 'psa' } as const);
    held.push({ ...who, field, base, ours, theirs });
  }
  return held;
}

async function ownValue(tx: Tx, customerId: string, field: DetailField): Promise<string | undefined> {
  const row = await tx
    .selectFrom('customer_own_field')
    .select('value')
    .where('customer_id', '=', customerId)
    .where('field', '=', field)
    .executeTakeFirst();
  return row?.value;
}
