import { fromKysely, PgBoss } from 'pg-boss';
import type { Database, Db } from '../db/connect.ts';
import type { Log } from '../log.ts';
import { deadLettersOf } from './dead-letters.ts';
import type { QueueJob } from './job.ts';
import { queueSchema } from './schema.ts';
import { type Letter, startWorker } from './worker.ts';

export type DeadLetter = { readonly id: string; readonly queue: string; readonly input: unknown; readonly at: Temporal.Instant };

export type SendOptions = {
  readonly startAfter?: Temporal.Instant;
  /** Higher first; 0 unless given. */
  readonly priority?: number;
};

/** Work for later, kept in our database and put there in the caller's transaction. */
export interface Queue {
  /** In `tx`: the work exists if and only if it commits. Undefined when the queue keeps one of a kind and has one. */
  send(tx: Db, name: string, input: object, options?: SendOptions): Promise<string | undefined>;
  /** Begins to take work; up to `atOnce` runs of each queue in this process. */
  work(options?: { atOnce?: number }): Promise<void>;
  /** Puts a job in each time the cron expression says so (UTC); times missed while nobody ran are made up for once. */
  schedule(name: string, cron: string, input?: object): Promise<void>;
  deadLetters(): Promise<readonly DeadLetter[]>;
  /** Brings given-up work back to its queue; all of it, or one letter. */
  bringBack(name: string, id?: string): Promise<number>;
  /** Stops taking work, tells running work to stop, waits for it. What does not end in time is handed back to others (F61). */
  stop(options?: { withinMs?: number }): Promise<void>;
}

export type QueueOptions = { readonly database: Database; readonly jobs: readonly QueueJob[]; readonly log: Log };

/** Connects to the queue and makes sure that each job has one. Sending needs no worker; several processes may work at once. */
export async function createQueue({ database, jobs, log }: QueueOptions): Promise<Queue> {
  const boss = new PgBoss({
    ...database.settings,
    max: 4,
    schema: queueSchema,
    migrate: false,
    createSchema: false,
    reindex: false, // needs the owner
    useListenNotify: true,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 300,
    cronMonitorIntervalSeconds: 10,
    cronWorkerIntervalSeconds: 5,
  });
  const stopping = new AbortController();
  boss.on('error', (error) => {
    // On the way out, connections end in any order, and a database that stops with us ends them first (57P01): that is no trouble.
    if (stopping.signal.aborted) log.debug({ error }, 'A connection of the queue ended while it stops');
    else log.warn({ error }, 'The queue had trouble and goes on');
  });
  await boss.start();
  for (const one of jobs) await makeQueue(boss, one);
  return {
    send: async (tx, name, input, options = {}) => {
      const definition = jobs.find((one) => one.name === name);
      const letter: Letter = { input, round: 0, ...(options.priority !== undefined && { priority: options.priority }) };
      const key = definition?.key?.(definition.input.parse(input));
      const id = await boss.send(name, letter, {
        db: fromKysely(tx),
        ...(key !== undefined && { singletonKey: key }),
        ...(options.startAfter !== undefined && { startAfter: new Date(options.startAfter.epochMilliseconds) }),
        ...(options.priority !== undefined && { priority: options.priority }),
      });
      return id ?? undefined;
    },
    work: async ({ atOnce = 2 } = {}) => {
      for (const one of jobs) await startWorker({ boss, database, log, stopping: stopping.signal }, one, atOnce);
    },
    schedule: async (name, cron, input = {}) => {
      const letter: Letter = { input, round: 0 };
      await boss.schedule(name, cron, letter, { tz: 'UTC', missed: 'once' });
    },
    deadLetters: () => findDeadLetters(boss, jobs),
    bringBack: (name, id) => boss.redrive(deadLettersOf(name), { destination: name, ...(id !== undefined && { ids: [id] }) }),
    stop: async ({ withinMs = 20_000 } = {}) => {
      stopping.abort(new Error('The process stops'));
      await boss.stop({ graceful: true, timeout: withinMs });
    },
  };
}

/** Heartbeats each 5 s and a look each 5 s: the work of a dead process is taken over within 25 s (promise 4, rule B6). */
async function makeQueue(boss: PgBoss, one: QueueJob): Promise<void> {
  const dead = deadLettersOf(one.name);
  await boss.createQueue(dead, { retryLimit: 0, retentionSeconds: 365 * 86_400, deleteAfterSeconds: 0 });
  await boss.createQueue(one.name, {
    policy: one.key === undefined ? 'standard' : one.keep === 'one' ? 'exclusive' : 'singleton',
    deadLetter: dead,
    retryLimit: 2, // three deaths in all
    retryDelay: 1,
    heartbeatSeconds: 15,
    expireInSeconds: 86_000, // a day is pg-boss's most; long work is bounded by its heartbeat, not by a time limit
    retentionSeconds: 365 * 86_400,
    deleteAfterSeconds: 7 * 86_400,
    notify: true,
  });
}

async function findDeadLetters(boss: PgBoss, jobs: readonly QueueJob[]): Promise<DeadLetter[]> {
  const found: DeadLetter[] = [];
  for (const { name } of jobs) {
    for (const { id, data, createdOn } of await boss.findJobs<Letter>(deadLettersOf(name), { queued: true })) {
      found.push({ id, queue: name, input: data.input, at: Temporal.Instant.fromEpochMilliseconds(createdOn.getTime()) });
    }
  }
  return found;
}
