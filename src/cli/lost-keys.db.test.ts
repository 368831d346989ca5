import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { aDatabase, urlOf } from '../../test/support/database.ts';
import { migrateOnly, openProcess } from '../app.ts';
import { everything, inScope } from '../platform/db/transaction.ts';
import { silentLog } from '../platform/log.ts';
import { loadKeyRing } from '../platform/secrets/key-ring.ts';
import { createSecrets } from '../platform/secrets.ts';
import { runCli } from './main.ts';
import { createSystem } from './run-system.ts';

const { db, connection } = await aDatabase();
const folder = mkdtempSync(join(tmpdir(), 'concord-lost-key-'));
const dataDir = join(folder, 'data');
const keyFile = join(dataDir, 'secret.key');
const id = '0190f0b2-7c1e-7000-8000-000000000001';
const place = { table: 'connection', row: id, column: 'secrets' };
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const system = createSystem({
  openProcess,
  migrateOnly,
  makeLog: () => silentLog,
  root: folder,
  nowMs: () => 0,
  stopAsked: () => Promise.resolve(),
  metrics: () => Promise.resolve(''),
  watchRequests: () => undefined,
});

async function concord(...args: string[]) {
  let [out, err] = ['', ''];
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), isTerminal: false };
  const env = { CONCORD_SANDBOX: 'off', CONCORD_DATA_DIR: dataDir, CONCORD_DATABASE_URL: urlOf(connection) };
  const code = await runCli(args, { system, io, env, cwd: folder, nowMs: () => 0 });
  return { code, out, err };
}

const stored = () => inScope(db, everything, (tx) => tx.selectFrom('connection').select('secrets').executeTakeFirstOrThrow());
/** A worker that is asked to stop at once: it starts whole, or not at all. */
const start = () => concord('worker', '--profile', 'trial');

beforeEach(async () => {
  await inScope(db, everything, async (tx) => {
    await tx.deleteFrom('setting').execute();
    await tx.deleteFrom('connection').execute();
  });
  rmSync(dataDir, { recursive: true, force: true });
  const secrets = createSecrets(loadKeyRing({ dataDir })).seal('{"clientSecret":"canary"}', place);
  const now = Temporal.Instant.from('2026-11-20T08:00:00Z');
  const row = { name: 'Our Pax8', identity: 'pax8', kind: 'pax8', side: 'distributor', state: 'off', settings: '{}', secrets };
  await inScope(db, everything, (tx) =>
    tx
      .insertInto('connection')
      .values({ connection_id: id, ...row, created_at: now, changed_at: now })
      .execute(),
  );
});

test('the key file is gone: it does not start, makes no new key, and starts again when the file is back', async () => {
  const before = await stored();
  renameSync(keyFile, join(folder, 'kept'));

  const refused = await start();

  expect(refused.code).toBe(3);
  expect(refused.err).toMatch(/^The key file is gone, but stored secrets need it \(key [0-9a-f]{12}\) \(secret_key_missing\)$/m);
  expect(refused.err).toMatch(/^Try: Bring secret\.key back.*concord keys lost/m);
  expect(existsSync(keyFile)).toBe(false);
  expect(await stored()).toEqual(before);

  renameSync(join(folder, 'kept'), keyFile);
  expect(await start()).toMatchObject({ code: 0, err: '' });
});

test('another key, of which nothing opens, is refused too', async () => {
  writeFileSync(keyFile, `${'k'.repeat(44)}\n`, { mode: 0o600 });

  const refused = await start();

  expect(refused.code).toBe(3);
  expect(refused.err).toContain('secret_key_wrong');
});

test('a person gives the key up: it starts, says whose secrets to enter again, and an old key that turns up still opens them', async () => {
  renameSync(keyFile, join(folder, 'kept'));
  expect((await concord('keys', 'lost')).code).toBe(2);

  const lost = await concord('keys', 'lost', '--reason', 'The disk burnt');

  expect(lost).toMatchObject({ code: 0, err: '' });
  expect(lost.out).toContain('Enter the secrets again of: Our Pax8.');
  expect((await start()).code).toBe(0);
  const events = await inScope(db, everything, (tx) => tx.selectFrom('audit_event').select(['action', 'reason']).execute());
  expect(events).toContainEqual({ action: 'keys.givenUp', reason: 'The disk burnt' });

  renameSync(join(folder, 'kept'), keyFile);
  expect(createSecrets(loadKeyRing({ dataDir })).open((await stored()).secrets ?? '', place)).toContain('canary');
});

test('without stored secrets a new folder gets its key as ever', async () => {
  await inScope(db, everything, (tx) => tx.deleteFrom('connection').execute());
  rmSync(keyFile);

  expect((await start()).code).toBe(0);
  expect(existsSync(keyFile)).toBe(true);
});

test('nothing is given up when every secret opens', async () => {
  expect((await concord('keys', 'lost', '--reason', 'by mistake')).out).toContain('Nothing was changed.');
});
