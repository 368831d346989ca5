import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { must } from '../src/lib/must.ts';
import { Seeded } from '../src/lib/seeded.ts';
import { bar, quantile } from './bars.ts';
import type { Benchmark, Measured } from './benchmark.ts';
import { type FeedsSystem, openFeedsSystem } from './feeds-system.ts';
import { race, type Times, timed, type Work } from './paced.ts';

const Customers = z.object({ data: z.array(z.object({ id: z.string() })) });
const Started = z.object({ jobIds: z.array(z.string()) });
const Job = z.object({ status: z.string() });

const clients = 8;
const lists = ['/customers?limit=50', '/subscriptions?limit=50', '/subscriptions?limit=50&sort=-seats&status=active'];
const over = new Set(['completed', 'completedWithErrors', 'failed', 'cancelled']);

const stateOf = async ({ api }: FeedsSystem, jobId: string): Promise<string> => Job.parse((await api('GET', `/jobs/${jobId}`)).body).status;

async function started({ api }: FeedsSystem, body: object): Promise<string> {
  return must(Started.parse((await api('POST', '/sync-runs', body)).body).jobIds[0], 'a job');
}

/**
 * Does `work` while everything is read, from two seconds after it began; a reading that was over sooner measures nothing. The next one goes on where
 * this one was stopped, so there must be customers enough for both.
 */
async function whileEverythingIsRead<T>(system: FeedsSystem, work: () => Promise<T>): Promise<T> {
  const jobId = await started(system, { reach: 'full' });
  try {
    await sleep(2_000);
    const result = await work();
    const state = await stateOf(system, jobId);
    if (over.has(state))
      throw new Error(`The full reading was ${state} before the end of what is measured: more --customers or a lower --rate`);
    return result;
  } finally {
    await system.api('POST', `/jobs/${jobId}/cancellation`);
    while (!over.has(await stateOf(system, jobId))) await sleep(200);
  }
}

/** One customer after the other, each a second after the last: from the request until the job has ended. */
async function oneCustomer(system: FeedsSystem, customerIds: readonly string[]): Promise<Measured> {
  const times: number[] = [];
  const startedAt = performance.now();
  for (const customerId of customerIds) {
    const askedAt = performance.now();
    const jobId = await started(system, { customerId });
    for (let state = ''; !over.has(state); state = await stateOf(system, jobId)) await sleep(20);
    times.push((performance.now() - askedAt) / 1_000);
    await sleep(1_000);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  return { seconds, facts: { asked: times.length, p50: `${quantile(times, 0.5).toFixed(2)} s`, worst: bar(Math.max(...times), 3, 's') } };
}

async function readLists({ api }: FeedsSystem, perSecond: number, seconds: number): Promise<{ times: Times; seconds: number }> {
  const work = Array.from(
    { length: perSecond * seconds },
    (_, n): Work =>
      async (times, turn) => {
        const { status } = await timed(times, turn, () => api('GET', must(lists[n % lists.length], 'a list')));
        if (status !== 200) throw new Error(`A list answered ${status}`);
      },
  );
  return race(clients, work, perSecond);
}

/**
 * What a person feels while everything is read: one customer at once (bar 3 s), and lists (P12: at most three times what they take alone, and
 * 50 ms). The estate is as large as `--customers` says, not the 100,000 customers of P12: `api-list` has those, without a reading.
 */
export const besideSync: Benchmark = {
  name: 'beside-sync',
  what: 'one customer read at once, and lists, while everything is read; --customers, --rate of the remote, --lists a second',
  rounds: 1,
  areApart: true,
  prepare: async (flags) => {
    const [customers, perMinute, perSecond] = [flags.count('customers', 3_000), flags.count('rate', 600), flags.count('lists', 200)];
    const system = await openFeedsSystem(customers, perMinute);
    const page = Customers.parse((await system.api('GET', '/customers?limit=200')).body).data;
    const seeded = new Seeded(1);
    const some = Array.from({ length: 20 }, () => seeded.pick(page));
    let alone = Number.NaN;
    const measured = (p99: number, run: { times: Times; seconds: number }, most: number): Measured => ({
      seconds: run.seconds,
      facts: { calls: run.times.length, p50: `${quantile(run.times, 0.5).toFixed(1)} ms`, p99: bar(p99, most, 'ms', 1) },
    });
    return {
      facts: { clock: 'real', customers, perMinute, perSecond, clients },
      contenders: [
        {
          name: 'one customer',
          run: () =>
            whileEverythingIsRead(system, () =>
              oneCustomer(
                system,
                some.map(({ id }) => id),
              ),
            ),
        },
        {
          name: 'lists alone',
          run: async () => {
            const run = await readLists(system, perSecond, 20);
            alone = quantile(run.times, 0.99);
            return measured(alone, run, 50);
          },
        },
        {
          name: 'lists beside',
          run: async () => {
            const run = await whileEverythingIsRead(system, () => readLists(system, perSecond, 20));
            return measured(quantile(run.times, 0.99), run, Math.min(50, 3 * alone));
          },
        },
      ],
      close: () => system.close(),
    };
  },
};
