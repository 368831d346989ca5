import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';

export type Store = { readonly dataDir: string; readonly host: string; readonly database: string };

/** Fills a store in a process that keeps its database for as long as we live. */
export async function keepStore(subscriptions: number): Promise<Store> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'api-list-store.ts'), String(subscriptions)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  child.unref();
  for (const pipe of [child.stdin, child.stdout]) if (pipe instanceof Socket) pipe.unref(); // as they are, whatever their type says
  return JSON.parse(line.toString()) as Store;
}

export type Server = { readonly url: string; readonly key: string; readonly coldStartMs: number; readonly stop: () => Promise<void> };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

const agent = new Agent({ keepAliveTimeout: 60_000 });
export async function get(url: string, key: string): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await request(url, { headers: { authorization: `Bearer ${key}` }, dispatcher: agent });
  return { status: answer.statusCode, text: await answer.body.text() };
}

const firstId = 'sub_';

/** A server of the product on the filled store. The clock runs from exec to the first correct answer (P14); a first start without a key only makes one. */
export async function serve({ dataDir }: Store): Promise<Server> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/api/v1`;
  const env = {
    ...process.env,
    CONCORD_PROFILE: 'trial',
    CONCORD_SANDBOX: 'off',
    CONCORD_DATA_DIR: dataDir,
    CONCORD_PORT: String(port),
    CONCORD_LOG_LEVEL: 'error',
  };
  const startedAt = performance.now();
  const child = spawn(path.join(import.meta.dirname, '../bin/concord'), ['serve'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'close');
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}`);
    const key = keyOf(dataDir);
    const answer = key === undefined ? undefined : await get(`${url}/subscriptions?limit=1`, key).catch(() => undefined);
    if (key !== undefined && answer?.status === 200 && answer.text.includes(firstId))
      return {
        url,
        key,
        coldStartMs: performance.now() - startedAt,
        stop: async () => {
          child.kill('SIGINT');
          await ended;
        },
      };
    await sleep(5);
  }
}

function keyOf(dataDir: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(path.join(dataDir, 'cli.json'), 'utf8')) as { apiKey: string }).apiKey;
  } catch {
    return undefined;
  }
}
