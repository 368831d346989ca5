import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { Bucket } from './bucket.ts';

/** Answers the bucket as it is from now on; may be asked again when somebody else was faster, so it changes nothing itself. */
type Change<T> = (found: Bucket | undefined) => { bucket: Bucket; result: T };

/** Keeps buckets; `change` is atomic over all who share the store. */
export interface BucketStore {
  change<T>(key: string, work: Change<T>): Promise<T>;
  find(key: string): Promise<Bucket | undefined>;
}

/** For one process: tests, and tools without a database. */
export function memoryBuckets(): BucketStore {
  const buckets = new Map<string, Bucket>();
  return {
    change: (key, work) => {
      const { bucket, result } = work(buckets.get(key));
      buckets.set(key, bucket);
      return Promise.resolve(result);
    },
    find: (key) => Promise.resolve(buckets.get(key)),
  };
}

/** A bucket as this process last saw it. */
type Seen = { readonly bucket: Bucket; readonly version: string };

/** Somebody who waits for his change of a bucket. */
type Waiting = {
  readonly apply: (found: Bucket | undefined) => { bucket: Bucket; done: () => void };
  readonly failed: (error: unknown) => void;
};

/**
 * In the database: all workers of an installation share one pace. Every call to a remote comes through here, so a change is one statement: it
 * is computed from what this process saw last and refused when another one was faster; then it is computed anew from what is there. Changes that
 * come while one is written are written together.
 */
export function databaseBuckets(db: Db): BucketStore {
  const seen = new Map<string, Seen>();
  const lines = new Map<string, Waiting[]>();

  async function changeTogether(key: string, works: readonly Waiting[]): Promise<void> {
    for (;;) {
      const before = seen.get(key) ?? (await read(db, key));
      const done: (() => void)[] = [];
      let bucket = before?.bucket;
      for (const { apply } of works) {
        const changed = apply(bucket);
        bucket = changed.bucket;
        done.push(changed.done);
      }
      if (bucket === undefined) return;
      const version = await write(db, key, bucket, before?.version);
      if (version !== undefined) {
        seen.set(key, { bucket, version });
        for (const tell of done) tell();
        return;
      }
      seen.delete(key);
    }
  }

  /** Until nobody waits any more. */
  async function serve(key: string, line: Waiting[]): Promise<void> {
    while (line.length > 0) {
      const works = line.splice(0);
      await changeTogether(key, works).catch((error: unknown) => {
        for (const { failed } of works) failed(error);
      });
    }
    lines.delete(key);
  }

  return {
    change: <T>(key: string, work: Change<T>) =>
      new Promise<T>((resolve, failed) => {
        const apply: Waiting['apply'] = (found) => {
          const { bucket, result } = work(found);
          return {
            bucket,
            done: () => {
              resolve(result);
            },
          };
        };
        const line = lines.get(key);
        if (line !== undefined) return void line.push({ apply, failed });
        const first = [{ apply, failed }];
        lines.set(key, first);
        void serve(key, first);
      }),
    find: async (key) => (await read(db, key))?.bucket,
  };
}

const instant = (ms: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(Math.round(ms));

async function read(db: Db, key: string): Promise<Seen | undefined> {
  const row = await db.selectFrom('rate_bucket').selectAll().where('bucket', '=', key).executeTakeFirst();
  if (row === undefined) return undefined;
  const { tokens, rate, burst, taken, saved, pace, version } = row;
  const times = {
    refilledAt: row.refilled_at.epochMilliseconds,
    heldUntil: row.held_until?.epochMilliseconds,
    since: row.since.epochMilliseconds,
    teachesFrom: row.teaches_from.epochMilliseconds,
  };
  return { bucket: { tokens, rate, burst, taken, saved, pace, ...times }, version };
}

/** Undefined when somebody changed it meanwhile. */
async function write(db: Db, key: string, bucket: Bucket, before: string | undefined): Promise<string | undefined> {
  const { tokens, rate, burst, taken, saved, pace } = bucket;
  const values = {
    ...{ tokens, rate, burst, taken, saved, pace },
    refilled_at: instant(bucket.refilledAt),
    held_until: bucket.heldUntil === undefined ? null : instant(bucket.heldUntil),
    since: instant(bucket.since),
    teaches_from: instant(bucket.teachesFrom),
  };
  const written =
    before === undefined
      ? db
          .insertInto('rate_bucket')
          .values({ bucket: key, ...values })
          .onConflict((conflict) => conflict.column('bucket').doNothing())
          .returning('version')
      : db
          .updateTable('rate_bucket')
          .set({ ...values, version: sql<string>`version + 1` })
          .where('bucket', '=', key)
          .where('version', '=', before)
          .returning('version');
  return (await written.executeTakeFirst())?.version;
}
