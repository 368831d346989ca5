import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { guarded } from './bomb-guard.ts';
import { pieces } from './inflate.ts';

const limits = { ratio: 10, harmlessBytes: 100 };
async function pass(sizes: readonly number[], packed: number): Promise<number> {
  let bytes = 0;
  for await (const piece of guarded(Readable.from(sizes.map((size) => Buffer.alloc(size))), () => packed, limits)) bytes += piece.length;
  return bytes;
}

test('what honestly shrank passes, and what is small whatever it is', async () => {
  expect(await pass([500, 499], 100)).toBe(999);
  expect(await pass([60, 40], 1)).toBe(100);
});

test('a bomb is stopped and named before it fills anything', async () => {
  await expect(pass([60, 41], 1)).rejects.toMatchObject({ code: 'gzip_bomb' });
  await expect(pass([500, 501], 100)).rejects.toMatchObject({
    code: 'gzip_bomb',
    message: expect.stringMatching(/more than 10 times its size/) as string,
  });
});

test('a real one: hundreds of megabytes of line breaks in a few hundred kilobytes', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'concord-bomb-'));
  const file = path.join(folder, 'part-00000.json.gz');
  const member = gzipSync(Buffer.alloc(32 << 20, '\n'));
  await writeFile(file, Buffer.concat(Array.from({ length: 20 }, () => member)));
  let bytes = 0;
  const read = async (): Promise<void> => {
    for await (const piece of pieces(file)) bytes += piece.length;
  };

  await expect(read()).rejects.toMatchObject({ code: 'gzip_bomb' });
  expect(bytes).toBeLessThan(300 << 20);
  await rm(folder, { recursive: true, force: true });
});
