import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { type Database, type Db, openDatabase } from '../../src/platform/db/connect.ts';
import type { Connection } from '../../src/platform/db/keeper.ts';
import { administer, within } from './cluster.ts';
import { whenDone } from './when-done.ts';

export type TestDatabase = {
  /** The application role: what the product itself uses. Row level security binds it. */
  readonly app: Database;
  /** The owner: sees and may do everything; for arranging and looking behind the curtain. */
  readonly owner: Database;
  /** `app.db`, because nearly every test wants it. */
  readonly db: Db;
  readonly connection: Connection;
  readonly dispose: () => Promise<void>;
};

/** As the setting `databaseUrl` has it. */
export const urlOf = (connection: Connection): string =>
  'url' in connection
    ? connection.url
    : `postgres://${connection.user}:${connection.password ?? ''}@localhost:${connection.port ?? 5432}/${connection.database}?host=${encodeURIComponent(connection.host)}`;

/**
 * A fresh, migrated database of its own for the calling test or file; gone when that is done.
 * Mostly called at the top of the file: `const { db, owner } = await aDatabase();`
 */
export async function aDatabase(): Promise<TestDatabase> {
  const { server, template } = inject('cluster');
  const name = `t_${randomBytes(8).toString('hex')}`;
  await administer(server, [`create database ${name} template ${template}`]);
  const connection = within(server, name);
  const app = openDatabase({ connection, role: 'app', max: 8 });
  const owner = openDatabase({ connection, role: 'owner', max: 4 });
  let disposed = false;
  const dispose = async (): Promise<void> => {
    if (disposed) return;
    disposed = true;
    await Promise.all([app.close(), owner.close()]);
    await administer(server, [`drop database if exists ${name} with (force)`]);
  };
  whenDone(dispose);
  return { app, owner, db: app.db, connection, dispose };
}
