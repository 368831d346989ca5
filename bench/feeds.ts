import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import { Seeded } from '../src/lib/seeded.ts';
import { publicId } from '../src/model/ids.ts';
import { everything, inScope } from '../src/platform/db/transaction.ts';
import { until } from '../test/support/start-system.ts';
import { bar, quantile } from './bars.ts';
import type { Benchmark, Contender, Flags, Measured } from './benchmark.ts';
import { type FeedsSystem, openFeedsSystem } from './feeds-system.ts';
import { aForeignTool, type ForeignTool } from './foreign-tool.ts';
import { type Change, type Look, whenSeen } from './seen.ts';

type Sizes = {
  /** Customers of the account. */
  readonly customers: number;
  /** Changes of seats, each at another customer, while there are enough of them. */
  readonly changes: number;
  readonly newcomers: number;
  /** Over so many seconds. */
  readonly seconds: number;
};

const Rows = z.object({ rows: z.array(z.unknown()) });
const Relationship = z.object({ accountId: z.string(), customerId: z.string() });
const Sold = z.object({ id: z.string(), customerId: z.string(), status: z.string(), quantity: z.number() });
const Delivery = z.object({ url: z.string() });
const Feeds = z.object({
  holder: z.string(),
  registeredHost: z.string().nullable(),
  registeredEvents: z.array(z.string()),
  waiting: z.object({ count: z.number() }),
});

async function truth<T>(system: FeedsSystem, query: string, row: z.ZodType<T>): Promise<readonly T[]> {
  return Rows.parse(await system.control('GET', `/truth/${query}`)).rows.map((each) => row.parse(each));
}

const feedsOf = async (system: FeedsSystem) => Feeds.parse((await system.api('GET', `/connections/${system.connectionId}/feeds`)).body);

/** Nothing that was told of waits to be read, and the registration is seen as what it is. */
const settled = (system: FeedsSystem, holder: 'ours' | 'foreign') =>
  until(
    `all is read, the registration is seen as ${holder}`,
    async () => {
      const feeds = await feedsOf(system);
      return feeds.holder === holder && feeds.waiting.count === 0;
    },
    600_000,
  );

/** Carries acts out evenly over so many seconds; what they change is outstanding from the moment before each. */
async function actEvenly<Act>(
  acts: readonly Act[],
  seconds: number,
  carryOut: (act: Act) => Promise<Change>,
  outstanding: Map<string, Change>,
): Promise<void> {
  const startedAt = performance.now();
  for (const [nth, act] of acts.entries()) {
    await sleep(Math.max(0, startedAt + (nth * seconds * 1000) / acts.length - performance.now()));
    const change = await carryOut(act);
    outstanding.set(change.key, change);
  }
}

const lookForSubscriptions =
  ({ db }: FeedsSystem): Look =>
  (changes) =>
    inScope(db, everything, async (tx) => {
      const { rows } = await sql<{ remote_id: string; subscription_id: string }>`
        select remote_id, subscription_id from subscription
        join json_each_text(${JSON.stringify(Object.fromEntries(changes.map(({ key, wanted }) => [key, wanted])))}::json) as wanted (id, seats)
          on wanted.id = remote_id and wanted.seats::int = subscription.seats`.execute(tx);
      return new Map(rows.map((row) => [row.remote_id, `/subscriptions/${publicId('subscription', row.subscription_id)}`]));
    });

const lookForCustomers =
  ({ db }: FeedsSystem): Look =>
  (changes) =>
    inScope(db, everything, async (tx) => {
      const { rows } = await sql<{ tenant_id: string; customer_id: string }>`
        select tenant_id, customer_id from customer where tenant_id = any(${changes.map(({ key }) => key)}::text[])`.execute(tx);
      return new Map(rows.map((row) => [row.tenant_id, `/customers/${publicId('customer', row.customer_id)}`]));
    });

type Way = 'webhook' | 'log';
/** Seconds between two looks at the activity log while another tool has the registration (reliability reference; pace.ts). */
const pollSeconds = 60;
const longestWaitMs = 300_000;

type Stage = {
  readonly system: FeedsSystem;
  readonly tool: ForeignTool;
  readonly sizes: Sizes;
  readonly nextStrangers: (count: number) => readonly string[];
};

async function measured(
  { system, tool }: Stage,
  way: Way,
  act: (outstanding: Map<string, Change>) => Promise<void>,
  look: Look,
  bars: (took: readonly number[]) => NonNullable<Measured['facts']>,
): Promise<Measured> {
  await settled(system, way === 'webhook' ? 'ours' : 'foreign');
  await system.countCalls();
  const sent = way === 'log' ? await sentTo(system, tool) : 0;
  const got = tool.got();
  const startedAt = performance.now();
  const outstanding = new Map<string, Change>();
  let isOver = false;
  const acting = act(outstanding).finally(() => {
    isOver = true;
  });
  const [took] = await Promise.all([whenSeen(system, outstanding, () => isOver, { look, withinMs: longestWaitMs }), acting]);
  const seconds = (performance.now() - startedAt) / 1000;
  const { calls, rejected } = await system.countCalls();
  await settled(system, way === 'webhook' ? 'ours' : 'foreign');
  const missed = await system.sweep();
  const told = way === 'log' ? { toldTheTool: `${tool.got() - got} of ${(await sentTo(system, tool)) - sent}` } : {};
  return {
    seconds,
    facts: {
      ...bars(took.map((ms) => ms / 1000)),
      p50: `${quantile(took, 0.5).toFixed(0)} ms`,
      unseen: took.filter((ms) => ms === Number.POSITIVE_INFINITY).length,
      sweepFound: (missed['customers'] ?? 0) + (missed['subscriptions'] ?? 0),
      calls,
      rejected,
      ...told,
    },
  };
}

const sentTo = async (system: FeedsSystem, { address }: ForeignTool): Promise<number> =>
  (await truth(system, `webhookDeliveries?url=${encodeURIComponent(address)}`, Delivery)).length;

/** Customers of another partner accept this one as well. */
function newcomers(stage: Stage, way: Way): Promise<Measured> {
  const { system, sizes } = stage;
  const accept = async (customer: string): Promise<Change> => {
    const at = Date.now();
    await system.control('POST', '/act', { action: 'customer.acceptRelationship', customer, account: system.account.id });
    return { key: customer, wanted: customer, at, isSeen: (shown) => z.object({ tenantId: z.literal(customer) }).safeParse(shown).success };
  };
  return measured(
    stage,
    way,
    (outstanding) => actEvenly(stage.nextStrangers(sizes.newcomers), sizes.seconds, accept, outstanding),
    lookForCustomers(system),
    (took) => ({ p95: bar(quantile(took, 0.95), way === 'webhook' ? 5 : 120, 's') }),
  );
}

/** Somebody changes seats at Microsoft. */
async function changes(stage: Stage, way: Way): Promise<Measured> {
  const { system, sizes } = stage;
  const sold = (await truth(system, `subscriptions?accountId=${system.account.id}`, Sold)).filter(
    ({ status, quantity }) => status === 'active' && quantity > 1 && quantity < 10_000,
  );
  const oneEach = [...new Map(sold.map((each) => [each.customerId, each])).values()];
  const chance = new Seeded(way);
  const chosen = oneEach
    .map((each) => ({ each, by: chance.next() }))
    .toSorted((a, b) => a.by - b.by)
    .map(({ each }) => each)
    .slice(0, sizes.changes);
  const change = async ({ id, quantity }: z.infer<typeof Sold>): Promise<Change> => {
    const [at, seats] = [Date.now(), quantity + 1];
    await system.control('POST', '/act', { action: 'portal.seats', subscriptionId: id, quantity: seats, force: true });
    return { key: id, wanted: String(seats), at, isSeen: (shown) => z.object({ seats: z.literal(seats) }).safeParse(shown).success };
  };
  return measured(
    stage,
    way,
    (outstanding) => actEvenly(chosen, sizes.seconds, change, outstanding),
    lookForSubscriptions(system),
    (took) => ({ p99: bar(quantile(took, 0.99), way === 'webhook' ? 5 : pollSeconds + 10, 's'), changes: chosen.length }),
  );
}

/** Nothing happens anywhere: what is asked all the same, while another tool has the registration. */
async function idle({ system, sizes }: Stage): Promise<Measured> {
  await settled(system, 'foreign');
  await system.countCalls();
  const seconds = Math.max(120, 2 * sizes.seconds);
  await sleep(seconds * 1000);
  const { calls } = await system.countCalls();
  return { seconds, facts: { callsAMinute: bar((calls * 60) / seconds, 2, 'calls') } };
}

/** The other tool takes the registration; how long it takes until that is shown. */
async function taken({ system, tool }: Stage): Promise<Measured> {
  const startedAt = performance.now();
  await tool.register();
  await settled(system, 'foreign');
  const seconds = (performance.now() - startedAt) / 1000;
  return { seconds, facts: { shown: bar(seconds, 120, 's', 0) } };
}

/**
 * P2, P3 and how soon a new customer is there. The clock is the real one; it begins before a change is made at Microsoft and ends when the API shows
 * it, signature check and reading included. Nobody tells the product that another tool has the registration.
 */
export const feeds: Benchmark = {
  name: 'feeds',
  what: 'changes and new customers at Microsoft until the API shows them, by notification and by the activity log; --size, --rate, --changes, --newcomers, --over',
  rounds: 1,
  areApart: true,
  prepare: async (flags: Flags) => {
    const customers = flags.count('size', 10_000);
    const sizes: Sizes = {
      customers,
      changes: flags.count('changes', Math.ceil(customers / 10)),
      newcomers: flags.count('newcomers', Math.ceil(customers / 50)),
      seconds: flags.count('over', 60),
    };
    const perMinute = flags.count('rate', 6_000);
    const system = await openFeedsSystem(customers, perMinute);
    const relationships = await truth(system, 'relationships', Relationship);
    const ours = new Set(relationships.filter(({ accountId }) => accountId === system.account.id).map(({ customerId }) => customerId));
    const strangers = relationships
      .filter(({ accountId, customerId }) => accountId === 'pc-2' && !ours.has(customerId))
      .map(({ customerId }) => customerId);
    await settled(system, 'ours');
    const tool = await aForeignTool(system.account, (await feedsOf(system)).registeredEvents);
    const stage: Stage = { system, tool, sizes, nextStrangers: (count) => strangers.splice(0, count) };
    const line = (name: string, run: (stage: Stage) => Promise<Measured>): Contender => ({ name, run: () => run(stage) });
    return {
      facts: { clock: 'real', perMinute, ...sizes },
      contenders: [
        line('new, told', (on) => newcomers(on, 'webhook')),
        line('changed, told', (on) => changes(on, 'webhook')),
        line('taken', taken),
        line('new, logged', (on) => newcomers(on, 'log')),
        line('changed, logged', (on) => changes(on, 'log')),
        line('idle', idle),
      ],
      close: async () => {
        tool.close();
        await system.close();
      },
    };
  },
};
