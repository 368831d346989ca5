import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { type Keeper, keepDatabase } from './keeper.ts';
import { nobody } from './place.ts';

const isRoot = process.getuid?.() === 0;
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

function aFolder(mode = 0o711): string {
  const folder = mkdtempSync(join(tmpdir(), 'concord-keeper-'));
  chmodSync(folder, mode);
  cleanUp.push(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

async function keep(dataDir: string, onEvent: (event: string) => void = () => undefined, fsync = false): Promise<Keeper> {
  const keeper = await keepDatabase({ dataDir, fsync, onEvent });
  cleanUp.push(() => keeper.stop());
  return keeper;
}

const pidOf = (cluster: string): number => Number.parseInt(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'), 10);
const isRunning = (cluster: string): boolean => existsSync(join(cluster, 'postmaster.pid'));

async function ask<Row>(keeper: { host: string }, text: string): Promise<Row[]> {
  const client = new pg.Client({ host: keeper.host, user: 'app', database: 'concord' });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows as Row[];
}

type Told = { cluster: string; started: boolean; host: string };

/** Another process that keeps the database of a folder. */
async function another(dataDir: string, as: { uid?: number; gid?: number } = {}): Promise<{ told: Told; child: ChildProcess }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../../test/support/keep-database.ts'), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...as,
  });
  const told = await new Promise<Told>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => {
      resolve(JSON.parse(line.toString()) as Told);
    });
    child.once('exit', (code) => {
      reject(new Error(`It ended with ${code ?? 'a signal'} before it was ready`));
    });
  });
  return { told, child };
}

const exitOf = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once('exit', resolve));

describe('a database of our own', () => {
  test('is made at the first start, stops cleanly, and has its data at the next start', async () => {
    const dataDir = join(aFolder(), 'data');
    const first = await keep(dataDir);
    await ask(first.connection, 'create table kept as select 42 as n');
    await first.stop();

    expect(isRunning(first.cluster)).toBe(false);
    const second = await keep(dataDir);
    expect(second.started).toBe(true);
    expect(await ask(second.connection, 'select n from kept')).toEqual([{ n: 42 }]);
  });

  test('is attached to, not started twice, by a second process; the guest leaves it running', async () => {
    const dataDir = join(aFolder(), 'data');
    const keeper = await keep(dataDir);
    const guest = await another(dataDir);

    expect(guest.told.started).toBe(false);
    guest.child.stdin?.end();
    expect(await exitOf(guest.child)).toBe(0);
    expect(await ask(keeper.connection, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('that a killed process left running is adopted by the next one, which also stops it', async () => {
    const dataDir = join(aFolder(), 'data');
    const killed = await another(dataDir);
    await ask(killed.told, 'create table kept as select 1 as n');
    killed.child.kill('SIGKILL');
    await exitOf(killed.child);

    const next = await keep(dataDir);
    expect(next.started).toBe(false);
    expect(await ask(next.connection, 'select n from kept')).toEqual([{ n: 1 }]);
    await next.stop();
    expect(isRunning(next.cluster)).toBe(false);
  });

  test('that is killed itself is started again by its keeper, with everything that was committed', async () => {
    const dataDir = join(aFolder(), 'data');
    const events: string[] = [];
    const keeper = await keep(dataDir, (event) => events.push(event), true);
    await ask(keeper.connection, 'create table kept as select 7 as n');
    process.kill(pidOf(keeper.cluster), 'SIGKILL');

    for (let turn = 0; turn < 200 && !events.includes('restarted'); turn += 1) await sleep(50);
    expect(events).toContain('restarted');
    expect(await ask(keeper.connection, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  test('can be reached by nobody else on the machine', async () => {
    const keeper = await keep(join(aFolder(), 'data'));

    expect(keeper.connection.host).toBe(keeper.cluster);
    expect(await ask<{ listen_addresses: string }>(keeper.connection, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
  });

  test('counts soon what was filled, so that nobody waits for a plan that takes tables for empty', async () => {
    const keeper = await keep(join(aFolder(), 'data'));

    expect(await ask<{ autovacuum_naptime: string }>(keeper.connection, 'show autovacuum_naptime')).toEqual([
      { autovacuum_naptime: '10s' },
    ]);
  });

  test('two processes that start a new folder at the same time share one database', async () => {
    const dataDir = join(aFolder(), 'data');
    const [one, two] = await Promise.all([another(dataDir), another(dataDir)]);

    expect(one.told.cluster).toBe(two.told.cluster);
    await ask(one.told, 'create table kept as select 3 as n');
    expect(await ask(two.told, 'select n from kept')).toEqual([{ n: 3 }]);
    for (const { child } of [one, two]) child.stdin?.end();
    await Promise.all([exitOf(one.child), exitOf(two.child)]);
    expect(isRunning(one.told.cluster)).toBe(false);
  });

  test('what a process killed in the middle of making it left behind is cleared away', async () => {
    const dataDir = join(aFolder(), 'data');
    const left = join(dataDir, 'postgres.new-999999');
    mkdirSync(left, { recursive: true });
    if (isRoot) chmodSync(dataDir, 0o711);

    const keeper = await keep(dataDir);
    expect(existsSync(left)).toBe(false);
    expect(keeper.started).toBe(true);
  });
});

describe('where it lives', () => {
  const asRoot = isRoot ? test : () => undefined;

  asRoot('below a folder of mode 0700, as root, it lives in /var/lib/concord and the data folder says so', async () => {
    const closed = aFolder(0o700);
    const dataDir = join(closed, 'data');
    const keeper = await keep(dataDir);
    cleanUp.unshift(() => {
      rmSync(dirname(keeper.cluster), { recursive: true, force: true });
    });

    expect(keeper.cluster).toMatch(/^\/var\/lib\/concord\/[0-9a-f]{16}\/postgres$/);
    expect(readFileSync(join(dataDir, 'postgres.path'), 'utf8').trim()).toBe(keeper.cluster);
    expect(await ask(keeper.connection, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  asRoot('as another user than root it lives in the data folder as well', async () => {
    const folder = aFolder();
    chownSync(folder, nobody.uid, nobody.gid);
    const { told, child } = await another(join(folder, 'data'), nobody);

    expect(told.cluster).toBe(join(folder, 'data', 'postgres'));
    child.stdin?.end();
    expect(await exitOf(child)).toBe(0);
  });

  test('in the data folder, where that is open or ours', async () => {
    const dataDir = join(aFolder(isRoot ? 0o711 : 0o700), 'data');

    expect((await keep(dataDir)).cluster).toBe(join(dataDir, 'postgres'));
  });

  test('a path too long for a socket gets a short socket folder', async () => {
    const dataDir = join(aFolder(), 'long-'.repeat(20), 'data');
    const keeper = await keep(dataDir);

    expect(keeper.connection.host).not.toBe(keeper.cluster);
    expect(await ask(keeper.connection, 'select 1 as n')).toEqual([{ n: 1 }]);
    cleanUp.unshift(() => {
      rmSync(keeper.connection.host, { recursive: true, force: true });
    });
  });

  test('a note that leads nowhere is an error, not a new empty database', async () => {
    const dataDir = aFolder();
    writeFileSync(join(dataDir, 'postgres.path'), '/var/lib/concord/gone/postgres\n');

    await expect(keepDatabase({ dataDir })).rejects.toMatchObject({ code: 'database_folder_missing', kind: 'needs_operator' });
  });
});

test('a data folder of another PostgreSQL is refused by name and left as it was', async () => {
  const dataDir = aFolder();
  mkdirSync(join(dataDir, 'postgres'));
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '9\n');

  await expect(keepDatabase({ dataDir })).rejects.toMatchObject({
    code: 'database_version_mismatch',
    kind: 'needs_operator',
    facts: { folderVersion: 9, programVersion: 18 },
  });
  expect(readFileSync(join(dataDir, 'postgres', 'PG_VERSION'), 'utf8')).toBe('9\n');
});

test('a data folder that is a file is refused with what to do', async () => {
  const dataDir = join(aFolder(), 'file');
  writeFileSync(dataDir, '');

  await expect(keepDatabase({ dataDir })).rejects.toMatchObject({ code: 'data_folder_forbidden' });
});
