import { everything, inScope } from '../../platform/db/transaction.ts';
import { findConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { type DistributorFile, filesInUse, filesOf } from './store.ts';

/** Files of a connection, newest first, each with whether it is in use, as all that are invoices are; undefined when there is no such connection. One that is read by itself has none. */
export async function listFiles(
  context: Context,
  connectionId: string,
): Promise<readonly (DistributorFile & { readonly isInUse: boolean })[] | undefined> {
  const connection = await findConnection(context, connectionId);
  if (connection === undefined) return undefined;
  return inScope(context.db, everything, async (tx) => {
    const inUse = new Set((await filesInUse(tx, connectionId)).map(({ fileId }) => fileId));
    return (await filesOf(tx, connectionId, 100)).map((file) => ({
      ...file,
      isInUse: file.applied?.kind === 'charges' || inUse.has(file.fileId),
    }));
  });
}
