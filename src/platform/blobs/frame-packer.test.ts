import { randomBytes } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frameBytes } from './format.ts';
import { FramePacker } from './frame-packer.ts';

const unpacked = (frame: Buffer): string => zstdDecompressSync(frame).toString();

describe('frames of one packer', () => {
  test('can each be unpacked alone, in whatever order they are asked for', async () => {
    const packer = new FramePacker();
    const contents = Array.from({ length: 20 }, (_, n) => `${String(n)},`.repeat(1 + ((n * 7_919) % 40_000)));

    const frames = await Promise.all(contents.map((content) => packer.pack(Buffer.from(content))));
    packer.close();

    expect(frames.reverse().map(unpacked)).toEqual(contents.reverse());
  });

  test('do not depend on what was packed before', async () => {
    const [one, other] = [new FramePacker(), new FramePacker()];
    const content = Buffer.from('a line of an invoice\n'.repeat(9_000));

    await one.pack(Buffer.from('something else\n'.repeat(50_000)));
    const frames = await Promise.all([one.pack(content), other.pack(content)]);

    expect(frames[0].equals(frames[1])).toBe(true);
    for (const packer of [one, other]) packer.close();
  });

  test('hold what does not get smaller, and what is larger than a frame', async () => {
    const packer = new FramePacker();
    for (const bytes of [1, frameBytes, 5 * frameBytes]) {
      const content = randomBytes(bytes);
      expect(zstdDecompressSync(await packer.pack(content)).equals(content)).toBe(true);
    }
    packer.close();
  });

  test('say when they are damaged', async () => {
    const packer = new FramePacker();
    const frame = await packer.pack(Buffer.from('a line\n'.repeat(1_000)));
    packer.close();

    frame[frame.length - 1] = (frame[frame.length - 1] ?? 0) ^ 1; // of the checksum
    expect(() => zstdDecompressSync(frame)).toThrow();
  });

  test('are any content', async () => {
    const packer = new FramePacker();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 5_000 }), async (bytes) => {
        expect(zstdDecompressSync(await packer.pack(Buffer.from(bytes))).equals(Buffer.from(bytes))).toBe(true);
      }),
      { numRuns: 50 },
    );
    packer.close();
  });
});
