import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { besideSandbox } from './find-sandbox.ts';
import type { Parts } from './system.ts';

const nowMs = (): number => Date.parse('2026-11-21T09:00:00Z');
const sandbox = createServer((_request, reply) => {
  reply.setHeader('content-type', 'application/json').end('{"now":"2026-12-21T09:00:00Z"}');
});
const dataDir = mkdtempSync(join(tmpdir(), 'concord-'));
let url = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => sandbox.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((sandbox.address() as AddressInfo).port)}`;
  writeFileSync(join(dataDir, 'cli.json'), JSON.stringify({ sandboxUrl: url }));
});
afterAll(() => {
  sandbox.close();
  rmSync(dataDir, { recursive: true });
});

/** What a command beside a running Concord opens. */
async function opened(wanted: string): Promise<Parameters<Parts['openProcess']>[0]['sandbox']> {
  const asked: Parameters<Parts['openProcess']>[0][] = [];
  const parts = {
    nowMs,
    openProcess: (options: Parameters<Parts['openProcess']>[0]) => {
      asked.push(options);
      return Promise.reject(new Error('opened'));
    },
  } as unknown as Parts;
  const config = readConfig({ env: { CONCORD_DATA_DIR: dataDir, CONCORD_SANDBOX: wanted }, cwd: dataDir });
  await expect(besideSandbox(parts).openProcess({ config, log: {} as never })).rejects.toThrow('opened');
  return asked[0]?.sandbox;
}

test('a command beside the trial calls its sandbox and goes by its clock, also when days were skipped there', async () => {
  const found = await opened('on');

  expect(found?.url).toBe(url);
  expect(found?.offsetMs()).toBe(30 * 86_400_000);
});

test('a command beside real accounts asks no sandbox', async () => {
  expect(await opened('off')).toBeUndefined();
});
