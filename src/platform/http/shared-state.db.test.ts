import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { aDatabase } from '../../../test/support/database.ts';
import { VirtualClock } from '../../lib/clock.ts';
import { must } from '../../lib/must.ts';
import { Seeded } from '../../lib/seeded.ts';
import { everything, inScope } from '../db/transaction.ts';
import { freshBucket, hold, take } from './bucket.ts';
import { databaseBuckets } from './bucket-store.ts';
import { databaseCircuit } from './circuit.ts';
import { limits } from './limits.ts';
import { databaseRecorder, type RawAnswer, readRaw } from './recording.ts';
import { createThrottle } from './throttle.ts';

const { db } = await aDatabase();
const seeded = new Seeded(3);
const startsAt = '2026-11-20T08:00:00Z';

describe('the pace of a connection', () => {
  const store = databaseBuckets(db);
  const at = Temporal.Instant.from(startsAt).epochMilliseconds;

  test('is the same for all workers: none of a hundred turns is given twice', async () => {
    const start = { ...limits.pax8, startRate: 10, burst: 1 };
    const workers = [store, databaseBuckets(db)];
    const turns = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        must(workers[n % 2], 'a worker').change('con-1 pax8 all', (found) => {
          const { bucket, waitMs } = take(found ?? freshBucket(start, at), at, 1_000, false);
          return { bucket, result: waitMs };
        }),
      ),
    );

    expect(new Set(turns).size).toBe(100);
    expect(Math.max(...turns)).toBe(9_900);
  });

  test('and what was learned about it survive a restart', async () => {
    await store.change('con-2 pax8 all', () => ({ bucket: hold(freshBucket(limits.pax8, at), at + 10, 5_000), result: undefined }));

    const found = await databaseBuckets(db).find('con-2 pax8 all');
    expect(found).toMatchObject({ heldUntil: at + 5_010, since: at + 5_010, taken: 0 });
    expect(await store.find('con-3 pax8 all')).toBeUndefined();
  });

  test('a hold that one worker was told makes the others wait, also those whose turn had already been given', async () => {
    const clock = new VirtualClock(startsAt);
    const [mine, other] = [createThrottle({ store, clock }), createThrottle({ store, clock })];
    const turn = {
      key: 'con-4 pax8 all',
      customer: undefined,
      limits: { ...limits.pax8, startRate: 1, burst: 1 },
      priority: 'change' as const,
      mostMs: 60_000,
      signal: undefined,
    };
    await mine.turn(turn);
    let wentAt: number | undefined;
    const waiting = mine.turn(turn).then(() => {
      wentAt = clock.now().epochMilliseconds;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await other.hold(turn, 10_000, 'account');

    for (let second = 0; second < 30 && wentAt === undefined; second += 1) {
      await clock.advance(1_000);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await waiting;
    expect((wentAt ?? 0) - at).toBeGreaterThanOrEqual(10_000);
  });
});

describe('the circuit of a remote', () => {
  test('opens for all processes after ten failures, lets one probe through each minute, and closes when that works', async () => {
    const clock = new VirtualClock(startsAt);
    const [mine, other] = [databaseCircuit(db, clock, 0), databaseCircuit(db, clock, 0)];
    for (let n = 0; n < 9; n += 1) await mine.failed('pax8 con-1');
    expect(await other.closedUntil('pax8 con-1')).toBeUndefined();

    await other.failed('pax8 con-1');
    expect(String(await mine.closedUntil('pax8 con-1'))).toBe('2026-11-20T08:01:00Z');

    await clock.advance(60_000);
    const probes = await Promise.all([mine.closedUntil('pax8 con-1'), other.closedUntil('pax8 con-1'), other.closedUntil('pax8 con-1')]);
    expect(probes.filter((until) => until === undefined)).toHaveLength(1);

    await mine.worked('pax8 con-1');
    expect(await other.closedUntil('pax8 con-1')).toBeUndefined();
  });

  test('counts straight failures only', async () => {
    const circuit = databaseCircuit(db, new VirtualClock(startsAt), 0);
    for (let n = 0; n < 25; n += 1) {
      if (n % 9 === 0) await circuit.worked('graph con-1');
      await circuit.failed('graph con-1');
    }

    expect(await circuit.closedUntil('graph con-1')).toBeUndefined();
  });
});

describe('a raw answer', () => {
  const recorder = databaseRecorder(db, () => seeded.uuid());
  const connectionId = seeded.uuid();
  const aRaw = (text: string, more: Partial<RawAnswer> = {}): RawAnswer => ({
    connectionId,
    correlationId: 'c-1',
    method: 'GET',
    url: 'https://api.pax8.com/v1/companies',
    status: 200,
    bytes: Buffer.from(text),
    at: Temporal.Instant.from(startsAt),
    ...more,
  });

  const rowOf = (rawId: string) =>
    inScope(db, everything, (tx) => tx.selectFrom('raw_answer').selectAll().where('raw_id', '=', rawId).executeTakeFirstOrThrow());

  test('can be read again byte by byte', async () => {
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x00, 0xff, 0x7b]);
    const rawId = await recorder.keep(aRaw('', { bytes }));

    expect(await readRaw(db, rawId)).toEqual(bytes);
  });

  test('that came before is kept once and read from both places', async () => {
    const [first, second] = [await recorder.keep(aRaw('{"page":1}')), await recorder.keep(aRaw('{"page":1}'))];

    const rows = await inScope(db, everything, (tx) =>
      tx.selectFrom('raw_answer').selectAll().where('raw_id', 'in', [first, second]).orderBy('body_gz').execute(),
    );
    expect(rows.map(({ body_gz }) => (body_gz === null ? undefined : gunzipSync(body_gz).toString()))).toEqual(['{"page":1}', undefined]);
    expect(rows.every(({ sha256, bytes }) => sha256 === rows[0]?.sha256 && bytes === 10)).toBe(true);
    expect((await readRaw(db, second))?.toString()).toBe('{"page":1}');
  });

  test('of another connection is never shared', async () => {
    const rawId = await recorder.keep(aRaw('{"page":1}', { connectionId: seeded.uuid() }));

    const row = await rowOf(rawId);
    expect(row.body_gz).not.toBeNull();
  });

  test('is kept without the secrets of its address', async () => {
    const rawId = await recorder.keep(aRaw('x', { url: 'https://a.blob.core.windows.net/c/f?sv=2024&sig=S3CR3T' }));

    const { url } = await rowOf(rawId);
    expect(url).toBe('https://a.blob.core.windows.net/c/f?sv=2024&sig=masked');
  });
});
