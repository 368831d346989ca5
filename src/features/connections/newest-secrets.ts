import type { ConnectionSecrets } from '../../model/connection.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { unsealSecrets } from './secrets.ts';
import { readConnection } from './store.ts';

/** The secrets as they are stored now: another process may have stored a newer token. Undefined while the connection is not stored yet. */
export async function newestSecrets(
  context: Pick<Context, 'db' | 'secrets'>,
  connectionId: string,
): Promise<ConnectionSecrets | undefined> {
  const row = await inScope(context.db, everything, (tx) => readConnection(tx, connectionId));
  return row === undefined ? undefined : unsealSecrets(context, connectionId, row.secrets);
}
