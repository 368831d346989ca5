import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { startSandbox } from '../../sandbox/main.ts';
import type { World } from '../../sandbox/world/world.ts';
import { type Distributor, hasGoods, type Marketplace, type OpenRemote, type Page, type Psa } from '../../src/connectors/ports.ts';
import { createOpenRemote, type RegistryOptions } from '../../src/connectors/registry.ts';
import { must } from '../../src/lib/must.ts';
import type { ConnectionSecrets, ConnectionSettings, PartnerType } from '../../src/model/connection.ts';
import { createClock } from '../../src/platform/clock.ts';
import { createAllowList } from '../../src/platform/http/allow.ts';
import { type BucketStore, memoryBuckets } from '../../src/platform/http/bucket-store.ts';
import type { HttpClient } from '../../src/platform/http/call.ts';
import { memoryCircuit } from '../../src/platform/http/circuit.ts';
import { createHttpClient } from '../../src/platform/http/client.ts';
import { publicHosts } from '../../src/platform/http/hosts.ts';
import { type LimitsTable, limits, type RemoteLimits } from '../../src/platform/http/limits.ts';
import { createThrottle } from '../../src/platform/http/throttle.ts';
import { createTransport, type Transport } from '../../src/platform/http/transport.ts';
import { createLog } from '../../src/platform/log.ts';
import { maskUrl } from '../../src/platform/mask.ts';

const Account = z.object({
  id: z.string(),
  tenantId: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  refreshToken: z.string(),
});
const DistributorKeys = z.object({ kind: z.literal('pax8'), baseUrl: z.string(), clientId: z.string(), clientSecret: z.string() });
const PsaKeys = z.object({
  kind: z.literal('connectwise'),
  baseUrl: z.string(),
  companyId: z.string(),
  publicKey: z.string(),
  privateKey: z.string(),
  clientId: z.string(),
});
const Credentials = z.object({
  // The world has accounts in other roles and clouds too; the sample estate is sold by these two.
  partnerAccounts: z.array(Account).transform((all) => all.filter(({ id }) => id === 'pc-1' || id === 'pc-2')),
  distributors: z
    .array(z.unknown())
    .transform((all) => z.array(DistributorKeys).parse(all.filter((one) => DistributorKeys.safeParse(one).success))),
  psas: z.array(z.unknown()).transform((all) => z.array(PsaKeys).parse(all.filter((one) => PsaKeys.safeParse(one).success))),
});
type Account = z.infer<typeof Account> & { readonly partnerType?: PartnerType };

const CallLog = z.object({ calls: z.array(z.looseObject({ method: z.string(), path: z.string() })) });

/** The remotes of a small sandbox, and our own client in front of them. Its pauses are so short that faults pass quickly. */
export type RemotesAt = {
  readonly url: string;
  readonly http: HttpClient;
  readonly transport: Transport;
  readonly credentials: z.infer<typeof Credentials>;
  marketplace(over?: Partial<Account>): Marketplace;
  distributor(over?: Partial<z.infer<typeof DistributorKeys>>): Distributor;
  psa(over?: Partial<z.infer<typeof PsaKeys>>): Psa;
  connectionOf(account: Account): Parameters<OpenRemote>[0];
  /** Another registry, as another process has it. */
  another(over?: Partial<RegistryOptions>): OpenRemote;
  /** Texts of answers that the client would have kept. */
  readonly kept: readonly { readonly text: string }[];
  /** POST to the control API. */
  control(path: string, body: unknown): Promise<unknown>;
  /** What the sandbox was asked, oldest first. */
  calls(remote: string): Promise<z.infer<typeof CallLog>['calls']>;
  close(): Promise<void>;
};
export type Remotes = RemotesAt & {
  /** The sandbox's truth. */
  readonly world: World;
};

const impatient = (one: RemoteLimits): RemoteLimits => ({
  ...one,
  tries: 3,
  backoffBaseMs: 1,
  backoffCapMs: 5,
  startRate: 500,
  maxRate: 1000,
  burst: 200,
});
// The same names as in the table it is made of.
const impatientLimits = Object.fromEntries(Object.entries(limits).map(([name, one]) => [name, impatient(one)])) as unknown as LimitsTable;

/** How our client calls; else in a hurry. */
type Pace = { readonly limits: LimitsTable; readonly buckets: BucketStore };

export async function aWorldOfRemotes({
  scale = 12,
  seed = 7,
  pace,
}: {
  scale?: number;
  seed?: number;
  pace?: Pace;
} = {}): Promise<Remotes> {
  const sandbox = await startSandbox({ port: 0, seed, scale });
  const remotes = await remotesAt(sandbox.url, pace);
  const close = async (): Promise<void> => {
    await remotes.close();
    await sandbox.close();
  };
  return { ...remotes, world: sandbox.world, close };
}

/** The remotes of a sandbox that somebody else started. */
export async function remotesAt(url: string, pace?: Pace): Promise<RemotesAt> {
  const ask = async (path: string, init?: RequestInit): Promise<unknown> => {
    const answer = await fetch(`${url}/_control/${path}`, init);
    const body: unknown = await answer.json();
    if (!answer.ok) throw new Error(`The sandbox refused ${path}: ${JSON.stringify(body)}`);
    return body;
  };
  const credentials = Credentials.parse(await ask('credentials'));
  const clock = createClock();
  const transport = createTransport();
  const kept: { text: string }[] = [];
  const http = createHttpClient({
    transport,
    clock,
    random: () => 0.5,
    ids: randomUUID,
    allow: createAllowList({ hosts: publicHosts, sandbox: url }),
    throttle: createThrottle({ store: pace?.buckets ?? memoryBuckets(), clock }),
    circuit: memoryCircuit(clock),
    // Raw answers are the platform's own subject; here their texts are only looked at.
    recorder: {
      keep: ({ url, bytes }) => {
        kept.push({ text: `${maskUrl(url)} ${Buffer.from(bytes).toString('utf8')}` });
        return Promise.resolve('');
      },
    },
    log: createLog({ level: 'silent' }),
    limits: pace?.limits ?? impatientLimits,
  });
  const another: Remotes['another'] = (over = {}) => createOpenRemote({ http, clock, ...over });
  const open = another();
  const keepSecrets = (): Promise<void> => Promise.resolve();
  const opened = (connectionId: string, settings: ConnectionSettings, secrets: ConnectionSecrets) =>
    open({ connectionId, settings, secrets, keepSecrets });
  const connectionOf: Remotes['connectionOf'] = ({ tenantId, clientId, clientSecret, refreshToken, partnerType = 'directBill' }) => ({
    connectionId: `microsoft-${tenantId}`,
    settings: { kind: 'partnerCenter', cloud: 'global', partnerType, tenantId, clientId },
    secrets: { clientSecret, refreshToken },
    keepSecrets,
  });
  return {
    url,
    http,
    transport,
    credentials,
    kept,
    another,
    connectionOf,
    marketplace: (over) => {
      const remote = open(connectionOf({ ...must(credentials.partnerAccounts[0], 'an account'), ...over }));
      if (remote.side !== 'microsoft') throw new Error('Not a marketplace');
      return remote;
    },
    distributor: (over) => {
      const { baseUrl, clientId, clientSecret } = { ...must(credentials.distributors[0], 'a distributor'), ...over };
      const remote = opened('pax8', { kind: 'pax8', baseUrl, clientId }, { clientSecret });
      if (remote.side !== 'distributor' || !hasGoods(remote)) throw new Error('Not a distributor');
      return remote;
    },
    psa: (over) => {
      const { privateKey, kind: _, ...settings } = { ...must(credentials.psas[0], 'a PSA'), ...over };
      const remote = opened('connectwise', { kind: 'connectWise', ...settings }, { privateKey });
      if (remote.side !== 'psa') throw new Error('Not a PSA');
      return remote;
    },
    control: (path, body) => ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    calls: async (remote) => CallLog.parse(await ask(`truth/calls?remote=${remote}&limit=5000`)).calls,
    close: () => transport.close(),
  };
}

/** Everything of a listing. */
export async function readAll<T>(
  listing: AsyncIterable<Page<T>>,
): Promise<{ items: T[]; quarantined: Page<T>['quarantined']; pages: Page<T>[] }> {
  const pages: Page<T>[] = [];
  for await (const page of listing) pages.push(page);
  return { items: pages.flatMap((page) => page.items), quarantined: pages.flatMap((page) => page.quarantined), pages };
}
