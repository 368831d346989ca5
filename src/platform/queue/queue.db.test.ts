import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { aDatabase } from '../../../test/support/database.ts';
import { everything, inScope } from '../db/transaction.ts';
import { type Log, silentLog } from '../log.ts';
import { job, type QueueJob, type Run, roundPauseSeconds, type Verdict } from './job.ts';
import { createQueue, type Queue } from './queue.ts';

const { app, db, owner } = await aDatabase();
const running: Queue[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((queue) => queue.stop({ withinMs: 1_000 })));
});

const input = z.object({ n: z.number() });
let names = 0;
/** A job in a queue of its own, that notes what it was given. */
function aJob(run: (n: number, run: Run) => Promise<Verdict> = () => Promise.resolve('done'), more: Partial<QueueJob<typeof input>> = {}) {
  names += 1;
  const seen: number[] = [];
  const definition = job({
    name: `test.job${names}`,
    input,
    run: (given, told) => {
      seen.push(given.n);
      return run(given.n, told);
    },
    ...more,
  });
  return { definition, seen, name: definition.name };
}
async function aQueue(...jobs: QueueJob[]): Promise<Queue> {
  const queue = await createQueue({ database: app, jobs, log: silentLog });
  running.push(queue);
  return queue;
}
const send = (queue: Queue, name: string, n: number) => inScope(db, everything, (tx) => queue.send(tx, name, { n }));
async function until(holds: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('It did not come to that in time');
    await sleep(20);
  }
}

test('work that was put in with a transaction runs when that commits', async () => {
  const { definition, seen, name } = aJob();
  const queue = await aQueue(definition);
  await queue.work();

  await send(queue, name, 7);
  await until(() => seen.length === 1);

  expect(seen).toEqual([7]);
});

test('work of a transaction that was rolled back never runs', async () => {
  const { definition, seen, name } = aJob();
  const queue = await aQueue(definition);
  await queue.work();
  const changedMyMind = inScope(db, everything, async (tx) => {
    await queue.send(tx, name, { n: 1 });
    throw new Error('changed my mind');
  });

  await expect(changedMyMind).rejects.toThrow('changed my mind');
  await send(queue, name, 2);
  await until(() => seen.length > 0);
  expect(seen).toEqual([2]);
});

test('work of one key never runs at the same time, also with two workers', async () => {
  let [atOnce, most, done] = [0, 0, 0];
  const { definition, name } = aJob(
    async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await sleep(60);
      atOnce -= 1;
      done += 1;
      return 'done';
    },
    { key: () => 'the one connection' },
  );
  const [first, second] = [await aQueue(definition), await aQueue(definition)];
  await Promise.all([first.work({ atOnce: 3 }), second.work({ atOnce: 3 })]);
  for (const n of [1, 2, 3]) await send(first, name, n);

  await until(() => done === 3, 25_000);
  expect(most).toBe(1);
}, 40_000);

test('a queue that keeps one of a kind takes no second while the first waits', async () => {
  const { definition, name } = aJob(undefined, { key: ({ n }) => `connection ${n}`, keep: 'one' });
  const queue = await aQueue(definition);

  expect(await send(queue, name, 1)).toEqual(expect.any(String));
  expect(await send(queue, name, 1)).toBeUndefined();
  expect(await send(queue, name, 2)).toEqual(expect.any(String));
});

test('work that says "again" comes again, knows the round, and its pause grows', async () => {
  const rounds: number[] = [];
  const { definition, name } = aJob(
    (_n, { round }) => {
      rounds.push(round);
      return Promise.resolve(round === 0 ? 'again' : 'done');
    },
    { key: () => 'k', keep: 'one' },
  );
  const queue = await aQueue(definition);
  await queue.work();
  await send(queue, name, 1);

  await until(() => rounds.length === 2);
  expect(rounds).toEqual([0, 1]);
  expect([0, 1, 2, 3, 50].map(roundPauseSeconds)).toEqual([5, 10, 20, 40, 300]);
}, 25_000);

test('work that breaks three times is given up, can be seen and brought back', async () => {
  let broken = true;
  const told: string[] = [];
  const { definition, seen, name } = aJob(() => (broken ? Promise.reject(new Error('poison')) : Promise.resolve('done')), {
    givenUp: (_given, why) => {
      told.push(why);
      return Promise.resolve();
    },
  });
  const queue = await aQueue(definition);
  await queue.work();
  await send(queue, name, 5);

  await until(async () => (await queue.deadLetters()).length === 1, 25_000);
  expect(seen).toEqual([5, 5, 5]);
  expect(await queue.deadLetters()).toMatchObject([{ queue: name, input: { n: 5 } }]);
  await until(() => told.length === 1);
  broken = false;
  expect(await queue.bringBack(name)).toBe(1);
  await until(() => seen.length === 4);
  expect(await queue.deadLetters()).toEqual([]);
}, 60_000);

test('work with an input of another version is set aside at once', async () => {
  const { definition, seen, name } = aJob();
  const queue = await aQueue(definition);
  await inScope(db, everything, (tx) => queue.send(tx, name, { m: 1 }));
  await queue.work();

  await until(async () => (await queue.deadLetters()).length === 1);
  expect(seen).toEqual([]);
});

test('a worker that is told to stop hands its work back, and another one takes it', async () => {
  const { definition, seen, name } = aJob(async (_n, { signal }) => {
    if (seen.length > 1) return 'done';
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve, { once: true });
    });
    return 'again';
  });
  const [first, second] = [await aQueue(definition), await aQueue(definition)];
  await first.work();
  await send(first, name, 9);
  await until(() => seen.length === 1);

  await first.stop({ withinMs: 5_000 });
  await second.work();
  await until(() => seen.length === 2);
  expect(seen).toEqual([9, 9]);
});

test('a database that ends its connections while the process stops is no trouble; before that it is', async () => {
  const said: string[] = [];
  const log: Log = {
    ...silentLog,
    warn: (_facts, message) => void said.push(message),
    error: (_facts, message) => void said.push(message),
  };
  const endAll = () =>
    sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'concord app' and datname = current_database()`.execute(
      owner.db,
    );
  const { definition, seen, name } = aJob(async (_n, { signal }) => {
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve, { once: true });
    });
    await sleep(700); // its last breath, while the connections end
    return 'done';
  });
  const queue = await createQueue({ database: app, jobs: [definition], log });
  await endAll();
  await until(() => said.length > 0);
  expect(said[0]).toBe('The queue had trouble and goes on');
  await sleep(500);
  await queue.work();
  await send(queue, name, 1);
  await until(() => seen.length === 1);
  said.length = 0;

  const stopped = queue.stop({ withinMs: 1_000 });
  await endAll();
  await stopped;

  expect(said).toEqual([]);
});
