import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { must } from '../src/lib/must.ts';
import { type Db, openDatabase } from '../src/platform/db/connect.ts';
import { keepDatabase } from '../src/platform/db/keeper.ts';
import { type Answer, ask } from '../test/support/ask.ts';
import { aDataFolder, freePort, until } from '../test/support/start-system.ts';

const Credentials = z.object({
  partnerAccounts: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      tenantId: z.string(),
      clientId: z.string(),
      clientSecret: z.string(),
      refreshToken: z.string(),
      baseUrls: z.object({ login: z.string(), partnerCenter: z.string() }),
    }),
  ),
});
export type Account = z.infer<typeof Credentials>['partnerAccounts'][number];

const Connections = z.object({ data: z.array(z.object({ id: z.string() })) });
const Keys = z.object({ apiKey: z.string() });
const Started = z.object({ jobIds: z.array(z.string()) });
const Job = z.object({
  status: z.string(),
  result: z
    .object({ kinds: z.array(z.object({ kind: z.string(), created: z.number(), updated: z.number(), retired: z.number() })) })
    .nullish(),
});
const Calls = z.object({ calls: z.array(z.object({ seq: z.number(), status: z.union([z.number(), z.literal('none')]) })) });

/** Sandbox, and server with worker, each in a process of its own, as at a partner who runs one machine. */
export type FeedsSystem = {
  readonly account: Account;
  /** Public id of the account's connection. */
  readonly connectionId: string;
  /** To look for what is committed; the product's own is another. */
  readonly db: Db;
  readonly api: (method: string, path: string, body?: unknown) => Promise<Answer>;
  readonly control: (method: string, path: string, body?: unknown) => Promise<unknown>;
  /** Reads everything; answers how many records of a kind were not here, or not as they are. */
  readonly sweep: () => Promise<Readonly<Record<string, number>>>;
  /** Calls to Partner Center since the last time it was asked. */
  readonly countCalls: () => Promise<{ readonly calls: number; readonly rejected: number }>;
  readonly close: () => Promise<void>;
};

/** Half of the sandbox's customers are sold by the account that is connected: `scale` is both halves. */
async function aSandbox(scale: number): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [path.resolve(import.meta.dirname, '../sandbox/main.ts')], {
    env: { ...process.env, CONCORD_SANDBOX_PORT: '0', SANDBOX_SCALE: String(scale) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^Sandbox: (\S+)\/_control\/$/.exec(line)?.[1];
    if (url !== undefined) return { url, stop };
  }
  throw new Error('The sandbox did not start');
}

async function aProduct(dataDir: string, sandboxUrl: string, { name, tenantId, clientId, clientSecret, refreshToken }: Account) {
  const port = await freePort();
  const account = {
    name,
    settings: { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId },
    secrets: { clientSecret, refreshToken },
  };
  const args = [dataDir, sandboxUrl, String(port), JSON.stringify([account])];
  const child = fork(path.join(import.meta.dirname, 'feeds-product.ts'), args, { stdio: 'inherit' });
  const ended = once(child, 'exit');
  await Promise.race([
    once(child, 'message'),
    ended.then(() => {
      throw new Error('The product did not start');
    }),
  ]);
  const stop = async (): Promise<void> => {
    child.disconnect();
    await ended;
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

/** `perMinute`: calls that the remote lets pass, of which the product is not told. The first reading is not held up. */
export async function openFeedsSystem(customers: number, perMinute: number): Promise<FeedsSystem> {
  await using opened = new AsyncDisposableStack();
  const { dataDir, remove } = aDataFolder();
  opened.defer(remove);
  const keeper = await keepDatabase({ dataDir });
  opened.defer(() => keeper.stop());
  const sandbox = await aSandbox(2 * customers);
  opened.defer(sandbox.stop);
  const control: FeedsSystem['control'] = async (method, at, body) =>
    succeeded(await ask(`${sandbox.url}/_control${at}`, method, { body }));
  const account = must(
    Credentials.parse(await control('GET', '/credentials')).partnerAccounts.find(({ id }) => id === 'pc-1'),
    'account',
  );
  await control('POST', '/switches/throttling', { enabled: false });
  const product = await aProduct(dataDir, sandbox.url, account);
  opened.defer(product.stop);
  const database = openDatabase({ connection: keeper.connection, role: 'app', max: 2 });
  opened.defer(() => database.close());
  const { apiKey } = Keys.parse(JSON.parse(readFileSync(path.join(dataDir, 'cli.json'), 'utf8')));
  const api: FeedsSystem['api'] = (method, at, body) =>
    ask(`${product.url}/api/v1${at}`, method, { as: { key: apiKey }, ...(body !== undefined && { body }) });
  const [connection] = Connections.parse(succeeded(await api('GET', '/connections'))).data;
  const countCalls = countingOf(control);
  const sweep = () => sweepOf(api);
  await sweep();
  const calls = { subscriptions: perMinute, customers: perMinute };
  await control('POST', '/switches/throttling', { enabled: true, shape: 'tokenBucket', calls });
  await countCalls();
  const held = opened.move();
  const connectionId = must(connection, 'connection').id;
  return { account, connectionId, db: database.db, api, control, sweep, countCalls, close: () => held.disposeAsync() };
}

async function sweepOf(api: FeedsSystem['api']): Promise<Readonly<Record<string, number>>> {
  const { jobIds } = Started.parse(succeeded(await api('POST', '/sync-runs', { reach: 'full' })));
  const job = await until(
    'the full reading ends',
    async () => {
      const found = Job.parse(succeeded(await api('GET', `/jobs/${jobIds[0] ?? ''}`)));
      return ['completed', 'completedWithErrors', 'failed'].includes(found.status) && found;
    },
    3_600_000,
  );
  if (job.status === 'failed') throw new Error('The full reading failed');
  return Object.fromEntries((job.result?.kinds ?? []).map((each) => [each.kind, each.created + each.updated + each.retired]));
}

/** Counts what the sandbox was asked since the last count. */
function countingOf(control: FeedsSystem['control']): FeedsSystem['countCalls'] {
  let seen = 0;
  return async () => {
    const counted = { calls: 0, rejected: 0 };
    for (;;) {
      const { calls } = Calls.parse(await control('GET', `/truth/calls?remote=partner-center&after=${seen}&limit=5000`));
      const last = calls.at(-1);
      if (last === undefined) return counted;
      seen = last.seq;
      counted.calls += calls.length;
      counted.rejected += calls.filter(({ status }) => status === 429).length;
    }
  };
}

function succeeded({ status, text, body }: Answer): unknown {
  if (status >= 300) throw new Error(`${status}: ${text.slice(0, 500)}`);
  return body;
}
