import { sql } from 'kysely';
import type { Db, Tx } from '../db/connect.ts';
import { everything, inScope } from '../db/transaction.ts';
import type { Bucket } from './bucket.ts';

/** Keeps buckets; `change` is atomic over all who share the store. */
export interface BucketStore {
  change<T>(key: string, work: (found: Bucket | undefined) => { bucket: Bucket; result: T }): Promise<T>;
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

/** In the database: all workers of an installation share one pace. A second row under the same name holds the running measurement. */
export function databaseBuckets(db: Db): BucketStore {
  return {
    change: (key, work) =>
      inScope(db, everything, async (tx) => {
        // Every call waits for this: the disk need not be waited for. After a power cut the pace is that of half a second before.
        await sql`set local synchronous_commit = off`.execute(tx);
        const { bucket, result } = work(toBucket(await lockRows(tx, key)));
        await sql`update rate_bucket set tokens = given.tokens, rate = given.rate, burst = given.burst,
            refilled_at = given.refilled_at, held_until = given.held_until
          from json_populate_recordset(null::rate_bucket, ${JSON.stringify(toRows(key, bucket))}::json) as given
          where rate_bucket.bucket = given.bucket`.execute(tx);
        return result;
      }),
    find: async (key) =>
      toBucket(await db.selectFrom('rate_bucket').selectAll().where('bucket', 'in', names(key)).orderBy('bucket').execute()),
  };
}

/** Both rows of a bucket, this transaction's until its end; they are made when nobody called before. */
async function lockRows(tx: Tx, key: string): Promise<readonly Row[]> {
  const found = (): Promise<readonly Row[]> =>
    tx.selectFrom('rate_bucket').selectAll().where('bucket', 'in', names(key)).orderBy('bucket').forUpdate().execute();
  const rows = await found();
  if (rows.length === 2) return rows;
  await tx
    .insertInto('rate_bucket')
    .values(emptyRows(key))
    .onConflict((conflict) => conflict.column('bucket').doNothing())
    .execute();
  return found();
}

type Row = {
  bucket: string;
  tokens: number;
  rate: number;
  burst: number;
  refilled_at: Temporal.Instant;
  held_until: Temporal.Instant | null;
};

const names = (key: string): [string, string] => [key, `${key} measured`];
const instant = (ms: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(Math.round(ms));
const epoch = instant(0);

const emptyRows = (key: string): Row[] =>
  names(key).map((bucket) => ({ bucket, tokens: 0, rate: 0, burst: 0, refilled_at: epoch, held_until: null }));

const toRows = (key: string, bucket: Bucket): [Row, Row] => {
  const [own, measured] = names(key);
  const held_until = bucket.heldUntil === undefined ? null : instant(bucket.heldUntil);
  return [
    { bucket: own, tokens: bucket.tokens, rate: bucket.rate, burst: bucket.burst, refilled_at: instant(bucket.refilledAt), held_until },
    {
      bucket: measured,
      tokens: bucket.taken,
      rate: 0,
      burst: 0,
      refilled_at: instant(bucket.since),
      held_until: instant(bucket.teachesFrom),
    },
  ];
};

function toBucket(rows: readonly Row[]): Bucket | undefined {
  const [own, measured] = rows;
  if (own === undefined || measured === undefined || own.rate === 0) return undefined;
  return {
    tokens: own.tokens,
    rate: own.rate,
    burst: own.burst,
    refilledAt: own.refilled_at.epochMilliseconds,
    heldUntil: own.held_until?.epochMilliseconds,
    taken: measured.tokens,
    since: measured.refilled_at.epochMilliseconds,
    teachesFrom: measured.held_until?.epochMilliseconds ?? 0,
  };
}
