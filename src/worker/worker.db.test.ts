import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { aContext } from '../../test/support/context.ts';
import { aDatabase } from '../../test/support/database.ts';
import { defineJob, findJob, type JobDefinition, jobQueue, startJob } from '../features/jobs/index.ts';
import { Fault } from '../lib/errors.ts';
import { must } from '../lib/must.ts';
import { everything, inScope } from '../platform/db/transaction.ts';
import { chores, forgetOldAnswers } from './chores.ts';
import { heartbeat, isWorkerAlive } from './heartbeat.ts';
import { type Chore, runChores } from './schedule.ts';
import { queueJobs } from './worker.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);
/** Lets everything that is due run to its next wait. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('regular chores', () => {
  const counted = (more: Partial<Chore> = {}): { readonly chore: Chore; readonly runs: string[] } => {
    const runs: string[] = [];
    const chore: Chore = {
      name: 'counted',
      everyMs: () => 1_000,
      run: () => {
        runs.push(clock.now().toString());
        return Promise.resolve();
      },
      ...more,
    };
    return { chore, runs };
  };

  test('are done at their own pace until the process stops', async () => {
    const [quick, slow, eager] = [counted(), counted({ everyMs: () => 2_500 }), counted({ atStart: true, everyMs: () => 10_000 })];
    const stop = new AbortController();
    const done = runChores(context, [quick.chore, slow.chore, eager.chore], stop.signal);
    await settle();

    for (let second = 0; second < 5; second += 1) {
      await clock.advance(1_000);
      await settle();
    }
    stop.abort(new Error('The process stops'));
    await done;

    expect([quick.runs.length, slow.runs.length, eager.runs.length]).toEqual([5, 2, 1]);
  });

  test('one that fails is tried again, and stops no other', async () => {
    const fine = counted();
    let tries = 0;
    const broken = counted({
      run: () => {
        tries += 1;
        return Promise.reject(tries === 1 ? new Fault('remote_down', 'retryable', 'Away') : new Error('odd'));
      },
    });
    const stop = new AbortController();
    const done = runChores(context, [broken.chore, fine.chore], stop.signal);
    await settle();

    for (let second = 0; second < 3; second += 1) {
      await clock.advance(1_000);
      await settle();
    }
    stop.abort(new Error('The process stops'));
    await done;

    expect([tries, fine.runs.length]).toEqual([3, 3]);
  });

  test('a pace that cannot be read is a minute', async () => {
    const odd = counted({ everyMs: () => Promise.reject(new Error('database away')) });
    const stop = new AbortController();
    const done = runChores(context, [odd.chore], stop.signal);
    await settle();
    await clock.advance(59_000);
    await settle();
    expect(odd.runs).toHaveLength(0);

    await clock.advance(1_000);
    await settle();
    expect(odd.runs).toHaveLength(1);

    stop.abort(new Error('The process stops'));
    await done;
  });

  test('of a worker are named, so that a log tells them apart', () => {
    const names = chores(context, 'w1', 'http://127.0.0.1').map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['heartbeat', 'look-ups', 'schedules', 'retention']));
  });
});

describe('the heartbeat', () => {
  test('shows a worker as alive, by the clock of the database', async () => {
    expect(await isWorkerAlive(db)).toBe(false);

    await heartbeat(db, 'w1').run(new AbortController().signal);
    expect(await isWorkerAlive(db)).toBe(true);

    await owner.db
      .updateTable('lease')
      .set({ lease_until: clock.now().subtract({ hours: 24 * 3_650 }) })
      .execute();
    expect(await isWorkerAlive(db)).toBe(false);
  });
});

describe('work from the queue', () => {
  const definitions = [
    defineJob({
      kind: 'sync',
      input: z.strictObject({ fail: z.boolean() }),
      run: (_context, { fail }) => (fail ? Promise.reject(new Fault('remote_down', 'retryable', 'Away')) : Promise.resolve({ result: {} })),
    }),
  ] as readonly JobDefinition[];
  const ended: string[] = [];
  const [queueJob] = queueJobs(
    () => context,
    definitions,
    (kind, outcome) => ended.push(`${kind} ${outcome}`),
  );
  const run = (jobId: string) => must(queueJob, 'job').run({ jobId }, { runId: 'r', round: 0, signal: new AbortController().signal });
  const start = (fail: boolean) =>
    inScope(db, everything, async (tx) => (await startJob(context, tx, { kind: 'sync', title: 'x', input: { fail } })).jobId);

  test('is done when the job has ended, and comes again when it waits', async () => {
    expect(queueJob?.name).toBe(jobQueue);
    expect(await run(await start(false))).toBe('done');
    expect(await run(await start(true))).toBe('again');
    expect(ended).toEqual(['sync completed', 'sync queued']);
  });

  test('is forgotten when there is no such job', async () => {
    expect(await run('01990000-0000-7000-8000-000000000000')).toBe('done');
  });

  test('that was given up is told to its job', async () => {
    const jobId = await start(true);

    await queueJob?.givenUp?.({ jobId }, 'It broke three times.');

    expect(await findJob(context, jobId)).toMatchObject({
      state: 'failed',
      errors: [{ code: 'gave_up', sentence: 'It broke three times.' }],
    });
  });
});

describe('retention', () => {
  test('failed sign-ins are kept for a day, logins until they end', async () => {
    const at = (hoursAgo: number) => clock.now().subtract({ hours: hoursAgo });
    await owner.db
      .insertInto('sign_in_try')
      .values(
        [23, 25].map((hours) => ({ try_id: context.ids(), email: `${hours}@contoso.com`, address: '::1', worked: false, at: at(hours) })),
      )
      .execute();

    await forgetOldAnswers(context);

    expect((await owner.db.selectFrom('sign_in_try').select('email').execute()).map(({ email }) => email)).toEqual(['23@contoso.com']);
  });
});
