import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { OpenProcess, SandboxAt } from './cli/system.ts';
import type { Config } from './config.ts';
import { createConsentDesk } from './connectors/partner-center/consent.ts';
import type { OpenRemote, Webhooks } from './connectors/ports.ts';
import { createOpenRemote } from './connectors/registry.ts';
import { createWebhooks } from './connectors/webhooks.ts';
import { checkAccessJob } from './features/access/jobs.ts';
import { oneAtATime } from './features/connections/index.ts';
import { type Context, type Outbox, system } from './features/context.ts';
import { importCustomersJob } from './features/customers/import/jobs.ts';
import { importChargesJob, readFilesOf } from './features/distributor-files/index.ts';
import { importInvoiceJob } from './features/invoices/jobs.ts';
import type { JobDefinition } from './features/jobs/index.ts';
import { applyPlanJob, lookUpJob, undoPlanJob } from './features/plans/jobs.ts';
import { reconciliationJob } from './features/reconciliation/jobs.ts';
import { proveInvoiceJob } from './features/reconciliation/proof/jobs.ts';
import { startSync } from './features/sync/index.ts';
import { syncJob } from './features/sync/jobs.ts';
import { decideDifferencesJob } from './features/worklist/jobs.ts';
import type { Clock } from './lib/clock.ts';
import { Fault } from './lib/errors.ts';
import { idOf } from './model/ids.ts';
import { createBlobStore } from './platform/blobs/blob-store.ts';
import { createClock, createFollowingClock } from './platform/clock.ts';
import { checkAppRole } from './platform/db/check-role.ts';
import { type Database, openDatabase } from './platform/db/connect.ts';
import { type Connection, type Keeper, keepDatabase } from './platform/db/keeper.ts';
import { isMigrated, migrate } from './platform/db/migrate.ts';
import { reachDatabase } from './platform/db/reach.ts';
import { createAllowList } from './platform/http/allow.ts';
import { databaseBuckets } from './platform/http/bucket-store.ts';
import { databaseCircuit } from './platform/http/circuit.ts';
import { createHttpClient } from './platform/http/client.ts';
import { type HostRule, ownHost, publicHosts } from './platform/http/hosts.ts';
import { createPostOnce } from './platform/http/post-once.ts';
import { createReach } from './platform/http/reach.ts';
import { databaseRecorder, type Recorder } from './platform/http/recording.ts';
import { createThrottle } from './platform/http/throttle.ts';
import { createTransport, type Transport } from './platform/http/transport.ts';
import { createIds } from './platform/ids.ts';
import type { Log } from './platform/log.ts';
import { createSendMail } from './platform/mail.ts';
import { createMetrics } from './platform/metrics.ts';
import { createQueue, type Queue } from './platform/queue/queue.ts';
import { prepareQueue } from './platform/queue/schema.ts';
import { hasKey, loadKeyRing } from './platform/secrets/key-ring.ts';
import { refuseLostKeys } from './platform/secrets/lost-keys.ts';
import { createSecrets } from './platform/secrets.ts';
import { createTxtRecords } from './platform/txt-records.ts';
import { measureNow } from './worker/measure.ts';
import { queueJobs } from './worker/worker.ts';

/** Everything of one process, wired together. Closing stops it in the right order; the database stops last, if this process keeps it. */
export type App = {
  readonly context: Context;
  /** The same for requests: what they ask of the database has a time limit, and connections of its own (F68). */
  readonly requests: Context;
  readonly database: Database;
  readonly queue: Queue;
  readonly isMigrated: () => Promise<boolean>;
  readonly close: () => Promise<void>;
};

export type AppOptions = {
  readonly config: Config;
  readonly log: Log;
  readonly jobs: readonly JobDefinition[];
  /** Answers requests and runs no jobs. */
  readonly onlyServes?: boolean | undefined;
  /** Base address of the sandbox and how far its time is from ours; absent: the real remotes. */
  readonly sandbox?: SandboxAt | undefined;
  readonly mayLackKey?: boolean;
};

/** All kinds of jobs, gathered from the features. */
const allJobs: readonly JobDefinition[] = [
  syncJob,
  reconciliationJob,
  applyPlanJob,
  undoPlanJob,
  lookUpJob,
  decideDifferencesJob,
  importInvoiceJob,
  importChargesJob,
  proveInvoiceJob,
  checkAccessJob,
  importCustomersJob((context, connectionId) => startSync(context, { connectionId: idOf('connection', connectionId), reach: 'full' })),
] as readonly JobDefinition[];

const measured = createMetrics();
export const metrics = async (context: Context): Promise<string> => {
  await measureNow(context, measured);
  return measured.text();
};

/** Counts every answer of a remote on its way into the record of raw answers. */
const counting = (recorder: Recorder): Recorder => ({
  keep: (answer) => {
    measured.remoteCalls.inc({ remote: new URL(answer.url).hostname, outcome: `${String(answer.status).slice(0, 1)}xx` });
    return recorder.keep(answer);
  },
});

/** Counts every notification: genuine, or why it was not believed. */
const countingDeliveries = ({ check, handOn }: Webhooks): Webhooks => ({
  handOn,
  check: async (delivery) => {
    const verdict = await check(delivery);
    measured.deliveries.inc({ outcome: verdict.is === 'refused' ? verdict.because : verdict.is });
    return verdict;
  },
});

/** The settings name a file, so that a chain of certificates need not stand in the environment. */
function readAuthorities(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Fault(
      'config_invalid',
      'needs_operator',
      'The file of CONCORD_WEBHOOK_AUTHORITIES cannot be read',
      { hint: 'Name a PEM file that the user of this process may read, or leave the setting out.' },
      error,
    );
  }
}

/** Counts and times every request by its route, never by its address. */
export function watchRequests(server: FastifyInstance): void {
  server.addHook('onResponse', (request, reply, done) => {
    measured.requests.observe(
      { method: request.method, route: request.routeOptions.url ?? 'other', status: String(reply.statusCode) },
      reply.elapsedTime / 1_000,
    );
    done();
  });
}

/** A process as the command line starts it. */
export const openProcess: OpenProcess = async (options) => {
  const app = await openApp({ ...options, jobs: allJobs });
  return { ...app, isReachable: () => sql`select 1`.execute(app.requests.db).then(() => true) };
};

/** Brings the schema up to date and does nothing else. */
export async function migrateOnly(config: Config, log: Log): Promise<void> {
  const { keeper } = await openStore(config, log);
  await keeper?.stop();
}

/**
 * Connections at most, opened when they are needed; the queue has five more (docs/guides/run-in-production.md). A request waits ten seconds for
 * one and then gets a 503: with eight, twelve loss meters of 100,000 subscriptions at once kept the others waiting for so long.
 */
const most = { requests: 16, besideRequests: 8, jobs: 16 } as const;

/** The only function that knows all parts: database, queue, remotes, secrets, clock. */
export async function openApp({ config, log, jobs, sandbox, onlyServes = false, mayLackKey = false }: AppOptions): Promise<App> {
  mkdirSync(config.dataDir, { recursive: true });
  const { connection, keeper } = await openStore(config, log);
  const database = openDatabase({ connection, role: 'app', max: onlyServes ? most.besideRequests : most.jobs });
  const limited = openDatabase({ connection, role: 'app', max: most.requests, statementMs: config.statementLimit * 1_000 });
  const close = async (): Promise<void> => {
    await limited.close();
    await database.close();
    await keeper?.stop();
  };
  try {
    await checkAppRole(database);
    if (!mayLackKey && !hasKey(config)) await refuseLostKeys(database.db, []); // before a new one is made
    const late: { context?: Context } = {};
    const queue = await createQueue({
      database,
      log,
      jobs: queueJobs(
        () => must(late.context),
        jobs,
        (kind, outcome) => {
          measured.jobs.inc({ kind, outcome });
        },
      ),
    });
    const context = makeContext({ config, log, sandbox, database, queue });
    late.context = context;
    return {
      context,
      requests: { ...context, db: limited.db },
      database,
      queue,
      isMigrated: () => isMigrated(limited),
      close: async () => {
        await queue.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The given database, or our own from npm; its schema brought up to this version. */
export async function openStore(
  config: Config,
  log: Log,
): Promise<{ readonly connection: Connection; readonly keeper: Keeper | undefined }> {
  const keeper =
    config.databaseUrl === undefined
      ? await keepDatabase({
          dataDir: config.dataDir,
          onEvent: (event, detail) => {
            log.info({ event, detail }, 'embedded database');
          },
        })
      : undefined;
  if (config.databaseUrl !== undefined) await reachDatabase(config.databaseUrl);
  const connection = keeper?.connection ?? { url: config.databaseUrl ?? '' };
  const owner = openDatabase({ connection, role: 'owner', max: 2 });
  try {
    const { applied } = await migrate(owner);
    if (applied.length > 0) log.info({ applied }, 'schema brought up to date');
    await prepareQueue(owner);
    return { connection, keeper };
  } catch (error) {
    await keeper?.stop();
    throw error;
  } finally {
    await owner.close();
  }
}

/** In [0, 1); for jitter, never for secrets. */
const chance = (): number => randomBytes(6).readUIntBE(0, 6) / 2 ** 48;

type Parts = Pick<AppOptions, 'config' | 'log' | 'sandbox'> & { readonly database: Database; readonly queue: Queue };

function makeContext({ config, log, sandbox, database, queue }: Parts): Context {
  const machine = createClock();
  const clock = sandbox === undefined ? machine : createFollowingClock(sandbox.offsetMs);
  const ids = createIds(machine);
  const hosts = [...publicHosts];
  const allow = createAllowList({ hosts, ...(sandbox && { sandbox: sandbox.url }) });
  const transport = createTransport();
  const http = createHttpClient({
    transport,
    clock: machine,
    random: chance,
    ids,
    allow,
    throttle: createThrottle({ store: databaseBuckets(database.db), clock: machine }),
    circuit: databaseCircuit(database.db, machine),
    recorder: counting(databaseRecorder(database.db, ids)),
    log,
  });
  const secrets = createSecrets(loadKeyRing({ dataDir: config.dataDir, secretKey: config.secretKey, secretKeyOld: config.secretKeyOld }));
  const blobs = createBlobStore(config.blobDir);
  const readFiles = readFilesOf({ db: database.db, blobs });
  return {
    db: database.db,
    scope: { reseller: '*' },
    actor: system,
    clock,
    ids,
    random: chance,
    log,
    secrets,
    queue,
    blobs,
    openRemote: withOwnHosts(hosts, createOpenRemote({ http, clock, exclusively: oneAtATime(database, secrets), readFiles })),
    reach: createReach({ transport, allow, clock: machine }),
    webhooks: countingDeliveries(
      createWebhooks({
        http,
        transport,
        clock,
        machine,
        isSandbox: sandbox !== undefined,
        authorities: readAuthorities(config.webhookAuthorities),
      }),
    ),
    // The browser goes where our own calls go: in the trial that is the sandbox.
    consentDesk: createConsentDesk({ http, clock, reachable: (address) => allow.target(address).url }),
    outbox: makeOutbox({ config, sandbox, transport, machine }),
    txtRecords: createTxtRecords(),
    installation: { profile: config.profile, sandbox: sandbox !== undefined, sampleAccounts: sandbox?.accounts },
  };
}

type OutboxParts = Pick<AppOptions, 'config' | 'sandbox'> & { readonly transport: Transport; readonly machine: Clock };

/** In the trial, programs are on this machine too, and every mail is one of the sandbox. */
function makeOutbox({ config, sandbox, transport, machine }: OutboxParts): Outbox {
  const mayBeLocal = (host: string): boolean => sandbox !== undefined || config.privateHosts.includes(host.toLowerCase());
  const mailbox = sandbox?.mailPort === undefined ? undefined : { host: '127.0.0.1', port: sandbox.mailPort };
  return {
    mayBeLocal,
    post: createPostOnce({ transport, sleep: (ms, signal) => machine.sleep(ms, signal), mayBeLocal }),
    sendMail: createSendMail({ mayBeLocal, insteadOfAll: mailbox }),
  };
}

/** A PSA or distributor address that an administrator entered is allowed for that kind of remote; private addresses stay refused by the transport. */
function withOwnHosts(hosts: HostRule[], open: OpenRemote): OpenRemote {
  return (connection) => {
    const { settings } = connection;
    if ('baseUrl' in settings) {
      const host = new URL(settings.baseUrl).hostname;
      if (!hosts.some((rule) => rule.host.test(host))) hosts.push(ownHost(settings.kind === 'pax8' ? 'pax8' : 'connectwise', host));
    }
    return open(connection);
  };
}

function must(context: Context | undefined): Context {
  if (context === undefined) throw new Error('The queue worked before the program was built');
  return context;
}
