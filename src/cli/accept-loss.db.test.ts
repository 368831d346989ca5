import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { aContext } from '../../test/support/context.ts';
import { aDatabase } from '../../test/support/database.ts';
import { publicId } from '../model/ids.ts';
import { silentLog } from '../platform/log.ts';
import { runCli } from './main.ts';
import { createSystem } from './run-system.ts';

const { db, owner } = await aDatabase();
const { context } = aContext(db);
const folder = mkdtempSync(join(tmpdir(), 'concord-loss-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const process = {
  context,
  requests: context,
  queue: context.queue,
  isMigrated: () => Promise.resolve(true),
  isReachable: () => Promise.resolve(true),
  close: () => Promise.resolve(),
};
const system = createSystem({
  openProcess: () => Promise.resolve(process),
  migrateOnly: () => Promise.resolve(),
  makeLog: () => silentLog,
  root: folder,
  nowMs: () => 0,
  stopAsked: () => Promise.resolve(),
  metrics: () => Promise.resolve(''),
  watchRequests: () => undefined,
});
const connectionId = '01990000-0000-7000-8000-00000000000a';
const id = publicId('connection', connectionId);

async function concord(...args: string[]) {
  let [out, err] = ['', ''];
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), isTerminal: false };
  const code = await runCli(args, { system, io, env: { CONCORD_DATA_DIR: join(folder, 'data') }, cwd: folder, nowMs: () => 0 });
  return { code, out, err };
}
const accept = (of: string) => concord('connections', 'accept-loss', of, '--reason', 'Looked at it');

test('a loss is accepted only where something is in doubt, with a reason, and says what to do next', async () => {
  expect((await concord('connections', 'accept-loss', id)).code).toBe(2);
  expect((await accept('nonsense')).code).toBe(2);
  expect((await accept(id)).code).toBe(5);

  await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
    values (${connectionId}, 'pax8', 'distributor', 'Our Pax8', 'connected', '{}', 'x', now(), now())`.execute(owner.db);
  const nothing = await accept(id);
  expect([nothing.code, nothing.err]).toEqual([6, 'Nothing of this connection is in doubt, so there is nothing to accept.\n']);

  await sql`insert into sync_problem (problem_id, connection_id, run_id, kind, subject, code, reason, at)
    values (${connectionId}, ${connectionId}, ${connectionId}, 'accounts', 'All accounts', 'reading_suspicious', 'The list was empty', now())`.execute(
    owner.db,
  );
  const accepted = await accept(id);
  expect([accepted.code, accepted.err]).toEqual([0, '']);
  expect(accepted.out).toMatch(/^All accounts: The list was empty\nAccepted: 1\. .*concord sync --wait\n$/);
});
