import type { WriteKind } from '../../model/connection.ts';
import { type CustomerId, publicId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';

/** A customer at whom nothing of some kinds is written, whatever is switched on for a connection. */
export type WriteExclusion = {
  readonly customerId: string;
  readonly customerName: string;
  readonly kinds: readonly string[];
  readonly reason: string;
  readonly by: string;
  readonly at: Temporal.Instant;
};

export type ExcludeOutcome =
  | { readonly status: 'kept'; readonly exclusions: readonly WriteExclusion[] }
  | { readonly status: 'refused'; readonly because: 'unknownCustomer' | 'reasonMissing' };

/** Keeps the kinds of writing that a customer is left out of, whole; none lifts it. Leaving out needs a reason, as switching on does. */
export function excludeFromWriting(
  context: Context,
  customerId: CustomerId,
  { kinds, reason }: { readonly kinds: readonly WriteKind[]; readonly reason?: string | undefined },
): Promise<ExcludeOutcome> {
  return inScope(context.db, everything, async (tx): Promise<ExcludeOutcome> => {
    const customer = await tx.selectFrom('customer').select('reseller_id').where('customer_id', '=', customerId).executeTakeFirst();
    if (customer === undefined) return { status: 'refused', because: 'unknownCustomer' };
    if (kinds.length > 0 && reason === undefined) return { status: 'refused', because: 'reasonMissing' };
    const before = await tx.deleteFrom('write_exclusion').where('customer_id', '=', customerId).returning('kind').execute();
    const row = {
      customer_id: customerId,
      reseller_id: customer.reseller_id,
      reason: reason ?? '',
      excluded_by: context.actor.name,
      at: context.clock.now(),
    };
    const rows = [...new Set(kinds)].map((kind) => ({ ...row, kind }));
    if (rows.length > 0) await tx.insertInto('write_exclusion').values(rows).execute();
    await record(tx, context, {
      action: 'customer.writingChanged',
      object: publicId('customer', customerId),
      before: { leftOutOf: before.map(({ kind }) => kind) },
      after: { leftOutOf: kinds },
      ...(reason === undefined ? {} : { reason }),
    });
    return { status: 'kept', exclusions: await read(tx) };
  });
}

export const listWriteExclusions = (context: Context): Promise<readonly WriteExclusion[]> => inScope(context.db, everything, read);

async function read(tx: Tx): Promise<readonly WriteExclusion[]> {
  const rows = await tx
    .selectFrom('write_exclusion')
    .innerJoin('customer', 'customer.customer_id', 'write_exclusion.customer_id')
    .select(['write_exclusion.customer_id', 'customer.name', 'kind', 'reason', 'excluded_by', 'write_exclusion.at'])
    .orderBy('customer.name')
    .orderBy('write_exclusion.customer_id')
    .orderBy('kind')
    .execute();
  const found = new Map<string, WriteExclusion>();
  for (const row of rows) {
    const known = found.get(row.customer_id);
    const fresh = { customerId: row.customer_id, customerName: row.name, kinds: [], reason: row.reason, by: row.excluded_by, at: row.at };
    found.set(row.customer_id, { ...(known ?? fresh), kinds: [...(known?.kinds ?? []), row.kind] });
  }
  return [...found.values()];
}

/** The first write that an exclusion forbids, with its reason; undefined when none is. */
export async function findExcluded(
  tx: Tx,
  writes: readonly { readonly customerId: string; readonly kind: WriteKind }[],
): Promise<{ readonly customerName: string; readonly reason: string } | undefined> {
  if (writes.length === 0) return undefined;
  const rows = await tx
    .selectFrom('write_exclusion')
    .innerJoin('customer', 'customer.customer_id', 'write_exclusion.customer_id')
    .select(['write_exclusion.customer_id', 'kind', 'reason', 'customer.name'])
    .where('write_exclusion.customer_id', 'in', [...new Set(writes.map(({ customerId }) => customerId))])
    .execute();
  const hit = rows.find((row) => writes.some(({ customerId, kind }) => customerId === row.customer_id && kind === row.kind));
  return hit === undefined ? undefined : { customerName: hit.name, reason: hit.reason };
}
