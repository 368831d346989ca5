import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aChargeLine, jsonLines, partnerTenant } from '../../../../test/support/invoice-files.ts';
import { Fault } from '../../../lib/errors.ts';
import { createBlobStore } from '../../../platform/blobs/blob-store.ts';
import { profiles } from '../profiles.ts';
import { keepFile } from './keep-file.ts';
import { KeepPool } from './keep-pool.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-keep-pool-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const options = {
  profile: profiles.reconciliation,
  known: { customers: new Set<string>(), products: new Set<string>(), currencies: new Set(['eur']) },
  partner: partnerTenant,
};
const lines = (count: number, of = partnerTenant) =>
  Array.from({ length: count }, (_, n) =>
    aChargeLine(n + 1, {
      SkuName: 'x'.repeat(1_500),
      PartnerId: n === count - 1 ? of : partnerTenant,
      ...(n === 2_000 && { Subtotal: 'none' }),
    }),
  );
/** 5 MB, which are kept in a thread. */
const large = jsonLines(lines(2_600));
/** 14 MB, of which somebody can go on with the later part. */
const largest = jsonLines(lines(7_000));
const small = jsonLines(lines(20));

let made = 0;
const aStore = () => {
  const root = path.join(folder, String((made += 1)));
  return { root, blobs: createBlobStore(root) };
};
const aFile = (content: string, { until = Number.POSITIVE_INFINITY, error = new Error('no reason') } = {}) => {
  const bytes = Buffer.from(content);
  const asked = { times: 0 };
  const open = async function* () {
    asked.times += 1;
    for (let at = 0; at < bytes.length; at += 100_000) {
      if (at >= until) throw error;
      yield await Promise.resolve(bytes.subarray(at, at + 100_000));
    }
  };
  return { name: 'part-0', open, asked };
};
const named = () => ({ id: `id-${(made += 1)}`, goesOnAs: 'the same', onLines: () => Promise.resolve() });

describe.each([
  ['a large file', large],
  ['a small file', small],
])('%s', (_, content) => {
  test('is kept as it would be without threads, and asked for once', async () => {
    const [here, there] = [aStore(), aStore()];
    const pool = new KeepPool(there.blobs, options);
    const file = aFile(content);

    const kept = await pool.keep(file, named());
    const again = await pool.keep(aFile(content), named());
    await pool.close();

    expect(kept).toEqual(await keepFile(aFile(content), { ...options, ...named(), blobs: here.blobs }));
    expect(again).toEqual(kept);
    expect(file.asked.times).toBe(1);
    expect(await readdir(path.join(there.root, 'incoming'))).toEqual([]);
  });

  test('of another partner is refused, with his tenant', async () => {
    const { root, blobs } = aStore();
    const pool = new KeepPool(blobs, options);
    const foreign = jsonLines(lines(content === large ? 2_600 : 20, '00000000-0000-0000-0000-00000000beef'));

    expect(await pool.keep(aFile(foreign), named())).toEqual({ foreignTenant: '00000000-0000-0000-0000-00000000beef' });
    expect(await readdir(path.join(root, 'incoming'))).toEqual([]);
    await pool.close();
  });
});

describe('a large file that breaks off', () => {
  test('tells why, with file and line, and goes on there', async () => {
    const { root, blobs } = aStore();
    const pool = new KeepPool(blobs, options);
    const gone = new Fault('export_gone', 'retryable', 'The key is over', { hint: 'Ask again.' });

    await expect(pool.keep(aFile(largest, { until: 12_000_000, error: gone }), named())).rejects.toMatchObject({
      code: 'export_gone',
      kind: 'retryable',
      message: expect.stringMatching(/^part-0: The key is over after line [\d,]+$/) as unknown,
      facts: { hint: 'Ask again.', file: 'part-0' },
    });
    let first: number | undefined;
    const onLines = (count: number): Promise<void> => {
      if (count > 0) first ??= count;
      return Promise.resolve();
    };
    const kept = await pool.keep(aFile(largest), { ...named(), onLines });
    await pool.close();

    expect(first).toBeGreaterThan(3_000); // lines that were looked at before
    expect(kept).toEqual(await keepFile(aFile(largest), { ...options, ...named(), blobs: aStore().blobs }));
    expect(await readdir(path.join(root, 'incoming'))).toEqual([]);
  });

  test('throws on what is no fault of ours, as it came', async () => {
    const { blobs } = aStore();
    const pool = new KeepPool(blobs, options);
    const error = new TypeError('socket');

    await expect(pool.keep(aFile(largest, { until: 6_000_000, error }), named())).rejects.toBe(error);
    await expect(pool.keep(aFile(largest, { until: 1_000, error }), named())).rejects.toBe(error);
    await pool.close();
  });

  test('stops when nobody wants it any more, and the thread keeps the next one', async () => {
    const { blobs } = aStore();
    const pool = new KeepPool(blobs, options);
    const enough = new Error('enough');

    await expect(pool.keep(aFile(largest), { ...named(), onLines: () => Promise.reject(enough) })).rejects.toBe(enough);
    expect(await pool.keep(aFile(largest), named())).toMatchObject({ records: 7_000 });
    await pool.close();
  });

  test('begins anew when it is another file by then', async () => {
    const { blobs } = aStore();
    const pool = new KeepPool(blobs, options);
    const other = jsonLines(lines(7_000).map((line, n) => ({ ...line, SkuName: `${n}${'y'.repeat(1_500)}` })));

    await expect(pool.keep(aFile(largest, { until: 12_000_000 }), named())).rejects.toThrow('no reason');
    const file = aFile(other);
    expect(await pool.keep(file, named())).toEqual(await keepFile(aFile(other), { ...options, ...named(), blobs: aStore().blobs }));
    expect(file.asked.times).toBe(2);
    await pool.close();
  });
});
