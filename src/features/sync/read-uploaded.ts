import type { JobId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';
import { startJob } from '../jobs/index.ts';

/**
 * Reads a connection because a file of it was taken, in the caller's transaction. Never joined to a reading that is on its way, which may have passed what is
 * new; `joins` is of this file alone; and what a killed one left is not gone on with, because its pages are of another file.
 */
export async function readUploaded(
  context: Context,
  tx: Tx,
  connection: { readonly connectionId: string; readonly name: string; readonly joins: string },
): Promise<JobId> {
  const { connectionId, name, joins } = connection;
  await tx
    .updateTable('sync_run')
    .set({ state: 'cancelled', ended_at: context.clock.now() })
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'running')
    .execute();
  const input = { connectionId, reach: 'full', ...(context.actor.kind === 'system' ? {} : { by: 'person' }) };
  return (await startJob(context, tx, { kind: 'sync', title: `Read ${name}`, input, joins, unit: 'records' })).jobId;
}
