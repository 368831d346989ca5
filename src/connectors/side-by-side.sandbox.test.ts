import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { aWorldOfRemotes, type Remotes, readAll } from '../../test/support/world-of-remotes.ts';
import { must } from '../lib/must.ts';
import type { Marketplace } from './ports.ts';

const Account = z.object({
  id: z.string(),
  tenantId: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  refreshToken: z.string(),
});
const Credentials = z.object({ partnerAccounts: z.array(z.unknown()) });
type Account = z.infer<typeof Account>;

let remotes: Remotes;
let accounts: readonly Account[];
/** US Government and China (sandbox/README.md, the sample estate). */
let elsewhere: readonly Account[];
beforeAll(async () => {
  remotes = await aWorldOfRemotes({ scale: 20 });
  const answer = await fetch(`${remotes.url}/_control/credentials`);
  const all = Credentials.parse(await answer.json()).partnerAccounts.flatMap((one) => Account.safeParse(one).data ?? []);
  const find = (id: string): Account =>
    must(
      all.find((one) => one.id === id),
      id,
    );
  accounts = ['pc-1', 'pc-2', 'pc-3'].map(find);
  elsewhere = ['pc-4', 'pc-5'].map(find);
});
afterAll(() => remotes.close());

/** Customers and subscriptions of an account, as a full reading asks for them; answers how many calls were answered well. */
async function readWhole(remote: Marketplace): Promise<number> {
  const { items } = await readAll(remote.customers());
  let calls = 1;
  for (const { tenantId } of items) {
    await remote.subscriptions(tenantId);
    calls += 1;
  }
  return calls;
}

/** Each as a connection of its own in one process: they share client, throttle and circuits, as in the product. */
function openAll(group: string): readonly Marketplace[] {
  const open = remotes.another();
  return accounts.map((account) => {
    const remote = open({ ...remotes.connectionOf(account), connectionId: `${group} ${account.id}` });
    if (remote.side !== 'microsoft') throw new Error('Not a marketplace');
    return remote;
  });
}

test.each([
  ['answers 503', { status: 503, body: 'down' }, 10_000],
  ['asks to wait for an hour', { status: 429, headers: { 'retry-after': '3600' }, body: {} }, 10_000],
  ['refuses its sign-in', { status: 401, body: {} }, 10_000],
])('of three accounts one %s: the other two read as much as before, while it fails or waits', async (what, effect, times) => {
  const alone = await Promise.all(openAll(`${what}, before`).map(readWhole));
  const [first, second, third] = openAll(what);
  await remotes.control('faults', { match: { partnerAccount: 'pc-3', remote: 'partner-center' }, times, do: effect });
  const stop = new AbortController();
  const failing = readAll(must(third, 'the third').customers(undefined, stop.signal)).then(
    () => 'read',
    () => 'failed',
  );

  const beside = await Promise.all([must(first, 'the first'), must(second, 'the second')].map(readWhole));

  for (const [index, calls] of beside.entries()) expect(calls).toBeGreaterThanOrEqual(Math.ceil((alone[index] ?? 0) * 0.95));
  expect(alone.every((calls) => calls > 5)).toBe(true);
  stop.abort(); // it would wait on
  expect(await failing).toBe('failed');
  await fetch(`${remotes.url}/_control/faults`, { method: 'DELETE' });
});

test('accounts in three clouds stand side by side: each is asked at its own hosts, and never for what its cloud does not offer', async () => {
  const open = remotes.another();
  const inCloud = (account: Account, cloud: 'global' | 'usGovernment' | 'china') => {
    const connection = remotes.connectionOf(account);
    return open({ ...connection, settings: { ...connection.settings, cloud } as typeof connection.settings }).verify();
  };
  const [first] = accounts;
  const [government, china] = elsewhere;

  const all = await Promise.all([
    inCloud(must(first, 'pc-1'), 'global'),
    inCloud(must(government, 'pc-4'), 'usGovernment'),
    inCloud(must(china, 'pc-5'), 'china'),
  ]);

  const hosts = all.map((probes) => probes.find(({ name }) => name === 'network')?.detail);
  expect(hosts).toEqual([
    'api.partnercenter.microsoft.com and graph.microsoft.com answer',
    'api.partnercenter.microsoft.com and graph.microsoft.us answer',
    'partner.partnercenterapi.microsoftonline.cn and microsoftgraph.chinacloudapi.cn answer',
  ]);
  for (const probes of all)
    expect(
      probes
        .filter(({ name }) => ['sign-in', 'profile', 'customers', 'subscriptions', 'invoices'].includes(name))
        .map(({ outcome }) => outcome),
    ).toEqual(Array.from({ length: 5 }, () => 'passed'));
  expect(all.map((probes) => probes.some(({ name }) => name === 'price sheet'))).toEqual([true, false, false]);
});
