import { DistributorPurpose } from '../../model/connection.ts';
import { type ConnectionId, publicId } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import { forgetCosts } from '../books/index.ts';
import type { Context } from '../context.ts';
import { type ConnectionRecord, findConnection } from './queries.ts';
import { lockConnection } from './store.ts';

export type PurposesOutcome =
  | { readonly status: 'changed'; readonly connection: ConnectionRecord }
  | { readonly status: 'refused'; readonly because: 'unknown' | 'noDistributor' };

/** Switches what a distributor is read for. What is off is not read any more; what was told of access counts no longer, and costs that were read are gone, at once. */
export async function changePurposes(
  context: Context,
  connectionId: ConnectionId,
  wanted: Partial<Readonly<Record<DistributorPurpose, boolean | undefined>>>,
): Promise<PurposesOutcome> {
  const refused = await inScope(context.db, everything, async (tx) => {
    const row = await lockConnection(tx, connectionId);
    if (row === undefined) return 'unknown' as const;
    if (row.side !== 'distributor') return 'noDistributor' as const;
    const before = DistributorPurpose.options.filter((purpose) => row.purposes.includes(purpose));
    const after = DistributorPurpose.options.filter((purpose) => wanted[purpose] ?? before.includes(purpose));
    if (after.join() === before.join()) return undefined;
    const at = context.clock.now();
    const isCostsOff = before.includes('costs') && !after.includes('costs');
    const forgotten = isCostsOff ? await forgetCosts(tx, { connectionId, at, ids: context.ids }) : undefined;
    await tx.updateTable('connection').set({ purposes: after, changed_at: at }).where('connection_id', '=', connectionId).execute();
    await record(tx, context, {
      action: 'connection.purposes',
      object: publicId('connection', connectionId),
      before: { purposes: before },
      after: { purposes: after, ...(forgotten !== undefined && { costsRemoved: forgotten }) },
    });
    return undefined;
  });
  if (refused !== undefined) return { status: 'refused', because: refused };
  const connection = await findConnection(context, connectionId);
  return connection === undefined ? { status: 'refused', because: 'unknown' } : { status: 'changed', connection };
}
