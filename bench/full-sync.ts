import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { addConnection } from '../src/features/connections/index.ts';
import type { Context } from '../src/features/context.ts';
import { runSync } from '../src/features/sync/index.ts';
import { createClock } from '../src/platform/clock.ts';
import type { Db } from '../src/platform/db/connect.ts';
import { everything, inScope } from '../src/platform/db/transaction.ts';
import { databaseBuckets } from '../src/platform/http/bucket-store.ts';
import { limits } from '../src/platform/http/limits.ts';
import { aContext } from '../test/support/context.ts';
import { aJob } from '../test/support/watched-job.ts';
import { type RemotesAt, remotesAt } from '../test/support/world-of-remotes.ts';
import { withDatabase } from './a-database.ts';
import type { Benchmark, Measured } from './benchmark.ts';
import { type Shape, shapes, soonestMs } from './full-sync-minimum.ts';
import { withServer } from './with-server.ts';

type Conditions = {
  readonly shape: Shape;
  /** Calls a minute; the client is not told. */
  readonly perMinute: number;
  readonly customers: number;
  /** The rate halves so many seconds after the start; 0: never. */
  readonly halvesAfter: number;
  /** Per cent of the calls that end in a 500 or a broken connection. */
  readonly faults: number;
  readonly accounts: number;
  /** Seconds into the throttle's minute at which the reading starts; of those that count whole minutes only. */
  readonly into: number;
  /** What an answer takes, in milliseconds. */
  readonly latency: number;
};

const Calls = z.object({
  calls: z.array(z.object({ seq: z.number(), path: z.string(), status: z.union([z.number(), z.literal('none')]) })),
});
const page = 5_000;
const subscriptionsOf = /\/v1\/customers\/[^/]+\/subscriptions$/;

/** How the sandbox answered the calls that its limit counts, by status; read until it is over, because the sandbox keeps its last calls only. */
async function answers(remotes: RemotesAt, over: AbortSignal): Promise<ReadonlyMap<number | 'none', number>> {
  const counts = new Map<number | 'none', number>();
  for (let after = 0; ; ) {
    const isLast = over.aborted;
    const { calls } = Calls.parse(
      await (await fetch(`${remotes.url}/_control/truth/calls?remote=partner-center&after=${after}&limit=${page}`)).json(),
    );
    for (const { path, status } of calls) if (subscriptionsOf.test(path)) counts.set(status, (counts.get(status) ?? 0) + 1);
    after = calls.at(-1)?.seq ?? after;
    if (calls.length === page) continue;
    if (isLast) return counts;
    await sleep(10_000, undefined, { signal: over }).catch(() => undefined);
  }
}

async function setUp(remotes: RemotesAt, { shape, perMinute, faults, latency }: Conditions): Promise<void> {
  await remotes.control('switches/throttling', { shape, calls: { subscriptions: perMinute, customers: perMinute } });
  const pathTemplate = '/v1/customers/{id}/subscriptions';
  const each = faults / 200;
  await remotes.control('faults', [
    { match: { remote: 'partner-center' }, do: { delayBefore: latency } },
    ...(faults === 0
      ? []
      : [
          { match: { remote: 'partner-center', pathTemplate, probability: each }, do: { status: 500 } },
          { match: { remote: 'partner-center', pathTemplate, probability: each }, do: { resetBefore: true } },
        ]),
  ]);
}

/** Connections to the first accounts of the world, with the world's name of each. */
async function connect(context: Context, remotes: RemotesAt, accounts: number): Promise<ReadonlyMap<string, string>> {
  const connected = new Map<string, string>();
  for (const { id, tenantId, clientId, clientSecret, refreshToken } of remotes.credentials.partnerAccounts.slice(0, accounts)) {
    const added = await addConnection(context, {
      name: id,
      settings: { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId },
      secrets: { clientSecret, refreshToken },
    });
    if (added.status !== 'added') throw new Error(added.because);
    connected.set(added.connection.connectionId, id);
  }
  return connected;
}

/** Halves the throttle's rate so many seconds from now, unless the reading is over before. */
function halveAfter(remotes: RemotesAt, seconds: number, over: AbortSignal): Promise<unknown> {
  if (seconds === 0) return Promise.resolve();
  const halve = (): Promise<unknown> => remotes.control('switches/throttling', { factor: 0.5 });
  return sleep(seconds * 1000, undefined, { signal: over }).then(halve, () => undefined);
}

const minuteMs = 60_000;

/** Such a throttle gives a minute's worth at once when its minute turns: what is left of that minute at the start decides what comes early. */
async function untilInto({ shape, into }: Conditions): Promise<void> {
  if (shape === 'window') await sleep((into * 1000 - (Date.now() % minuteMs) + minuteMs) % minuteMs);
}

type Done = Measured & { readonly minimum: number };

const Sold = z.object({ total: z.number() });

/** Rows of the account in the sandbox's own books. */
const truthOf = async (remotes: RemotesAt, table: 'relationships' | 'subscriptions', accountId: string): Promise<number> =>
  Sold.parse(await (await fetch(`${remotes.url}/_control/truth/${table}?accountId=${accountId}`)).json()).total;

async function once(db: Db, url: string, conditions: Conditions): Promise<Done> {
  const { shape, perMinute, halvesAfter, accounts } = conditions;
  const remotes = await remotesAt(url, { limits, buckets: databaseBuckets(db) });
  try {
    await setUp(remotes, conditions);
    const { context: made } = aContext(db, { openRemote: remotes.another() });
    const context = { ...made, clock: createClock() };
    const connected = await connect(context, remotes, accounts);
    const over = new AbortController();
    await untilInto(conditions);
    const startedAt = Date.now();
    const before = process.cpuUsage();
    const halving = halveAfter(remotes, halvesAfter, over.signal);
    const counting = answers(remotes, over.signal);
    await Promise.all(
      [...connected.keys()].map((connectionId, index) =>
        runSync(context, { connectionId, reach: 'full' }, aJob(`00000000-0000-7000-8000-00000000000${String(index)}`)),
      ),
    );
    const seconds = (Date.now() - startedAt) / 1000;
    const { user, system } = process.cpuUsage(before);
    over.abort();
    await halving;

    const callsOf = await Promise.all([...connected.values()].map((id) => truthOf(remotes, 'relationships', id)));
    const there = await Promise.all([...connected.values()].map((id) => truthOf(remotes, 'subscriptions', id)));
    const perMinuteAt = (ms: number): number => (halvesAfter > 0 && ms >= halvesAfter * 1000 ? perMinute / 2 : perMinute);
    const minimum = soonestMs(Math.max(...callsOf), { shape, perMinuteAt, into: startedAt % minuteMs }) / 1000;
    const counted = await counting;
    const calls = [...counted.values()].reduce((sum, count) => sum + count, 0);
    const rejected = counted.get(429) ?? 0;
    const here = await inScope(db, everything, (tx) =>
      tx
        .selectFrom('subscription')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where('retired_at', 'is', null)
        .executeTakeFirstOrThrow(),
    );
    const facts = {
      customers: sum(callsOf),
      calls,
      rejected: `${((rejected / calls) * 100).toFixed(2)} %`,
      lost: sum(there) - Number(here.count),
    };
    return { seconds, cpuSeconds: (user + system) / 1e6, minimum, facts };
  } finally {
    await remotes.close();
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** The clock is the real one: a minute of the throttle is a minute. Each round reads into a new database. */
export const fullSync: Benchmark = {
  name: 'full-sync',
  what: 'every customer and subscription of a partner account, beside what the throttle itself takes (P1); --shape, --rate, --halves, --accounts, --faults, --into',
  prepare: (flags) => {
    const shape = shapes.find((one) => one === flags.text('shape', 'tokenBucket'));
    if (shape === undefined) throw new Error(`--shape is one of ${shapes.join(', ')}.`);
    const conditions: Conditions = {
      shape,
      perMinute: flags.count('rate', 600),
      customers: flags.count('customers', 1300),
      halvesAfter: flags.count('halves', 0),
      faults: flags.count('faults', 0),
      accounts: flags.count('accounts', 1),
      into: flags.count('into', 0),
      latency: flags.count('latency', 50),
    };
    let last: Done | undefined;
    const product = (): Promise<Done> =>
      withServer(['remote', String(conditions.customers)], (_child, { url }) =>
        withDatabase(async (db) => (last = await once(db, url, conditions)), { fsync: true }),
      );
    const throttle = (): Promise<Measured> => Promise.resolve({ seconds: last?.minimum ?? Number.NaN });
    return Promise.resolve({
      contenders: [
        { name: 'concord', run: product },
        { name: 'throttle', run: throttle },
      ],
      facts: { clock: 'real', ...conditions },
    });
  },
};
