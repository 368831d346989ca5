import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { distinctBlobs } from './identity.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-identity-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

let made = 0;
async function keep(bytes: Buffer | string): Promise<string> {
  const file = path.join(folder, `blob-${(made += 1)}`);
  await writeFile(file, bytes);
  return file;
}
const packed = (text: string, level = 6): Promise<string> => keep(gzipSync(text, { level }));
/** More than the beginning that is looked at first, and not all alike. */
const long = (end: string): string => `${Array.from({ length: 9000 }, (_, at) => `line ${at}`).join('\n')}${end}`;

describe('which blobs are really different', () => {
  test('all of them, in order of listing', async () => {
    const files = [await packed('a'), await packed('b'), await packed('c')];

    expect(await distinctBlobs(files)).toEqual({ files, repeated: [] });
  });

  test('one listed twice counts once', async () => {
    const [a, b] = [await packed('a'), await packed('b')];

    expect(await distinctBlobs([a, b, a])).toEqual({ files: [a, b], repeated: [{ file: a, sameAs: a }] });
  });

  test('a copy under another name, packed otherwise or not at all, counts once', async () => {
    const [first, again, plain] = [await packed('x\ny\n', 9), await packed('x\ny\n', 1), await keep('x\ny\n')];

    expect(await distinctBlobs([first, again, plain])).toEqual({
      files: [first],
      repeated: [
        { file: again, sameAs: first },
        { file: plain, sameAs: first },
      ],
    });
  });

  test('the first listed one stays, whichever that is', async () => {
    const [first, again] = [await packed('x\n', 9), await packed('x\n', 1)];

    expect((await distinctBlobs([again, first])).files).toEqual([again]);
  });

  test('two that only begin alike are two', async () => {
    const files = [await packed(long('one')), await packed(long('two'))];

    expect((await distinctBlobs(files)).files).toEqual(files);
  });

  test('two that differ only by a last line break are two: their lines are compared later', async () => {
    const files = [await packed(long('')), await packed(long('\n'))];

    expect((await distinctBlobs(files)).files).toEqual(files);
  });

  test('a download that broke off is the whole one that begins with it', async () => {
    const text = long('end');
    const whole = gzipSync(text, { level: 0 });
    const [cut, complete] = [await keep(whole.subarray(0, 80_000)), await keep(whole)];

    expect(await distinctBlobs([cut, complete])).toEqual({ files: [complete], repeated: [{ file: cut, sameAs: complete }] });
  });

  test('one that broke off and was never repeated stays: what it holds counts', async () => {
    const cut = await keep(gzipSync(long('end'), { level: 0 }).subarray(0, 80_000));

    expect(await distinctBlobs([cut])).toEqual({ files: [cut], repeated: [] });
  });

  test('empty files and files that are not there are no copies of each other', async () => {
    const files = [await keep(''), await keep(''), path.join(folder, 'nowhere')];

    expect(await distinctBlobs(files)).toEqual({ files, repeated: [] });
  });

  test('however they are repeated and ordered, each content stays once and nothing is lost', async () => {
    const contents = ['a', 'b', 'c', 'd'];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...contents), fc.constantFrom(1, 9)), { maxLength: 8 }), async (blobs) => {
        const files = await Promise.all(blobs.map(([text, level]) => packed(text.repeat(100), level)));
        const { files: kept, repeated } = await distinctBlobs(files);

        expect(kept.map((file) => blobs[files.indexOf(file)]?.[0])).toEqual([...new Set(blobs.map(([text]) => text))]);
        expect(kept.length + repeated.length).toBe(files.length);
        for (const { file, sameAs } of repeated) expect(blobs[files.indexOf(file)]?.[0]).toBe(blobs[files.indexOf(sameAs)]?.[0]);
      }),
      { numRuns: 25 },
    );
  });
});
