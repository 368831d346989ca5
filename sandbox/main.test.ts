import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalJson } from '../src/lib/canonical.ts';
import { startSandbox } from './main.ts';
import { aSandbox, partnerCenterAudience } from './testing.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sandbox-main-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

test('a restart continues the world: changes, tokens, switches and clock', async () => {
  const first = await aSandbox({ dataDir });
  const bearer = await first.bearer('pc-2', partnerCenterAudience);
  await first.send('POST', 'clock', { stop: true, step: 'PT10M' });
  const subscriptionId = first.sandbox.world.tables.subscriptions.all()[0]?.id ?? '';
  await first.send('POST', 'act', { action: 'portal.seats', subscriptionId, quantity: 33 });
  await first.send('POST', 'webhooks', { mode: 'hold' });
  const before = first.sandbox.world;
  await first.sandbox.close();

  const second = await aSandbox({ dataDir, seed: 99, scale: 50 });
  const { world } = second.sandbox;
  expect(world.options).toEqual(before.options);
  expect(world.now()).toBe(before.now());
  expect(world.tables.subscriptions.get(subscriptionId)?.quantity).toBe(33);
  expect(world.switch('webhooks').mode).toBe('hold');
  expect(canonicalJson(world.tables.tokens.all())).toBe(canonicalJson(before.tables.tokens.all()));
  const answer = await fetch(`${second.url}/api.partnercenter.microsoft.com/v1/customers?size=1`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  expect(answer.status).toBe(200);
  await second.sandbox.close();
});

test('nothing that signs in stands in the data folder', async () => {
  const box = await aSandbox({ dataDir });
  const bearer = await box.bearer('pc-1', partnerCenterAudience);
  await box.sandbox.close();
  expect(readFileSync(join(dataDir, 'events.jsonl'), 'utf8')).not.toContain(bearer);
});

test('the world begins now when nothing else is said', async () => {
  const sandbox = await startSandbox({ port: 0, seed: 1, scale: 10 });
  expect(Math.abs(sandbox.world.clock.nowMs() - Date.now())).toBeLessThan(5000);
  await sandbox.close();
});

test('a busy port is an error, and nothing is left behind', async () => {
  const sandbox = await startSandbox({ port: 0, seed: 1, scale: 10 });
  await expect(startSandbox({ port: sandbox.port, seed: 1, scale: 10 })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await sandbox.close();
});

test('closing does not wait for clients that keep their connection', async () => {
  const box = await aSandbox();
  await box.get('world');
  const before = performance.now();
  await box.sandbox.close();
  expect(performance.now() - before).toBeLessThan(1000);
});
