import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { allRoutes } from '../api/routes.ts';
import { buildServer } from '../api/server.ts';
import type { Config } from '../config.ts';
import type { Context } from '../features/context.ts';
import { countStart, ensureWorkspace, hasFirstPicture, type Place, releaseWriting, setUpSandbox } from '../features/installation/index.ts';
import { startSync } from '../features/sync/index.ts';
import { refuseLostKeys } from '../platform/secrets/lost-keys.ts';
import { chores } from '../worker/chores.ts';
import { runChores } from '../worker/schedule.ts';
import { acceptLossHere } from './accept-loss.ts';
import { addConnectionHere } from './add-connection.ts';
import { buildBrowserApp } from './browser-build.ts';
import { type CheckpointFile, checkpointFile } from './checkpoints.ts';
import { actOnConnectionHere } from './connection-acts.ts';
import { consentLinkHere } from './consent-link.ts';
import { besideSandbox } from './find-sandbox.ts';
import { healthOf } from './health.ts';
import { giveUpLostKeys } from './lost-keys.ts';
import { settleNoticesHere } from './notice-channels-here.ts';
import { explainLost, outlast } from './outlast.ts';
import { exitCodes, type Io } from './output.ts';
import { addressInCliFile, ownerLink, writeCliFile } from './owner.ts';
import { choosePort } from './ports.ts';
import { importPreferencesHere } from './preferences-file.ts';
import { rotateKeys } from './rotate-keys.ts';
import { type RunningSandbox, runSandbox, type WorldAsked } from './sandbox.ts';
import { setUpHere } from './set-up-here.ts';
import { claimFolder } from './sole-start.ts';
import type { Parts, Process, System } from './system.ts';
import { actOnWebhookHere } from './webhook.ts';

/** The commands that start and stop things on this machine. */
export const createSystem = (parts: Parts): System => ({
  start: (config, io) => start(parts, config, io),
  sandbox: (config, io, world) => sandboxAlone(parts, config, io, world),
  serve: (config, io) => runUntilStopped(parts, config, io, { server: true, worker: false }),
  work: (config, io) => runUntilStopped(parts, config, io, { server: false, worker: true }),
  migrate: async (config, io) => {
    await parts.migrateOnly(config, parts.makeLog(config.logLevel));
    io.out('The database schema is up to date.\n');
    return exitCodes.ok;
  },
  addConnection: (config, io, request) => addConnectionHere(parts, config, io, request),
  setUp: (config, io, request) => setUpHere(parts, config, io, request),
  ...actsBeside(besideSandbox(parts)),
});

/** Those that do something beside a running Concord. */
const actsBeside = (parts: Parts) =>
  ({
    signInLink: async (config, io) => {
      const running = await parts.openProcess({ config, log: parts.makeLog('silent') });
      try {
        io.out(`Sign in: ${await ownerLink(running.context, addressInCliFile(config.dataDir) ?? addressOf(config, config.port))}\n`);
        return exitCodes.ok;
      } finally {
        await running.close();
      }
    },
    releaseWriting: (config, io, reason) => release(parts, config, io, reason),
    importPreferences: (config, io, text) => importPreferencesHere(parts, config, io, text),
    consentLink: (config, io, request) =>
      consentLinkHere(parts, config, io, request, addressInCliFile(config.dataDir) ?? addressOf(config, config.port)),
    actOnConnection: (config, io, act) => actOnConnectionHere(parts, config, io, act),
    acceptLoss: (config, io, connection, reason) => acceptLossHere(parts, config, io, connection, reason),
    actOnWebhook: (config, io, asked) => actOnWebhookHere(parts, config, io, asked),
    settleNotices: (config, io, asked) => settleNoticesHere(parts, config, io, asked),
    giveUpLostKeys: (config, io, reason) => giveUpLostKeys(parts, config, io, reason),
    rotateKeys: (config, io, newKey) => rotateKeys(parts, config, io, newKey),
  }) satisfies Partial<System>;

async function release(parts: Parts, config: Config, io: Io, reason: string): Promise<number> {
  const running = await parts.openProcess({ config, log: parts.makeLog('silent') });
  try {
    const outcome = await releaseWriting(running.context, reason);
    if (outcome.status === 'refused') {
      io.err(`Writing stays held. ${outcome.detail}\nTry: concord sync --wait, then the same again.\n`);
      return exitCodes.conflict;
    }
    io.out('Writing to other systems is possible again.\n');
    return exitCodes.ok;
  } finally {
    await running.close();
  }
}

const addressOf = (config: Config, port: number): string =>
  config.baseUrl ?? `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;

type Roles = { readonly server: boolean; readonly worker: boolean };

/** `concord start`: everything, and the sample estate read and compared before the link is printed. */
async function start(parts: Parts, config: Config, io: Io): Promise<number> {
  const giveBack = claimFolder(config.dataDir);
  let sandbox: RunningSandbox | undefined;
  try {
    await buildBrowserApp(parts.root, io.err);
    if (config.sandbox) sandbox = await openSandbox(parts, config);
    return await runUntilStopped(parts, config, io, { server: true, worker: true }, sandbox);
  } finally {
    await sandbox?.close();
    giveBack();
  }
}

async function sandboxAlone(parts: Parts, config: Config, io: Io, world: WorldAsked): Promise<number> {
  const giveBack = claimFolder(config.dataDir);
  try {
    const sandbox = await openSandbox(parts, config, world);
    io.out(`The sandbox is at ${sandbox.url}/_control/\nCtrl-C stops it; the next start goes on where it was.\n`);
    await parts.stopAsked();
    await sandbox.close();
    return exitCodes.ok;
  } finally {
    giveBack();
  }
}

async function openSandbox(parts: Parts, config: Config, world?: WorldAsked): Promise<RunningSandbox> {
  const port = await choosePort(config.sandboxPort, config.host, config.explicit.has('sandboxPort'), 'CONCORD_SANDBOX_PORT');
  const log = parts.makeLog(config.logLevel);
  return runSandbox({
    port,
    host: config.host,
    dataDir: config.dataDir,
    world,
    nowMs: parts.nowMs,
    log: (line) => {
      log.warn({ line }, 'sandbox');
    },
  });
}

async function runUntilStopped(parts: Parts, config: Config, io: Io, roles: Roles, sandbox?: RunningSandbox): Promise<number> {
  const port = roles.server ? await choosePort(config.port, config.host, config.explicit.has('port'), 'CONCORD_PORT') : config.port;
  const log = parts.makeLog(config.logLevel);
  const running = await parts.openProcess({ config, log, sandbox, onlyServes: roles.server && !roles.worker });
  const stopping = new AbortController();
  const checkpoints = checkpointFile(config.dataDir, checkpointKey(config));
  let server: FastifyInstance | undefined;
  let background: Promise<void> | undefined;
  try {
    await claimWorkspace(running.context, config, sandbox !== undefined, io);
    const baseUrl = addressOf(config, port);
    if (roles.server) server = await listen(parts, running, config, { baseUrl, port, checkpoints, needsFirstPicture: config.sample });
    if (roles.worker) {
      await running.queue.work({ atOnce: 4 });
      background = doChores(running, checkpoints, baseUrl, stopping.signal);
    }
    const stopped = parts.stopAsked();
    if (roles.server) await Promise.race([welcome(running, config, io, baseUrl, sandbox, stopping.signal), stopped]);
    await stopped;
    return exitCodes.ok;
  } catch (error) {
    throw explainLost(error);
  } finally {
    stopping.abort(new Error('The process stops'));
    await server?.close();
    await background;
    await checkpoints.add(running.context).catch((error: unknown) => {
      log.warn({ err: error }, 'no last checkpoint');
    });
    await running.close();
  }
}

async function claimWorkspace(context: Context, config: Config, isSandbox: boolean, io: Io): Promise<void> {
  await ensureWorkspace(context, isSandbox ? 'trial' : 'production');
  await refuseLostKeys(context.db, context.secrets.keyIds);
  const file = join(config.dataDir, 'epoch');
  const { place, isHeld } = await countStart(context, readPlace(file));
  writeFileSync(file, `${place.placeId} ${place.starts}\n`, { mode: 0o600 });
  if (isHeld)
    io.err('The database was brought back from a backup. Writing to other systems is held: see "concord writing release --help".\n');
}

/** Unreadable counts as absent: the folder is then a new place, which holds nothing up. */
function readPlace(file: string): Place | undefined {
  const match = existsSync(file) ? /^([0-9a-f-]{36}) (\d{1,9})$/.exec(readFileSync(file, 'utf8').trim()) : null;
  return match === null ? undefined : { placeId: match[1] ?? '', starts: Number(match[2]) };
}

type Serving = {
  readonly baseUrl: string;
  readonly port: number;
  readonly checkpoints: CheckpointFile;
  readonly needsFirstPicture: boolean;
};

async function listen(
  parts: Parts,
  running: Process,
  config: Config,
  { baseUrl, port, checkpoints, needsFirstPicture }: Serving,
): Promise<FastifyInstance> {
  const server = await buildServer({
    context: running.requests,
    mounted: allRoutes(checkpoints.read),
    baseUrl: () => baseUrl,
    health: healthOf(running, parts, needsFirstPicture),
    browserApp: { folder: join(parts.root, 'web', 'dist') },
    uploadBytes: config.uploadLimit * 2 ** 20,
    extra: parts.watchRequests,
  });
  await server.listen({ port, host: config.host });
  return server;
}

function doChores(running: Process, checkpoints: CheckpointFile, baseUrl: string, signal: AbortSignal): Promise<void> {
  const own = { name: 'audit checkpoint', everyMs: () => 600_000, run: () => checkpoints.add(running.context) };
  return runChores(running.context, [...chores(running.context, randomBytes(6).toString('hex'), baseUrl), own], signal);
}

/** Fills the picture in the trial profile, then prints where to go. */
async function welcome(
  running: Process,
  config: Config,
  io: Io,
  baseUrl: string,
  sandbox: RunningSandbox | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { context } = running;
  const patience = { clock: context.clock, io, signal };
  if (config.profile === 'trial') await outlast(patience, () => writeCliFile(context, config.dataDir, baseUrl, sandbox?.url));
  if (sandbox !== undefined && config.sample) {
    const accounts = await sandbox.accounts();
    await outlast(patience, () => setUpSandbox(context, accounts));
    if (!(await outlast(patience, () => hasFirstPicture(context)))) {
      io.err('Reading the sample estate ...\n');
      await outlast(patience, () => startSync(context, {}));
      while (!(await outlast(patience, () => hasFirstPicture(context)))) await context.clock.sleep(250, signal);
    }
  }
  const link = config.profile === 'trial' ? await outlast(patience, () => ownerLink(context, baseUrl)) : undefined;
  io.out(`Concord is at ${baseUrl}/\n`);
  if (sandbox !== undefined) io.out(`The sandbox is at ${sandbox.url}/_control/\n`);
  if (link !== undefined) io.out(`Sign in: ${link}\n`);
  io.out('Ctrl-C stops all of it; the next start goes on where it was.\n');
}

/** Signs checkpoints; derived from what is outside the database in any case. */
function checkpointKey(config: Config): Uint8Array {
  const file = join(config.dataDir, 'secret.key');
  const secret = config.secretKey ?? (existsSync(file) ? (readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '') : '');
  return createHash('sha256').update(`audit checkpoints ${secret}`).digest();
}
