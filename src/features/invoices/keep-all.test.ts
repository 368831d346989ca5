import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aChargeLine, aFile, jsonLines, partnerTenant } from '../../../test/support/invoice-files.ts';
import { Fault } from '../../lib/errors.ts';
import { createBlobStore } from '../../platform/blobs/blob-store.ts';
import type { ImportWatch } from './import-input.ts';
import { type KeepAll, keepAll } from './keep-all.ts';
import { profiles } from './profiles.ts';
import type { InvoiceFile, KeptFile } from './scan/keep-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-keep-all-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let made = 0;
const lines = (from: number, count = 4, of = partnerTenant): string =>
  jsonLines(Array.from({ length: count }, (_, n) => aChargeLine(from + n, { PartnerId: of })));
const otherTenant = '00000000-0000-0000-0000-00000000beef';

function aStore(before: ReadonlyMap<string, KeptFile> = new Map()) {
  const root = path.join(folder, String((made += 1)));
  const kept: string[] = [];
  const options: KeepAll = {
    profile: profiles.reconciliation,
    known: { customers: new Set(), products: new Set(), currencies: new Set(['eur']) },
    partner: partnerTenant,
    blobs: createBlobStore(root),
    before: (name) => before.get(name),
    names: (name) => ({ id: `id-${(made += 1)}`, goesOnAs: `import-${name}` }),
    onKept: (name) => {
      kept.push(name);
      return Promise.resolve();
    },
  };
  const keep = (files: readonly InvoiceFile[], watch: ImportWatch = {}) => keepAll(files, options, watch);
  return { kept, keep, left: () => readdir(path.join(root, 'incoming')) };
}

/** Says when it is opened, and gives its content when it is let. */
function aSlowFile(name: string, content: string) {
  const opened = Promise.withResolvers<undefined>();
  const go = Promise.withResolvers<undefined>();
  const open = async function* () {
    opened.resolve(undefined);
    await go.promise;
    yield Buffer.from(content);
  };
  return {
    file: { name, open },
    opened: opened.promise,
    go: () => {
      go.resolve(undefined);
    },
  };
}

const namesOf = (outcome: Awaited<ReturnType<typeof keepAll>>): readonly (readonly [string, number])[] => {
  if ('foreignTenant' in outcome) throw new Error('It is of this partner');
  return outcome.map(({ name, file }) => [name, file.facts.lines]);
};

describe('files of one import', () => {
  test('are kept side by side, and told in their own order', async () => {
    const { keep, kept } = aStore();
    const slow = aSlowFile('a', lines(1));
    const all = keep([slow.file, aFile('b', lines(5, 3)), aFile('c', lines(8, 2))]);
    await slow.opened;
    await expect.poll(() => kept).toEqual(['b', 'c']);
    slow.go();

    expect(namesOf(await all)).toEqual([
      ['a', 4],
      ['b', 3],
      ['c', 2],
    ]);
    expect(kept).toEqual(['b', 'c', 'a']);
  });

  test('that are listed twice are read once', async () => {
    let opened = 0;
    const { keep, kept } = aStore();
    const file = aFile('a', lines(1), () => {
      opened += 1;
    });

    expect(namesOf(await keep([file, aFile('b', lines(5)), file]))).toEqual([
      ['a', 4],
      ['b', 4],
      ['a', 4],
    ]);
    expect([opened, kept.length]).toEqual([1, 2]);
  });

  test('that were kept before are not opened again, and count in the progress', async () => {
    const first = await aStore().keep([aFile('a', lines(1))]);
    if ('foreignTenant' in first) throw new Error('It is of this partner');
    const { keep, kept } = aStore(new Map(first.map(({ name, file }) => [name, file])));
    const gone: InvoiceFile = { name: 'a', open: () => expect.unreachable('it is here') };
    const told: number[] = [];

    const outcome = await keep([gone, aFile('b', lines(5))], {
      progress: (count) => {
        told.push(count);
        return Promise.resolve();
      },
    });

    expect(namesOf(outcome)).toEqual([
      ['a', 4],
      ['b', 4],
    ]);
    expect(kept).toEqual(['b']);
    expect(told.at(-1)).toBe(8);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  test('of none are none', async () => {
    expect(await aStore().keep([])).toEqual([]);
  });
});

describe('an import ends', () => {
  test('at the first file of another partner: no other is begun', async () => {
    let opened = 0;
    const { keep } = aStore();
    const rest = Array.from({ length: 20 }, (_, n) =>
      aFile(`rest-${n}`, lines(100 * n + 100), () => {
        opened += 1;
      }),
    );

    expect(await keep([aFile('a', lines(1, 4, otherTenant)), ...rest])).toEqual({ file: 'a', foreignTenant: otherTenant });
    expect(opened).toBeLessThan(10);
  });

  test('with what is wrong with the first that cannot be kept, not with those that broke off for it', async () => {
    const { keep, left } = aStore();
    const slow = aSlowFile('a', lines(1));
    const gone = new Fault('export_gone', 'retryable', 'The key is over');
    const broken: InvoiceFile = {
      name: 'b',
      // biome-ignore lint/correctness/useYield: it breaks before its first piece
      open: async function* () {
        await slow.opened;
        throw gone;
      },
    };
    const all = keep([slow.file, broken]).catch((error: unknown) => error);
    await slow.opened;
    setTimeout(slow.go, 20);

    expect(await all).toMatchObject({ code: 'export_gone', facts: { file: 'b' } });
    expect((await left()).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('when somebody stops it: what is kept by then was told', async () => {
    const { keep, kept } = aStore();
    const stop = new AbortController();
    const files = Array.from({ length: 12 }, (_, n) => aFile(`part-${n}`, lines(10 * n + 1)));
    const progress = (count: number): Promise<void> => {
      if (count >= 16) stop.abort(new Error('stopped by a person'));
      return Promise.resolve();
    };

    await expect(keep(files, { signal: stop.signal, progress })).rejects.toThrow('stopped by a person');
    expect(kept.length).toBeGreaterThanOrEqual(4);
    expect(kept.length).toBeLessThan(12);
  });
});
