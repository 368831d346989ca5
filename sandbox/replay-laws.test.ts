import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalJson } from '../src/lib/canonical.ts';
import { scenarioNames } from './scenario/library.ts';
import { aSandbox, partnerCenterAudience, type TestSandbox } from './testing.ts';
import { emptyTables } from './world/tables.ts';
import type { World } from './world/world.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sandbox-replay-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

// The names are the tables' own.
const names = Object.keys(emptyTables()) as readonly (keyof World['tables'])[];
const bytes = ({ tables }: World): string => canonicalJson(Object.fromEntries(names.map((name) => [name, tables[name].all()])));

/** Everything that can happen: programs, people, time, stories, faults. */
async function live(box: TestSandbox): Promise<void> {
  const { url, sandbox } = box;
  const send = (method: string, path: string, body: unknown) => box.send(method, path, body);
  await send('POST', 'clock', { stop: true });
  const headers = { authorization: `Bearer ${await box.bearer('pc-1', partnerCenterAudience)}`, 'content-type': 'application/json' };
  const customers = `${url}/api.partnercenter.microsoft.com/v1/customers`;
  const [row] = sandbox.world.tables.subscriptions.by('accountId', 'pc-1').filter((one) => one.status === 'active');
  await send('POST', 'faults', { match: { method: 'PATCH' }, do: { resetAfterProcessing: true }, times: 1 });
  for (const quantity of [31, 32]) {
    const path = `${customers}/${row?.customerId ?? ''}/subscriptions/${row?.id ?? ''}`;
    const read = (await (await fetch(path, { headers })).json()) as object;
    await fetch(path, { method: 'PATCH', headers, body: JSON.stringify({ ...read, quantity }) }).catch(() => undefined);
  }
  await send('POST', 'act', { action: 'portal.buy', customer: 'Contoso Ltd', sku: 'CFQ7TTC0LH18:0001', quantity: 4 });
  await send('POST', 'webhooks', { mode: 'hold', copies: 2 });
  for (const file of scenarioNames()) expect((await send('POST', 'scenario', { file })).status).toBe(200);
  await send('POST', 'clock', { step: 'P70D' });
  // The next call finds what time has brought.
  sandbox.settle();
}

test('a history told again over a restart gives the same bytes in every table', { timeout: 60_000 }, async () => {
  const first = await aSandbox({ dataDir });
  await live(first);
  const before = [bytes(first.sandbox.world), first.sandbox.world.now(), (await first.get('faults')).body];
  await first.sandbox.close();

  const second = await aSandbox({ dataDir, seed: 99 });
  expect([bytes(second.sandbox.world) === before[0], second.sandbox.world.now()]).toEqual([true, before[1]]);
  // A rule outlives the restart, with how often it acted.
  expect((await second.get('faults')).body).toEqual(before[2]);
  expect((await second.get('faults')).body).toMatchObject({ rules: [{ hits: 1, times: 1 }, {}] });
  await second.sandbox.close();
});
