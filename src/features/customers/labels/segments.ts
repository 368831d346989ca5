import { segmentKey } from '../../../model/customer-label.ts';
import { ownReseller } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';

/** Puts customers into segments and takes them out, many at once. Answers how many memberships changed; who is unknown is passed by. */
export const assignSegments = (
  context: Context,
  wish: { readonly customerIds: readonly string[]; readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<{ readonly added: number; readonly removed: number }> =>
  inScope(context.db, context.scope, async (tx) => {
    const added = await addToSegments(tx, context, wish.customerIds, wish.add);
    const gone = await tx
      .deleteFrom('customer_segment')
      .where('customer_id', 'in', noneOr(wish.customerIds))
      .where('segment_key', 'in', noneOr(wish.remove.map(segmentKey)))
      .executeTakeFirst();
    const removed = Number(gone.numDeletedRows);
    if (added + removed > 0)
      await record(tx, context, {
        action: 'customers.segmentsAssigned',
        object: `${wish.customerIds.length} customers`,
        resellerId: ownReseller,
        after: { add: wish.add, remove: wish.remove, added, removed },
      });
    return { added, removed };
  });

/** A segment that others have already keeps their spelling. Answers how many memberships are new. */
export async function addToSegments(
  tx: Tx,
  context: Context,
  customerIds: readonly string[],
  segments: readonly string[],
): Promise<number> {
  const spelled = await spellings(tx, segments);
  const customers = await tx
    .selectFrom('customer')
    .select(['customer_id', 'reseller_id'])
    .where('customer_id', 'in', noneOr(customerIds))
    .execute();
  const rows = customers.flatMap(({ customer_id, reseller_id }) =>
    [...spelled].map(([segment_key, segment]) => ({
      customer_id,
      segment_key,
      segment,
      reseller_id,
      added_by: context.actor.name,
      added_at: context.clock.now(),
    })),
  );
  if (rows.length === 0) return 0;
  const done = await tx
    .insertInto('customer_segment')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(done.numInsertedOrUpdatedRows ?? 0n);
}

async function spellings(tx: Tx, segments: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map(segments.map((segment) => [segmentKey(segment), segment]));
  const known = await tx
    .selectFrom('customer_segment')
    .select(['segment_key', 'segment'])
    .distinctOn('segment_key')
    .where('segment_key', 'in', noneOr([...wanted.keys()]))
    .orderBy('segment_key')
    .orderBy('added_at')
    .execute();
  return new Map([...wanted, ...known.map((row) => [row.segment_key, row.segment] as const)]);
}

/** An empty list in SQL is a mistake of grammar: nobody has the id that is none. */
const noneOr = (texts: readonly string[]): readonly string[] => (texts.length === 0 ? [ownReseller] : texts);
