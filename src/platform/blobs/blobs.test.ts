import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBlobStore } from './blob-store.ts';
import { frameBytes } from './format.ts';
import { inflate } from './inflate.ts';
import { keepReceived } from './keep-received.ts';
import { findFrames, hashKey, KeyIndexWriter } from './key-index.ts';
import type { KeptBlob } from './new-blob.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-blobs-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let made = 0;
const aFolder = (): string => path.join(folder, String((made += 1)));

/** Records with their keys; as many frames as the content needs. */
async function keep(
  store: ReturnType<typeof createBlobStore>,
  records: readonly (readonly [content: string, ...keys: string[]])[],
): Promise<KeptBlob> {
  const blob = await store.create(`new-${(made += 1)}`);
  for (const [content, ...keys] of records) {
    if (blob.writer.isFull(0)) blob.writer.cut();
    blob.writer.record(keys);
    blob.writer.append(Buffer.from(content));
    await blob.writer.settle();
  }
  return blob.keep(0);
}

async function contentOf(store: ReturnType<typeof createBlobStore>, hash: string): Promise<string> {
  const blob = await store.open(hash);
  try {
    const parts: Buffer[] = [];
    for await (const piece of blob.content()) parts.push(piece);
    return Buffer.concat(parts).toString();
  } finally {
    await blob.close();
  }
}

const long = (text: string): string => `${text} ${'x'.repeat(frameBytes / 8)}\n`;

describe('kept content', () => {
  test('comes back byte for byte, and is named by its SHA-256', async () => {
    const store = createBlobStore(aFolder());
    const records = Array.from({ length: 40 }, (_, n) => [long(`line ${n}`), `sub-${n % 7}`] as const);
    const text = records.map(([content]) => content).join('');

    const kept = await keep(store, records);

    expect(kept).toMatchObject({ hash: createHash('sha256').update(text).digest('hex'), bytes: text.length, records: 40 });
    expect((await contentOf(store, kept.hash)) === text).toBe(true);
  });

  test('is kept once, however often it comes', async () => {
    const root = aFolder();
    const store = createBlobStore(root);

    const first = await keep(store, [['the same\n', 'a']]);
    const second = await keep(store, [['the same\n', 'a']]);

    expect(second).toEqual(first);
    expect(await readdir(path.join(root, 'incoming'))).toEqual([]);
  });

  test('that is damaged on the disk is told, not handed out', async () => {
    const store = createBlobStore(aFolder());
    const { hash } = await keep(store, [['abc\n', 'a']]);
    const bytes = await readFile(store.pathOf(hash));
    bytes[9] = (bytes[9] ?? 0) ^ 255;
    await writeFile(store.pathOf(hash), bytes);

    await expect(contentOf(store, hash)).rejects.toMatchObject({ code: 'blob_damaged' });
    await writeFile(store.pathOf(hash), bytes.subarray(0, 20));
    await expect(store.open(hash)).rejects.toMatchObject({ code: 'blob_damaged' });
  });

  test('that is not there says what to look at', async () => {
    await expect(createBlobStore(aFolder()).open('0'.repeat(64))).rejects.toMatchObject({ code: 'blob_missing' });
  });

  test('that was begun and abandoned leaves nothing', async () => {
    const root = aFolder();
    const store = createBlobStore(root);
    const blob = await store.create('broken');
    blob.writer.append(Buffer.from('half'));

    await blob.abandon();

    expect(await readdir(path.join(root, 'incoming'))).toEqual([]);
  });
});

describe('one record of many', () => {
  test('is found by its keys without reading the other frames', async () => {
    const store = createBlobStore(aFolder());
    const { hash } = await keep(
      store,
      Array.from({ length: 64 }, (_, n) => [long(`line ${n}`), `sub-${n}`, `customer-${n >> 4}`] as const),
    );
    const blob = await store.open(hash);

    const frames = await blob.find('sub-37');
    const frame = await blob.frame(frames[0] ?? -1);
    const ofCustomer = await blob.find('customer-2');

    expect(frames).toHaveLength(1);
    expect(frame.content.toString()).toContain('line 37 ');
    expect(frame.firstRecord).toBeLessThanOrEqual(37);
    expect(ofCustomer.length).toBeGreaterThan(1);
    expect(ofCustomer.length).toBeLessThan(blob.footer.frames);
    expect(await blob.find('nobody')).toEqual([]);
    expect(await blob.frameOfRecord(37)).toBe(frames[0]);
    await blob.close();
  });

  // Hashes may be crowded; then more of the segment is read, and nothing is missed.
  test('is found in an index of any size and crowding', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat({ max: 400 }), fc.nat({ max: 30 })), { maxLength: 600 }), async (pairs) => {
        const writer = new KeyIndexWriter();
        for (const [key, frame] of pairs) writer.add(`key ${key}`, frame);
        const entries = writer.take();
        const read = (from: number, count: number) => Promise.resolve(entries.slice(from, from + count));
        for (const key of new Set(pairs.map(([one]) => one))) {
          const expected = [...new Set(pairs.filter(([one]) => one === key).map(([, frame]) => frame))].sort((a, b) => a - b);
          expect(await findFrames(`key ${key}`, entries.length, read)).toEqual(expected);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('is found where all keys hash to one corner', async () => {
    const writer = new KeyIndexWriter();
    const names = Array.from({ length: 60_000 }, (_, n) => `k${n}`).filter((name) => hashKey(name) > 0.9 * 2 ** 32);
    for (const [frame, name] of names.entries()) writer.add(name, frame);
    const entries = writer.take();

    for (const [frame, name] of [...names.entries()].slice(0, 50))
      expect(await findFrames(name, entries.length, (from, count) => Promise.resolve(entries.slice(from, from + count)))).toEqual([frame]);
  });
});

describe('the sweep', () => {
  test('takes what is old and in nobody’s use, and what broke off', async () => {
    const root = aFolder();
    const store = createBlobStore(root);
    const used = await keep(store, [['used\n']]);
    const unused = await keep(store, [['unused\n']]);
    const young = await keep(store, [['young\n']]);
    await writeFile(path.join(root, 'incoming', 'broken.part'), 'half');
    const old = new Date('2026-01-01');
    for (const file of [store.pathOf(used.hash), store.pathOf(unused.hash), path.join(root, 'incoming', 'broken.part')])
      await utimes(file, old, old);

    const swept = await store.sweep({
      olderThanMs: 3_600_000,
      isUsed: (hashes) => Promise.resolve(new Set(hashes.filter((hash) => hash === used.hash))),
    });

    expect(swept).toBe(2);
    expect([store.has(used.hash), store.has(unused.hash), store.has(young.hash)]).toEqual([true, false, true]);
  });

  test('finds nothing where nothing was ever kept', async () => {
    expect(await createBlobStore(aFolder()).sweep({ olderThanMs: 0, isUsed: () => Promise.resolve(new Set()) })).toBe(0);
  });
});

describe('what is received', () => {
  const source = async function* (...parts: string[]): AsyncGenerator<Buffer> {
    for (const part of parts) yield await Promise.resolve(Buffer.from(part));
  };

  test('lies in the entrance under its name until it is forgotten', async () => {
    const root = aFolder();
    const store = createBlobStore(root);

    const { bytes } = await store.receive('job-1.0', source('ab', 'c'));
    const parts: Buffer[] = [];
    for await (const part of store.received('job-1.0')) parts.push(part);

    expect([bytes, Buffer.concat(parts).toString()]).toEqual([3, 'abc']);
    await store.forget('job-1.0');
    expect(await readdir(path.join(root, 'incoming'))).toEqual([]);
  });

  test('never leaves the entrance, whatever the name', async () => {
    const root = aFolder();

    await createBlobStore(root).receive('../../etc/passwd', source('x'));

    expect(await readdir(path.join(root, 'incoming'))).toEqual(['.._.._etc_passwd']);
  });

  test('and breaks off leaves nothing', async () => {
    const root = aFolder();
    const breaking = async function* (): AsyncGenerator<Buffer> {
      yield await Promise.resolve(Buffer.from('a'));
      throw new Error('gone');
    };

    await expect(createBlobStore(root).receive('x', breaking())).rejects.toThrow('gone');
    expect(await readdir(path.join(root, 'incoming'))).toEqual([]);
  });
});

describe('packed files', () => {
  const read = async (bytes: Buffer, piece = 7): Promise<string> => {
    async function* source(): AsyncGenerator<Buffer> {
      for (let at = 0; at < bytes.length; at += piece) yield await Promise.resolve(bytes.subarray(at, at + piece));
    }
    const parts: Buffer[] = [];
    for await (const part of inflate('part-1.json.gz', source()).content) parts.push(Buffer.from(part));
    return Buffer.concat(parts).toString();
  };

  test('are unpacked, however they are cut, also of several members; others are taken as they are', async () => {
    const packed = Buffer.concat([gzipSync('one\n'), gzipSync('two\n')]);

    expect(await read(packed, 1)).toBe('one\ntwo\n');
    expect(await read(Buffer.from('plain'), 1)).toBe('plain');
  });

  test.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'file_empty'],
    ['a file without its end', gzipSync('x'.repeat(5000), { level: 0 }).subarray(0, 4000), 'gzip_truncated'],
    ['a wrong sum', Buffer.concat([gzipSync('hello').subarray(0, -8), Buffer.from([1, 2, 3, 4, 5, 0, 0, 0])]), 'gzip_damaged'],
    ['rubbish after its end', Buffer.concat([gzipSync('hello'), Buffer.from('rubbish')]), 'gzip_damaged'],
    ['another file after zeros', Buffer.concat([gzipSync('hello'), Buffer.alloc(5), gzipSync('more')]), 'gzip_damaged'],
    ['rubbish after many zeros', Buffer.concat([gzipSync('hello'), Buffer.alloc(900_000), Buffer.from('r')]), 'gzip_damaged'],
    ['gzip in gzip', gzipSync(gzipSync('hello')), 'gzip_twice'],
  ])('%s is named with its file', async (_name, bytes, code) => {
    await expect(read(bytes)).rejects.toMatchObject({ code, facts: { file: 'part-1.json.gz' } });
  });

  test('a bomb is put out before it fills anything', async () => {
    await expect(read(gzipSync(Buffer.alloc(60_000_000)), 4096)).rejects.toMatchObject({ code: 'gzip_bomb' });
  });
});

test('a file of the entrance is kept byte for byte as it came, under the hash of its bytes', async () => {
  const store = createBlobStore(aFolder());
  const bytes = gzipSync(Buffer.from(Array.from({ length: frameBytes }, (_, n) => (n * 7919) % 251)));
  const whole = Buffer.concat([bytes, bytes, Buffer.from(Array.from({ length: 3 * frameBytes }, (_, n) => (n * n) % 253))]);
  const { hash } = await store.receive('sheet', Readable.from([whole.subarray(0, 100), whole.subarray(100)]));

  const kept = await keepReceived(store, 'sheet');

  expect(kept).toMatchObject({ hash, bytes: whole.length });
  const blob = await store.open(hash);
  const parts: Buffer[] = [];
  for await (const piece of blob.content()) parts.push(Buffer.from(piece));
  await blob.close();
  expect(Buffer.concat(parts).equals(whole)).toBe(true);
  expect((await keepReceived(store, 'sheet')).hash).toBe(hash);
});
