import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runSandbox, type WorldAsked } from './sandbox.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'concord-sandbox-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

const asked: WorldAsked = { seed: 5, scale: 12, startsAt: '2026-03-01T00:00:00Z' };

async function worldOf(world?: WorldAsked): Promise<Record<string, unknown>> {
  const sandbox = await runSandbox({ port: 0, host: '127.0.0.1', dataDir, world, nowMs: () => 0, log: () => undefined });
  try {
    return (await (await fetch(`${sandbox.url}/_control/world`)).json()) as Record<string, unknown>;
  } finally {
    await sandbox.close();
  }
}

test('the world is the one that was asked for, goes on at the next start, and is not replaced by another', async () => {
  expect(await worldOf(asked)).toMatchObject({ seed: 5, scale: 12, customers: 12, startsAt: '2026-03-01T00:00:00Z' });
  expect(await worldOf()).toMatchObject({ seed: 5, scale: 12 });
  expect(await worldOf({ ...asked, startsAt: '2026-03-01T01:00:00+01:00' })).toMatchObject({ seed: 5 });

  for (const other of [{ seed: 6 }, { scale: 13 }, { startsAt: '2026-03-02T00:00:00Z' }, { scenario: 'month' }])
    await expect(worldOf(other)).rejects.toMatchObject({ exitCode: 6, why: 'world_exists' });
  expect(await worldOf()).toMatchObject({ seed: 5, scale: 12 });
});

test('a scenario is what happens first in a new world', async () => {
  const { events } = await worldOf({ ...asked, scenario: 'month' });
  expect(events).toBeGreaterThan(10);
});

test('a scenario that is not there leaves no world behind', async () => {
  await expect(worldOf({ scenario: 'nothing.yaml' })).rejects.toThrow('There is no scenario nothing.yaml');
  expect(await worldOf()).toMatchObject({ seed: 1, scale: 60 });
});
