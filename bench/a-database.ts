import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Db, openDatabase } from '../src/platform/db/connect.ts';
import { keepDatabase } from '../src/platform/db/keeper.ts';
import { migrate } from '../src/platform/db/migrate.ts';

/** A database of its own while `work` runs, with all steps taken. `fsync`: it keeps what it says it keeps, as installations do. */
export async function withDatabase<T>(work: (db: Db) => Promise<T>, { fsync = false } = {}): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'concord-bench-'));
  chmodSync(folder, 0o711); // when root runs us, the database runs as `nobody` and must be able to pass
  const keeper = await keepDatabase({ dataDir: path.join(folder, 'data'), fsync });
  const owner = openDatabase({ connection: keeper.connection, role: 'owner', max: 2 });
  const app = openDatabase({ connection: keeper.connection, role: 'app', max: 8 });
  try {
    await migrate(owner);
    return await work(app.db);
  } finally {
    await Promise.all([owner.close(), app.close()]);
    await keeper.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
