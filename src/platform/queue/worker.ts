import { fromKysely, type Job, type PgBoss } from 'pg-boss';
import type { Database } from '../db/connect.ts';
import { everything, inScope } from '../db/transaction.ts';
import type { Log } from '../log.ts';
import { deadLettersOf } from './dead-letters.ts';
import { type QueueJob, roundPauseSeconds, type Verdict } from './job.ts';

/** What is kept in the queue. */
export type Letter = { readonly input: object; readonly round: number; readonly priority?: number };

type Hall = { readonly boss: PgBoss; readonly database: Database; readonly log: Log; readonly stopping: AbortSignal };

/** Takes jobs of one queue and runs them; its given-up ones are told to the job. */
export async function startWorker(hall: Hall, one: QueueJob, atOnce: number): Promise<void> {
  const options = { localConcurrency: atOnce, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2, heartbeatRefreshSeconds: 5 };
  await hall.boss.work<Letter>(one.name, options, async ([taken]) => {
    if (taken !== undefined) await runOne(hall, one, taken);
  });
  if (one.givenUp !== undefined) void watchGivenUp(hall, one);
}

async function runOne(hall: Hall, one: QueueJob, taken: Job<Letter>): Promise<void> {
  const { input, round } = taken.data;
  const signal = AbortSignal.any([hall.stopping, taken.signal]);
  const parsed = one.input.safeParse(input);
  if (!parsed.success) {
    // The same input will not be understood the next time either; it stays visible among the dead letters.
    hall.log.error({ queue: one.name, runId: taken.id, error: parsed.error }, 'A job has an input that this version does not know');
    await giveUp(hall, one, taken);
    return;
  }
  let verdict: Verdict;
  try {
    verdict = await one.run(parsed.data, { runId: taken.id, round, signal });
  } catch (error) {
    if (!hall.stopping.aborted) {
      hall.log.error({ queue: one.name, runId: taken.id, error }, 'A job broke and is tried again');
      throw error;
    }
    hall.log.info({ queue: one.name, runId: taken.id, error }, 'A job is handed back because the process stops');
    verdict = 'again'; // it broke because we stop: not its fault
  }
  if (verdict === 'again') await bringAgain(hall, one, taken);
}

/** Ends this run and puts the next round in, in one transaction: killed in between, neither happened. */
async function bringAgain({ boss, database, stopping }: Hall, one: QueueJob, taken: Job<Letter>): Promise<void> {
  const round = stopping.aborted ? taken.data.round : taken.data.round + 1;
  const pause = stopping.aborted ? 0 : roundPauseSeconds(taken.data.round);
  const letter: Letter = { ...taken.data, round };
  const key = one.key?.(one.input.parse(taken.data.input));
  await inScope(database.db, everything, async (tx) => {
    const db = fromKysely(tx);
    await boss.complete(one.name, taken.id, { again: true }, { db });
    await boss.send(one.name, letter, {
      db,
      startAfter: pause,
      ...(taken.data.priority !== undefined && { priority: taken.data.priority }),
      ...(key !== undefined && { singletonKey: key }),
    });
  });
}

async function giveUp({ boss, database }: Hall, one: QueueJob, taken: Job<Letter>): Promise<void> {
  await inScope(database.db, everything, async (tx) => {
    const db = fromKysely(tx);
    await boss.complete(one.name, taken.id, { givenUp: true }, { db });
    await boss.send(deadLettersOf(one.name), taken.data, { db });
  });
}

const lookEveryMs = 5_000;

/** Tells the job about each letter that was given up, once in this process; the letter itself stays for a person. */
async function watchGivenUp({ boss, log, stopping }: Hall, one: QueueJob): Promise<void> {
  const told = new Set<string>();
  const isStopping = (): boolean => stopping.aborted; // changes while we wait, which the compiler cannot know
  while (!isStopping()) {
    try {
      for (const letter of await boss.findJobs<Letter>(deadLettersOf(one.name), { queued: true })) {
        const input = one.input.safeParse(letter.data.input);
        if (told.has(letter.id) || !input.success) continue;
        await one.givenUp?.(input.data, 'It stopped its process or broke three times.');
        told.add(letter.id);
      }
    } catch (error) {
      if (!isStopping()) log.warn({ queue: one.name, error }, 'Given-up jobs could not be looked up');
    }
    await pause(stopping);
  }
}

const pause = (stopping: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, lookEveryMs);
    timer.unref();
    stopping.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
