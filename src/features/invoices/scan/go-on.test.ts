import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aChargeLine, csvLines, jsonLines, type MadeLine, partnerTenant } from '../../../../test/support/invoice-files.ts';
import { Fault } from '../../../lib/errors.ts';
import { createBlobStore } from '../../../platform/blobs/blob-store.ts';
import { profiles } from '../profiles.ts';
import { keepFile } from './keep-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-goes-on-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let made = 0;
const known = { customers: new Set<string>(), products: new Set<string>(), currencies: new Set(['eur', 'usd']) };

/** 18 MB, of which some lines are unknown and one is broken. */
const lines = Array.from({ length: 9_000 }, (_, n) =>
  aChargeLine(n + 1, { Currency: n % 3 === 0 ? 'USD' : 'EUR', SkuName: 'x'.repeat(1_500), ...(n === 8_000 && { Subtotal: 'none' }) }),
);
const withTenant = (of: string): MadeLine[] => lines.map((line, n) => (n === 8_500 ? { ...line, PartnerId: of } : line));
const files = { 'JSON lines': jsonLines(lines), CSV: `\uFEFF${csvLines(lines)}` } as const;
const broken = new Fault('gone', 'retryable', 'The line is dead', {});

function aStore() {
  const root = path.join(folder, String((made += 1)));
  const blobs = createBlobStore(root);
  /** Reads up to a byte; answers how many bytes of lines were looked at. */
  const keep = async (content: string, until = Number.POSITIVE_INFINITY) => {
    const bytes = Buffer.from(content);
    const open = async function* () {
      for (let at = 0; at < bytes.length; at += 100_000) {
        if (at >= until) throw broken;
        yield await Promise.resolve(bytes.subarray(at, at + 100_000));
      }
    };
    const kind = content.includes('{') ? 'reconciliation' : 'portalCsv';
    let first: number | undefined;
    const kept = await keepFile(
      { name: 'part-0', open },
      {
        profile: profiles[kind],
        known,
        partner: partnerTenant,
        blobs,
        id: `id-${(made += 1)}`,
        goesOnAs: 'the same',
        onLines: (count) => {
          if (count > 0) first ??= count;
          return Promise.resolve();
        },
      },
    );
    return { kept, first };
  };
  return { root, blobs, keep };
}

describe.each(Object.entries(files))('a file of %s whose import breaks off', (_, content) => {
  test('is gone on with behind what was written, as often as it breaks off, and is the same as in one go', async () => {
    const straight = aStore();
    const whole = await straight.keep(content);
    const { root, blobs, keep } = aStore();

    await expect(keep(content, 5_000_000)).rejects.toMatchObject({ code: 'gone' });
    await expect(keep(content, 12_000_000)).rejects.toMatchObject({ code: 'gone' });
    await expect(keep(content, 13_000_000)).rejects.toMatchObject({ code: 'gone' });
    const { kept, first } = await keep(content);

    expect(kept).toEqual(whole.kept);
    expect(first).toBeGreaterThan(3_000); // lines that were looked at before
    if ('foreignTenant' in kept) throw new Error('It is of this partner');
    const [one, other] = await Promise.all([blobs.pathOf(kept.hash), straight.blobs.pathOf(kept.hash)].map((file) => readFile(file)));
    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
    expect(await readdir(path.join(root, 'incoming'))).toEqual([]);
  });
});

describe('what broke off', () => {
  test('is of no use for other content under the same name', async () => {
    const { keep } = aStore();
    const other = jsonLines(lines.map((line) => ({ ...line, Quantity: 7 })));
    await expect(keep(files['JSON lines'], 12_000_000)).rejects.toMatchObject({ code: 'gone' });

    const { kept } = await keep(other);

    expect(kept).toEqual((await aStore().keep(other)).kept);
  });

  test('is not there when its part is gone or its mark is damaged', async () => {
    const { root, keep } = aStore();
    for (const suffix of ['.part', '.state']) {
      await expect(keep(files.CSV, 12_000_000)).rejects.toMatchObject({ code: 'gone' });
      const left = await readdir(path.join(root, 'incoming'));
      await rm(path.join(root, 'incoming', left.find((name) => name.endsWith(suffix)) ?? ''));
    }

    expect((await keep(files.CSV)).kept).toEqual((await aStore().keep(files.CSV)).kept);
  });

  test('of another partner leaves nothing, wherever his first line stands', async () => {
    const { root, keep } = aStore();
    const content = jsonLines(withTenant('somebody'));
    await expect(keep(content, 12_000_000)).rejects.toMatchObject({ code: 'gone' });

    expect((await keep(content)).kept).toEqual({ foreignTenant: 'somebody' });

    expect(await readdir(path.join(root, 'incoming'))).toEqual([]);
  });
});
