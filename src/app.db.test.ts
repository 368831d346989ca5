import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { aDatabase, urlOf } from '../test/support/database.ts';
import { openProcess } from './app.ts';
import { readConfig } from './config.ts';
import type { Db } from './platform/db/connect.ts';
import { silentLog } from './platform/log.ts';

const { connection } = await aDatabase();
const folder = mkdtempSync(join(tmpdir(), 'concord-app-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const limitOf = async (db: Db): Promise<unknown> => (await sql`show statement_timeout`.execute(db)).rows;

test.each([
  ['a server', true],
  ['a server that is a worker as well', false],
])('%s gives requests the time limit of the settings, and what works without one has none', async (_what, onlyServes) => {
  const env = {
    CONCORD_SANDBOX: 'off',
    CONCORD_DATA_DIR: join(folder, 'data'),
    CONCORD_DATABASE_URL: urlOf(connection),
    CONCORD_STATEMENT_LIMIT: '7',
  };
  const running = await openProcess({ config: readConfig({ env, cwd: folder }), log: silentLog, onlyServes });
  try {
    expect(await running.isReachable()).toBe(true);
    expect(await limitOf(running.requests.db)).toEqual([{ statement_timeout: '7s' }]);
    expect(await limitOf(running.context.db)).toEqual([{ statement_timeout: '0' }]);
  } finally {
    await running.close();
  }
});
