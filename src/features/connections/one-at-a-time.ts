import type { ConnectionSecrets } from '../../model/connection.ts';
import type { Database } from '../../platform/db/connect.ts';
import type { Secrets } from '../../platform/secrets.ts';
import { newestSecrets } from './newest-secrets.ts';

type Exclusively = <T>(connectionId: string, work: (newest: ConnectionSecrets | undefined) => Promise<T>) => Promise<T>;

/** One process at a time redeems a connection's refresh token, and sees what the one before it stored (F40). A lock of the session, not a transaction (B4). */
export function oneAtATime(database: Pick<Database, 'db' | 'withClient'>, secrets: Secrets): Exclusively {
  return (connectionId, work) =>
    database.withClient(async (client) => {
      await client.query('select pg_advisory_lock(hashtextextended($1, 1))', [connectionId]);
      try {
        return await work(await newestSecrets({ db: database.db, secrets }, connectionId));
      } finally {
        await client.query('select pg_advisory_unlock(hashtextextended($1, 1))', [connectionId]);
      }
    });
}
