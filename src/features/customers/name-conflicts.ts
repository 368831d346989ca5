import type { MicrosoftCustomer } from '../../model/customer.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { noteConflicts } from '../conflicts/index.ts';
import type { Reading } from '../reading.ts';
import { readFieldOwners } from '../settings/index.ts';
import { heldFields } from './details/field-conflict.ts';
import { ownersOf } from './owners-of.ts';

/** What customers were called at Microsoft before a reading; nothing while Microsoft owns the name, because then nobody else's can differ. */
export async function namesOfOthers(tx: Tx, customerIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { owners } = await readFieldOwners(tx);
  if (owners.name === 'locked') return new Map();
  const rows = await tx.selectFrom('customer').select(['customer_id', 'name']).where('customer_id', 'in', customerIds).execute();
  return new Map(rows.map((row) => [row.customer_id, row.name]));
}

/** Customers that Microsoft calls otherwise now while their name is ours or the PSA's. */
export async function noteNames(
  tx: Tx,
  reading: Reading,
  before: ReadonlyMap<string, string>,
  known: readonly (readonly [string, MicrosoftCustomer])[],
): Promise<void> {
  const renamed = known.flatMap(([customerId, { name }]) => {
    const was = before.get(customerId);
    return was === undefined || was === name ? [] : [{ customerId, was, name }];
  });
  if (renamed.length === 0) return;
  const settings = await readFieldOwners(tx);
  const resellerOf = await ownersOf(
    tx,
    renamed.map(({ customerId }) => customerId),
  );
  for (const { customerId, was, name } of renamed) {
    const held = await heldFields(tx, customerId, settings, [{ field: 'name', before: was, after: name }]);
    const { connectionId, seenAt } = reading;
    const who = { customerId, resellerId: resellerOf(customerId), connectionId, subject: 'Company' };
    await noteConflicts(
      tx,
      reading,
      seenAt,
      held.map((each) => ({ ...who, ...each })),
    );
  }
}
