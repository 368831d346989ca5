import type { Db } from '../db/connect.ts';
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
        await tx
          .insertInto('rate_bucket')
          .values(emptyRows(key))
          .onConflict((conflict) => conflict.column('bucket').doNothing())
          .execute();
        const rows = await tx
          .selectFrom('rate_bucket')
          .selectAll()
          .where('bucket', 'in', names(key))
          .orderBy('bucket')
          .forUpdate()
          .execute();
        const { bucket, result } = work(toBucket(rows));
        for (const { bucket: name, ...values } of toRows(key, bucket)) {
          await tx.updateTable('rate_bucket').set(values).where('bucket', '=', name).execute();
        }
        return result;
      }),
    find: async (key) =>
      toBucket(await db.selectFrom('rate_bucket').selectAll().where('bucket', 'in', names(key)).orderBy('bucket').execute()),
  };
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
