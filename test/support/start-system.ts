import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, ask } from './ask.ts';

export const root = join(import.meta.dirname, '..', '..');

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}

/** A data folder of its own, below a folder that the database's user may pass when root runs the tests. */
export function aDataFolder(): { readonly dataDir: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'concord-journey-'));
  chmodSync(folder, 0o711);
  return {
    dataDir: join(folder, 'data'),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Settings = Readonly<Record<string, string | undefined>>;

/** Only what a newcomer has: no setting of the developer's own shell reaches the product. Compiled code is kept, as the start script does. */
const environment = (settings: Settings): NodeJS.ProcessEnv => {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  const NODE_COMPILE_CACHE = join(root, 'node_modules/.cache/concord');
  return { PATH, HOME, TMPDIR, LANG, NODE_COMPILE_CACHE, CONCORD_LOG_LEVEL: 'warn', ...settings };
};

/** One process of Concord with what it printed. */
export class Running {
  readonly child: ChildProcess;
  out = '';
  err = '';
  readonly ended: Promise<number | null>;

  constructor(args: readonly string[], settings: Settings) {
    this.child = spawn(process.execPath, [join(root, 'src/main.ts'), ...args], {
      cwd: root,
      env: environment(settings),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (text: Buffer) => (this.out += text.toString()));
    this.child.stderr?.on('data', (text: Buffer) => (this.err += text.toString()));
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('It did not start');
    return this.child.pid;
  }

  /** As Ctrl-C does; answers the exit code. */
  stop(): Promise<number | null> {
    this.child.kill('SIGINT');
    return this.ended;
  }

  /** As a power cut does to a process. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

/** Waits until something holds; says what it waited for when it never does. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>, withinMs = 60_000): Promise<T> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > giveUpAt) throw new Error(`It did not happen within ${withinMs} ms: ${what}`);
    await sleep(100);
  }
}

export type Ports = { readonly port: number; readonly sandboxPort: number };

/** Everything of `concord start` in a child process: database, sandbox, server, worker. */
export class System {
  readonly url: string;
  readonly sandboxUrl: string;
  readonly dataDir: string;
  readonly running: Running;
  /** Process start to ready. */
  readyAfterMs = 0;

  constructor(dataDir: string, { port, sandboxPort }: Ports, settings: Settings = {}, args: readonly string[] = ['start']) {
    this.url = `http://127.0.0.1:${port}`;
    this.sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
    this.dataDir = dataDir;
    this.running = new Running(args, {
      CONCORD_DATA_DIR: dataDir,
      CONCORD_PORT: String(port),
      CONCORD_SANDBOX_PORT: String(sandboxPort),
      ...settings,
    });
  }

  /** Waits for `/readyz`, which a busy machine makes long; fails with what the process printed when it ends before. */
  async ready(withinMs = 150_000): Promise<this> {
    const startedAt = performance.now();
    const died = this.running.ended.then((code) => {
      throw new Error(`It ended with ${String(code)} before it was ready: ${this.running.err.slice(-2_000)}`);
    });
    await Promise.race([until('ready', () => this.#isReady(), withinMs), died]);
    this.readyAfterMs = performance.now() - startedAt;
    return this;
  }

  async #isReady(): Promise<boolean> {
    return (await ask(`${this.url}/readyz`, 'GET').catch(() => undefined))?.status === 200;
  }

  /** The one-time link, as printed. */
  async link(): Promise<string> {
    return until('the sign-in link', () => Promise.resolve(/^Sign in: (\S+)$/m.exec(this.running.out)?.[1]));
  }

  /** The key that the command line of this machine uses. */
  get key(): string {
    const { apiKey } = JSON.parse(readFileSync(join(this.dataDir, 'cli.json'), 'utf8')) as { apiKey: string };
    return apiKey;
  }

  /** Calls the API below /api/v1 with the command line's key. */
  call(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return ask(`${this.url}/api/v1${path}`, method, { as: { key: this.key }, ...(body !== undefined && { body }), headers });
  }

  /** The same, and the body in the expected shape; anything but success fails. */
  async get<Body>(path: string): Promise<Body> {
    return good(await this.call('GET', path)) as Body;
  }

  async post<Body>(path: string, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Promise<Body> {
    return good(await this.call('POST', path, body, headers)) as Body;
  }

  /** Calls the sandbox's control. */
  async control<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    return good(await ask(`${this.sandboxUrl}/_control${path}`, method, body === undefined ? {} : { body })) as Body;
  }

  /** Waits for a job's end; answers how it ended. */
  async job(id: string, withinMs = 60_000): Promise<JobReply> {
    return until(
      `job ${id} ends`,
      async () => {
        const job = await this.get<JobReply>(`/jobs/${id}`);
        return ['completed', 'completedWithErrors', 'failed', 'cancelled'].includes(job.status) && job;
      },
      withinMs,
    );
  }

  /** Runs a command of `concord` against this system. */
  async cli(
    args: readonly string[],
    settings: Settings = {},
  ): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
    const command = new Running(args, { CONCORD_DATA_DIR: this.dataDir, ...settings });
    const code = await command.ended;
    return { code, out: command.out, err: command.err };
  }
}

export type JobReply = {
  readonly id: string;
  readonly status: string;
  readonly result: unknown;
  readonly errors: readonly { readonly code: string; readonly sentence: string }[];
};

/** The body of a call that succeeded; callers name the part of the contract that they look at. */
function good(answer: Answer): unknown {
  if (answer.status >= 300) throw new Error(`${answer.status}: ${answer.text.slice(0, 500)}`);
  return answer.body;
}

/** Starts everything in a folder; the same ports again continue an earlier one. */
export async function startSystem(dataDir: string, ports?: Ports, settings?: Settings): Promise<System> {
  const chosen = ports ?? { port: await freePort(), sandboxPort: await freePort() };
  return new System(dataDir, chosen, settings).ready();
}
