import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../test/support/context.ts';
import { aDatabase } from '../../test/support/database.ts';
import { aDistributor } from '../../test/support/fake-remotes.ts';
import { aFolder } from '../../test/support/folder.ts';
import { listConnections } from '../features/connections/index.ts';
import { ensureWorkspace } from '../features/installation/index.ts';
import { silentLog } from '../platform/log.ts';
import { runCli } from './main.ts';
import { createSystem } from './run-system.ts';
import type { Parts, Process } from './system.ts';

const { db, owner } = await aDatabase();
const remote = aDistributor();
const { context } = aContext(db, { openRemote: () => remote });
const folder = aFolder();
let closed = 0;

const process: Process = {
  context,
  requests: context,
  queue: context.queue,
  isMigrated: () => Promise.resolve(true),
  isReachable: () => Promise.resolve(true),
  close: () => {
    closed += 1;
    return Promise.resolve();
  },
};
/** The command line as app.ts wires it, with the database of this test instead of one of its own. */
const parts: Parts = {
  openProcess: () => Promise.resolve(process),
  migrateOnly: () => Promise.resolve(),
  makeLog: () => silentLog,
  root: folder,
  nowMs: () => 0,
  stopAsked: () => Promise.resolve(),
  metrics: () => Promise.resolve(''),
  watchRequests: () => undefined,
};

const given = {
  name: 'Our Pax8',
  settings: { kind: 'pax8', baseUrl: 'https://api.pax8.com/v1', clientId: 'client' },
  secrets: { clientSecret: 'canary-secret' },
};

async function add(content: unknown = given, { more = [] as readonly string[], sandbox = 'off' } = {}) {
  const file = join(folder, 'connection.json');
  writeFileSync(file, JSON.stringify(content));
  let [out, err] = ['', ''];
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), isTerminal: false };
  const env = { CONCORD_SANDBOX: sandbox, CONCORD_DATA_DIR: join(folder, 'data') };
  const args = ['connections', 'add', '--file', 'connection.json', ...more];
  const code = await runCli(args, { system: createSystem(parts), io, env, cwd: folder, nowMs: () => 0 });
  return { code, out, err };
}

beforeEach(async () => {
  await sql`truncate probe_run, connection, workspace cascade`.execute(owner.db);
  remote.state.probes = [{ name: 'sign-in', outcome: 'passed', ms: 7, detail: 'The keys are accepted' }];
  closed = 0;
});

describe('connections add', () => {
  test('connects the account, prints every check, and leaves it read-only', async () => {
    const { code, out, err } = await add();

    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^con_\w{26} {2}Our Pax8 {2}connected {2}read only\nPROBE/);
    expect(out).toMatch(/sign-in +passed +7 +The keys are accepted/);
    expect(await listConnections(context)).toMatchObject([{ name: 'Our Pax8', state: 'connected', writeKinds: [] }]);
    expect(closed).toBe(1);
  });

  test('prints the outcome as JSON for programs, without the secrets', async () => {
    const { out } = await add(given, { more: ['--json'] });

    expect(JSON.parse(out)).toMatchObject({ name: 'Our Pax8', state: 'connected', reason: null, probes: [{ outcome: 'passed' }] });
    expect(out).not.toContain('canary-secret');
  });

  test('with credentials that do not work keeps it, says what to do, and ends with 8', async () => {
    remote.state.probes = [
      { name: 'sign-in', outcome: 'failed', ms: 7, code: 'wrong_client_secret', detail: 'Refused', hint: 'Enter the client secret again.' },
    ];
    const { code, out, err } = await add();

    expect(code).toBe(8);
    expect(out).toMatch(/Our Pax8 {2}degraded \(/);
    expect(err).toBe('Our Pax8 is kept, but does not work yet.\nTry (sign-in): Enter the client secret again.\n');
    expect(await listConnections(context)).toHaveLength(1);
  });

  test('the same account or name a second time ends with 6 and says which', async () => {
    await add();

    const again = await add({ ...given, name: 'Other' });
    expect([again.code, again.err]).toEqual([6, expect.stringContaining('This account is connected already.')]);
    const named = await add({ ...given, settings: { ...given.settings, clientId: 'another' } });
    expect([named.code, named.err]).toEqual([6, expect.stringContaining('name: another connection has this name.')]);
    expect(closed).toBe(3);
  });

  test('a sign-in of another organisation ends with 2 and keeps nothing', async () => {
    remote.state.probes = [{ name: 'profile', outcome: 'failed', ms: 7, code: 'wrong_tenant', detail: 'Another' }];

    expect(await add()).toMatchObject({ code: 2, err: expect.stringContaining('another organisation') as string });
    expect(await listConnections(context)).toEqual([]);
  });

  test('a field that is not right ends with 2, names it, and opens nothing', async () => {
    const { code, err } = await add({ ...given, secrets: {} });

    expect([code, closed]).toEqual([2, 0]);
    expect(err).toContain('secrets.clientSecret: is needed');
  });

  test('a file that is not there ends with 2', async () => {
    expect(await add(given, { more: ['--file', 'nowhere.json'] })).toMatchObject({
      code: 2,
      err: expect.stringContaining('The file nowhere.json cannot be read.') as string,
    });
  });

  test('without a file is a wrong use', async () => {
    const code = await runCli(['connections', 'add'], {
      system: createSystem(parts),
      io: { out: () => undefined, err: () => undefined, isTerminal: false },
      env: {},
      cwd: folder,
      nowMs: () => 0,
    });
    expect(code).toBe(2);
  });

  test('a sandbox takes no real account', async () => {
    const { code, err } = await add(given, { sandbox: 'on' });

    expect([code, closed]).toEqual([3, 0]);
    expect(err).toContain('CONCORD_SANDBOX=off');
  });

  test('a database that holds a sandbox takes none either', async () => {
    await ensureWorkspace(context, 'trial');

    expect(await add()).toMatchObject({ code: 3 });
    expect(await listConnections(context)).toEqual([]);
  });

  test('stands in the audit trail without its secrets', async () => {
    await add();
    const rows = await sql<{
      all: string;
    }>`select row_to_json(audit_event)::text as all from audit_event where action = 'connection.added'`.execute(owner.db);
    expect(rows.rows.at(-1)?.all).toContain('Our Pax8');
    expect(rows.rows.at(-1)?.all).not.toContain('canary-secret');
  });
});
