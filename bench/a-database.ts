import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Database, type Db, openDatabase } from '../src/platform/db/connect.ts';
import { type Keeper, keepDatabase } from '../src/platform/db/keeper.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import { prepareQueue } from '../src/platform/queue/schema.ts';

/** A database of its own with all steps taken, in a folder that goes with it. */
export type BenchDatabase = {
  readonly folder: string;
  readonly dataDir: string;
  readonly connection: Keeper['connection'];
  readonly owner: Database;
  readonly close: () => Promise<void>;
};

/** `fsync`: it keeps what it says it keeps, as installations do. */
export async function openBenchDatabase({ fsync = true } = {}): Promise<BenchDatabase> {
  const folder = mkdtempSync(path.join(tmpdir(), 'concord-bench-'));
  chmodSync(folder, 0o711); // when root runs us, the database runs as `nobody` and must be able to pass
  const dataDir = path.join(folder, 'data');
  const keeper = await keepDatabase({ dataDir, fsync });
  const owner = openDatabase({ connection: keeper.connection, role: 'owner', max: 2 });
  await migrate(owner);
  await prepareQueue(owner);
  const close = async (): Promise<void> => {
    await owner.close();
    await keeper.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, dataDir, connection: keeper.connection, owner, close };
}

/** The same while `work` runs, seen as the product sees it; `owner` may make statistics, which the product leaves to the database. */
export async function withDatabase<T>(work: (db: Db, owner: Db) => Promise<T>, { fsync = false } = {}): Promise<T> {
  const kept = await openBenchDatabase({ fsync });
  const app = openDatabase({ connection: kept.connection, role: 'app', max: 8 });
  try {
    return await work(app.db, kept.owner.db);
  } finally {
    await app.close();
    await kept.close();
  }
}
