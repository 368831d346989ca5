import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Fault } from '../../lib/errors.ts';
import { findBinaries } from './binaries.ts';
import { explainLog } from './explain-log.ts';
import { makeCluster } from './make-cluster.ts';
import { choosePlace, type Place, reachableBin } from './place.ts';

/** How to reach a PostgreSQL: a socket folder or host with names, or an address. */
export type Connection =
  | { readonly url: string }
  | { readonly host: string; readonly port?: number; readonly user: string; readonly password?: string; readonly database: string };

export type KeeperOptions = {
  readonly dataDir: string;
  /** Off for tests only: a power cut may then lose data. */
  readonly fsync?: boolean;
  readonly onEvent?: (event: 'started' | 'attached' | 'lost' | 'restarted' | 'restartFailed', detail?: unknown) => void;
};

/** Our own PostgreSQL, running. */
export type Keeper = {
  /** As the owner of the cluster, to the database `concord`. */
  readonly connection: Exclude<Connection, { url: string }>;
  readonly cluster: string;
  /** False when it ran already and we only attached. */
  readonly started: boolean;
  /** Stops the database if this process keeps it; a guest (another Concord process keeps it) only lets go. */
  stop(): Promise<void>;
};

const owner = 'app';
const keeperLock = 7_241_001; // advisory lock in database `postgres`: who holds it keeps the database
const longestStartMs = 300_000; // crash recovery of a large database takes its time
const longestStopMs = 60_000;

/** Starts the database of a data folder, or attaches to it when an earlier process left it running. Makes it on first use. */
export async function keepDatabase(options: KeeperOptions): Promise<Keeper> {
  const place = choosePlace(options.dataDir);
  const attached = await tryConnect(place);
  const guard = attached ?? (await startAndConnect(place, options));
  options.onEvent?.(attached === undefined ? 'started' : 'attached');
  await makeDatabase(guard);
  return watch(guard, place, options, attached === undefined);
}

async function watch(first: pg.Client, place: Place, options: KeeperOptions, started: boolean): Promise<Keeper> {
  let guard = first;
  let stopping = false;
  let restarting: Promise<void> | undefined;
  const isKeeper = await takeLock(guard);
  const onLost = (): void => {
    if (stopping || !isKeeper) return;
    options.onEvent?.('lost');
    restarting = restart();
  };
  const restart = async (): Promise<void> => {
    while (!stopping) {
      await sleep(500);
      try {
        guard = (await tryConnect(place)) ?? (await startAndConnect(place, options));
        await takeLock(guard);
        guard.once('end', onLost);
        options.onEvent?.('restarted');
        return;
      } catch (error) {
        options.onEvent?.('restartFailed', error);
      }
    }
  };
  guard.once('end', onLost);
  return {
    connection: { host: place.socket, user: owner, database: 'concord' },
    cluster: place.cluster,
    started,
    stop: async () => {
      if (stopping) return;
      stopping = true;
      await restarting;
      const keeps = isKeeper || (await takeLock(guard).catch(() => false));
      await guard.end().catch(() => undefined);
      if (keeps) await stopDatabase(place.cluster);
    },
  };
}

async function takeLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [keeperLock]);
  return rows[0]?.taken === true;
}

async function makeDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query(`select 1 from pg_database where datname = 'concord'`);
  if (rowCount !== 0) return;
  await client.query('create database concord').catch((error: unknown) => {
    if (!['42P04', '23505'].includes((error as pg.DatabaseError).code ?? '')) throw error; // another process was faster
  });
}

/** A connection when the server answers; undefined when nothing listens or it is still starting. */
async function tryConnect(place: Place): Promise<pg.Client | undefined> {
  const client = new pg.Client({
    host: place.socket,
    user: owner,
    database: 'postgres',
    application_name: 'concord keeper',
    keepAlive: true,
  });
  // A connection that dies says so by 'end'; without a listener for 'error' it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['ENOENT', 'ECONNREFUSED', 'ECONNRESET', '57P03'].includes(code)) return undefined;
    throw new Fault(
      'database_unreachable',
      'retryable',
      'The database answers, but not to us',
      { remoteCode: code, hint: 'Another program may use this data folder.' },
      error,
    );
  }
}

async function startAndConnect(place: Place, options: KeeperOptions): Promise<pg.Client> {
  const binaries = findBinaries(clusterMajor(place.cluster) ?? clusterMajor(options.dataDir));
  const bin = reachableBin(binaries);
  if (clusterMajor(place.cluster) === undefined) await makeCluster(bin, place);
  const logFile = join(options.dataDir, 'postgres.log');
  const from = existsSync(logFile) && statSync(logFile).size < 10_000_000 ? statSync(logFile).size : 0;
  const exited = startServer(bin, place, logFile, from === 0 ? 'w' : 'a', options.fsync ?? true);
  const deadline = performance.now() + longestStartMs;
  while (performance.now() < deadline) {
    const client = await tryConnect(place);
    if (client !== undefined) return client;
    if (exited.code !== undefined) {
      // Another process may have started the same folder in the same moment: then ours gave way to it.
      await sleep(200);
      const other = await tryConnect(place);
      if (other !== undefined) return other;
      if (!isAlive(postmasterPid(place.cluster))) throw explainLog(readFileSync(logFile, 'utf8').slice(from), exited.code);
    }
    await sleep(10);
  }
  throw new Fault('database_start_timeout', 'retryable', 'The database did not get ready in 5 minutes', { hint: `Read ${logFile}.` });
}

function startServer(bin: string, place: Place, logFile: string, flag: string, fsync: boolean): { code?: number } {
  const exited: { code?: number } = {};
  const log = openSync(logFile, flag, 0o600);
  const settings = {
    listen_addresses: '',
    unix_socket_directories: place.socket,
    unix_socket_permissions: '0700',
    max_connections: '100',
    timezone: 'UTC',
    // What a first reading fills is counted soon after; until then the planner takes tables for empty, and a list takes ten times as long.
    autovacuum_naptime: '10s',
  };
  const off = fsync ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const args = Object.entries({ ...settings, ...off }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(bin, 'postgres'), ['-D', place.cluster, ...args], {
    cwd: place.cluster,
    detached: true, // Ctrl-C in the terminal must reach us first; we stop the database when everything else is done
    stdio: ['ignore', log, log],
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    ...place.as,
  });
  closeSync(log);
  child.once('error', () => (exited.code = -1));
  child.once('exit', (code) => (exited.code = code ?? -1));
  child.unref();
  return exited;
}

async function stopDatabase(cluster: string): Promise<void> {
  const pid = postmasterPid(cluster);
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT'); // fast stop: ends sessions, writes a checkpoint. SIGKILL never.
  const deadline = performance.now() + longestStopMs;
  while (isAlive(pid) && performance.now() < deadline) await sleep(10);
}

/** A process that ended but whose parent has not noticed (a zombie) is dead. */
const isAlive = (pid: number): boolean => {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    const stat = `/proc/${pid}/stat`;
    return !existsSync(stat) || !readFileSync(stat, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

function postmasterPid(cluster: string): number {
  const file = join(cluster, 'postmaster.pid');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : 0;
}

function clusterMajor(folder: string): number | undefined {
  const file = join(folder, 'PG_VERSION');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined;
}
