import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/platform/db/connect.ts';
import { type Connection, type Keeper, keepDatabase } from '../../src/platform/db/keeper.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { prepareQueue } from '../../src/platform/queue/schema.ts';

/** What test files are given: where to make databases, and the migrated template to make them from. */
export type TestCluster = { readonly server: Connection; readonly template: string };

declare module 'vitest' {
  interface ProvidedContext {
    cluster: TestCluster;
  }
}

type Shared = { users: number; cluster: Promise<Running> };
type Running = TestCluster & { stop: () => Promise<void> };

// Each project of vitest loads this file anew; the cluster is one for the whole run.
const place = globalThis as Record<symbol, Shared | undefined>;
const key = Symbol.for('concord.test.cluster');

export async function setup(project: TestProject): Promise<void> {
  const shared = (place[key] ??= { users: 0, cluster: start() });
  shared.users += 1;
  const { server, template } = await shared.cluster;
  project.provide('cluster', { server, template });
}

export async function teardown(): Promise<void> {
  const shared = place[key];
  if (shared === undefined) return;
  shared.users -= 1;
  if (shared.users > 0) return;
  place[key] = undefined;
  await (await shared.cluster).stop();
}

async function start(): Promise<Running> {
  const given = process.env['TEST_DATABASE_URL'];
  const own = given === undefined ? await startOwn() : undefined;
  const server: Connection = own?.keeper.connection ?? { url: given ?? '' };
  const template = `concord_template_${process.pid}`;
  try {
    await administer(server, [`drop database if exists ${template}`, `create database ${template}`]);
    const owner = openDatabase({ connection: within(server, template), role: 'owner', max: 2 });
    await migrate(owner);
    await prepareQueue(owner);
    await owner.close();
  } catch (error) {
    await own?.stop();
    throw error;
  }
  return {
    server,
    template,
    stop: async () => {
      try {
        await administer(server, [`drop database if exists ${template} with (force)`]);
      } finally {
        await own?.stop();
      }
    },
  };
}

async function startOwn(): Promise<{ keeper: Keeper; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'concord-test-'));
  chmodSync(folder, 0o711); // when root runs the tests, the database runs as `nobody` and must be able to pass
  const keeper = await keepDatabase({ dataDir: join(folder, 'data'), fsync: false });
  return {
    keeper,
    stop: async () => {
      await keeper.stop();
      for (const made of [keeper.cluster, folder]) rmSync(made, { recursive: true, force: true });
    },
  };
}

/** The same server, another database. */
export function within(server: Connection, database: string): Connection {
  if (!('url' in server)) return { ...server, database };
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  return { url: url.href };
}

/** Runs statements on the server itself, outside any test's database. */
export async function administer(server: Connection, statements: readonly string[]): Promise<void> {
  const client = new pg.Client('url' in server ? { connectionString: server.url } : { ...server, database: 'postgres' });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
