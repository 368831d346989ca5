import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { Fault } from '../../lib/errors.ts';
import { must } from '../../lib/must.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import {
  cancelJob,
  defineJob,
  failJob,
  findJob,
  type JobDefinition,
  type JobHandle,
  jobQueue,
  listDeadLetters,
  listJobItems,
  listJobs,
  retryDeadLetter,
  runJob,
  startJob,
} from './index.ts';

const { db } = await aDatabase();
const { context, sent, clock } = aContext(db);
const quiet = new AbortController().signal;

const start = (joins?: string, as: Context = context) =>
  inScope(db, everything, (tx) =>
    startJob(as, tx, { kind: 'sync', title: 'Read Northwind', input: { n: 1 }, unit: 'records', ...(joins !== undefined && { joins }) }),
  );

/** A kind of job that does what the test says. */
const doing = (run: (job: JobHandle, context: Context) => Promise<Awaited<ReturnType<JobDefinition['run']>>>): readonly JobDefinition[] => [
  defineJob({ kind: 'sync', input: z.strictObject({ n: z.number() }), run: (own, _input, job) => run(job, own) }),
];
const fine = () => Promise.resolve({ result: { read: 3 } });

describe('starting', () => {
  test('puts the job and its letter in together, or neither', async () => {
    const before = sent.length;
    await inScope(db, everything, async (tx) => {
      await startJob(context, tx, { kind: 'sync', title: 'Never', input: {} });
      throw new Error('rolled back');
    }).catch(() => undefined);
    const { jobId, joined } = await start();

    expect(joined).toBe(false);
    expect(await findJob(context, jobId)).toMatchObject({
      state: 'queued',
      title: 'Read Northwind',
      done: 0,
      startedBy: 'Concord',
      input: { n: 1 },
    });
    expect(
      (await listJobs(context, { filter: {}, limit: 10, cursor: undefined, descending: true })).rows.map(({ title }) => title),
    ).not.toContain('Never');
    expect(sent.slice(before).at(-1)).toEqual({ name: jobQueue, input: { jobId } });
  });

  test('the same work joins what waits or runs, and is new when that has ended', async () => {
    const first = await start('sync a');
    expect(await start('sync a')).toEqual({ jobId: first.jobId, joined: true });

    await runJob(context, doing(fine), first.jobId, quiet);

    expect((await start('sync a')).joined).toBe(false);
  });

  test('what was asked for again while it ran is done once more before the job ends', async () => {
    const startAgain = () =>
      inScope(db, everything, (tx) =>
        startJob(context, tx, { kind: 'sync', title: 'Compare', input: { n: 1 }, joins: 'compare', again: true }),
      );
    const first = await startAgain();
    await startAgain();
    let runs = 0;
    await runJob(
      context,
      doing(async () => {
        runs += 1;
        if (runs === 1) expect(await startAgain()).toEqual({ jobId: first.jobId, joined: true });
        return { result: { runs } };
      }),
      first.jobId,
      quiet,
    );

    expect(runs).toBe(2); // not three: the second start came before the first round
    expect(await findJob(context, first.jobId)).toMatchObject({ state: 'completed', result: { runs: 2 } });
    expect((await startAgain()).joined).toBe(false);
  });

  test('ten starts at once of the same work are one job', async () => {
    const started = await Promise.all(Array.from({ length: 10 }, () => start('sync at once')));

    expect(new Set(started.map(({ jobId }) => jobId)).size).toBe(1);
    expect(started.filter(({ joined }) => !joined)).toHaveLength(1);
  });
});

describe('running', () => {
  test('ends completed with its result; run again it does nothing', async () => {
    const { jobId } = await start();
    let runs = 0;
    const jobs = doing(() => {
      runs += 1;
      return fine();
    });

    expect(await runJob(context, jobs, jobId, quiet)).toBe('ended');
    expect(await runJob(context, jobs, jobId, quiet)).toBe('ended');

    expect(runs).toBe(1);
    expect(await findJob(context, jobId)).toMatchObject({ state: 'completed', result: { read: 3 }, errors: [], endedAt: clock.now() });
  });

  test('errors along the way make it completed with errors', async () => {
    const { jobId } = await start();
    const errors = [{ code: 'remote_down', sentence: 'Two customers could not be read.', count: 2 }];

    await runJob(
      context,
      doing(() => Promise.resolve({ result: {}, errors })),
      jobId,
      quiet,
    );

    expect(await findJob(context, jobId)).toMatchObject({ state: 'completedWithErrors', errors });
  });

  test('a fault that passes by itself gives it back to the queue, with the reason shown meanwhile', async () => {
    const { jobId } = await start();
    const fault = new Fault('remote_down', 'retryable', 'Partner Center does not answer', { hint: 'It goes on by itself.' });

    expect(
      await runJob(
        context,
        doing(() => Promise.reject(fault)),
        jobId,
        quiet,
      ),
    ).toBe('again');

    expect(await findJob(context, jobId)).toMatchObject({
      state: 'queued',
      errors: [{ code: 'remote_down', sentence: 'Partner Center does not answer. It goes on by itself.', count: 1 }],
    });
    expect(await runJob(context, doing(fine), jobId, quiet)).toBe('ended');
    expect(await findJob(context, jobId)).toMatchObject({ state: 'completed', errors: [] });
  });

  test.each([
    ['a fault that a person must mend', new Fault('remote_signed_out', 'needs_operator', 'Sign in again'), 'remote_signed_out'],
    ['an error that nobody expected', new Error('select * from secret_table'), 'internal'],
  ])('%s fails it and says no inside', async (_what, error, code) => {
    const { jobId } = await start();

    expect(
      await runJob(
        context,
        doing(() => Promise.reject(error)),
        jobId,
        quiet,
      ),
    ).toBe('ended');

    const job = must(await findJob(context, jobId), 'job');
    expect([job.state, job.errors[0]?.code]).toEqual(['failed', code]);
    expect(JSON.stringify(job.errors)).not.toContain('secret_table');
  });

  test('a kind or an input that this version does not know fails it at once', async () => {
    const { jobId } = await start();

    expect(await runJob(context, [], jobId, quiet)).toBe('ended');

    expect(await findJob(context, jobId)).toMatchObject({ state: 'failed', errors: [{ code: 'job_unreadable' }] });
  });

  test('a stop of the process gives it back, whatever the work threw', async () => {
    const { jobId } = await start();
    const stop = new AbortController();

    const verdict = await runJob(
      context,
      doing((job) => {
        stop.abort(new Error('The process stops'));
        return Promise.reject(job.signal.reason as Error);
      }),
      jobId,
      stop.signal,
    );

    expect([verdict, (await findJob(context, jobId))?.state]).toEqual(['again', 'queued']);
  });

  test('one that a dead process left running is taken over', async () => {
    const { jobId } = await start();
    void runJob(
      context,
      doing(() => new Promise(() => undefined)),
      jobId,
      quiet,
    );
    while ((await findJob(context, jobId))?.state !== 'running') await Promise.resolve();

    expect(await runJob(context, doing(fine), jobId, quiet)).toBe('ended');
    expect((await findJob(context, jobId))?.state).toBe('completed');
  });

  test('is done in the name of who started it', async () => {
    const { jobId } = await start(undefined, { ...context, actor: { ...context.actor, name: 'Ana' } });
    let name = '';

    await runJob(
      context,
      doing((_job, own) => {
        name = own.actor.name;
        return fine();
      }),
      jobId,
      quiet,
    );

    expect([name, (await findJob(context, jobId))?.startedBy]).toEqual(['Ana', 'Ana']);
  });
});

describe('progress', () => {
  test('is written now and then, the last word always', async () => {
    const { jobId } = await start();
    const seen: (number | undefined)[] = [];

    await runJob(
      context,
      doing(async (job) => {
        for (let done = 1; done <= 5; done += 1) {
          await job.progress({ done, total: 5, step: `customer ${done}` });
          seen.push((await findJob(context, jobId))?.done);
          await clock.advance(150);
        }
        return { result: {} };
      }),
      jobId,
      quiet,
    );

    expect(seen).toEqual([1, 1, 1, 4, 4]);
    expect(await findJob(context, jobId)).toMatchObject({ done: 5, total: 5, step: 'customer 5', unit: 'records' });
  });

  test('waiting for a remote shows as paused until it goes on', async () => {
    const { jobId } = await start();
    const until = clock.now().add({ seconds: 60 });
    const states: unknown[] = [];

    await runJob(
      context,
      doing(async (job) => {
        for (const waitingUntil of [until, null]) {
          await job.progress({ waitingUntil });
          const now = await findJob(context, jobId);
          states.push([now?.state, now?.waitingUntil?.toString()]);
        }
        return { result: {} };
      }),
      jobId,
      quiet,
    );

    expect(states).toEqual([
      ['paused', until.toString()],
      ['running', undefined],
    ]);
  });

  test('the things of a job are kept with their outcome', async () => {
    const { jobId } = await start();

    await runJob(
      context,
      doing(async (job) => {
        await job.item({ subject: 'Contoso', outcome: 'changed' });
        await job.item({ subject: 'Fabrikam', outcome: 'failed', code: 'remote_down', reason: 'No answer' });
        return { result: {} };
      }),
      jobId,
      quiet,
    );

    expect((await listJobItems(context, jobId, undefined)).map(({ subject }) => subject).toSorted()).toEqual(['Contoso', 'Fabrikam']);
    expect(await listJobItems(context, jobId, ['failed'])).toMatchObject([
      { subject: 'Fabrikam', code: 'remote_down', reason: 'No answer' },
    ]);
  });
});

describe('cancelling', () => {
  test('one that waits: it never runs', async () => {
    const { jobId } = await start();
    expect(await cancelJob(context, jobId)).toMatchObject({ cancelAsked: true });

    await runJob(
      context,
      doing(() => Promise.reject(new Error('must not run'))),
      jobId,
      quiet,
    );

    expect((await findJob(context, jobId))?.state).toBe('cancelled');
  });

  test('one that runs: it stops at its next safe point', async () => {
    const { jobId } = await start();

    await runJob(
      context,
      doing(async (job) => {
        await cancelJob(context, jobId);
        await clock.advance(1_000);
        await job.progress({ done: 1 });
        expect(job.signal.aborted).toBe(true);
        return { result: { stoppedAfter: 1 } };
      }),
      jobId,
      quiet,
    );

    expect(await findJob(context, jobId)).toMatchObject({ state: 'cancelled', result: { stoppedAfter: 1 } });
  });

  test('one that has ended is too late; one that never was is nothing', async () => {
    const { jobId } = await start();
    await runJob(context, doing(fine), jobId, quiet);

    expect(await cancelJob(context, jobId)).toBe('ended');
    expect(await cancelJob(context, '01990000-0000-7000-8000-000000000000')).toBeUndefined();
  });
});

describe('lists', () => {
  test('newest first, page by page, by state', async () => {
    const own = aContext((await aDatabase()).db);
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      ids.push(
        await inScope(
          own.context.db,
          everything,
          async (tx) => (await startJob(own.context, tx, { kind: 'sync', title: `${n}`, input: {} })).jobId,
        ),
      );
      await own.clock.advance(1_000);
    }
    await failJob(own.context, must(ids[1], 'id'), 'Broke three times.');

    const page = (cursor: string | undefined) =>
      listJobs(own.context, { filter: { status: ['queued'] }, limit: 3, cursor, descending: true });
    const first = await page(undefined);
    const second = await page(must(first.nextCursor, 'cursor'));

    expect([...first.rows, ...second.rows].map(({ title }) => title)).toEqual(['4', '3', '2', '0']);
    expect([first.hasMore, second.hasMore, second.nextCursor]).toEqual([true, false, null]);
  });
});

describe('dead letters', () => {
  test('show what broke and why, and can be tried again once', async () => {
    const { jobId } = await start();
    await failJob(context, jobId, 'It stopped its process three times.');
    const letter = { id: '01990000-0000-7000-8000-00000000000a', queue: jobQueue, input: { jobId }, at: clock.now() };
    const brought: unknown[] = [];
    const withLetter: Context = {
      ...context,
      queue: {
        ...context.queue,
        deadLetters: () => Promise.resolve([letter, { ...letter, id: 'other', queue: 'another queue' }]),
        bringBack: (name, id) => {
          brought.push([name, id]);
          return Promise.resolve(1);
        },
      },
    };

    expect(await listDeadLetters(withLetter)).toEqual([
      { id: letter.id, jobId, queue: jobQueue, title: 'Read Northwind', reason: 'It stopped its process three times.', at: letter.at },
    ]);
    expect(await retryDeadLetter(withLetter, letter.id)).toEqual({ jobId });
    expect(await retryDeadLetter(withLetter, 'unknown')).toBeUndefined();

    expect(brought).toEqual([[jobQueue, letter.id]]);
    expect(await findJob(context, jobId)).toMatchObject({ state: 'queued', errors: [] });
  });
});
