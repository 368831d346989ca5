import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Fault } from '../../lib/errors.ts';
import { BlobReader } from './blob-reader.ts';
import { begin, isMissing, type NewBlob } from './new-blob.ts';

/** Content kept under its own hash. What is kept is never changed; what nobody refers to is swept. */
export type BlobStore = {
  /** Where it lies, for a worker thread that opens it itself. */
  readonly folder: string;
  /** `id`: a name of its own for what is under way. `goesOnAs`: the name under which the same content is gone on with when it breaks off. */
  readonly create: (id: string, goesOnAs?: string) => Promise<NewBlob>;
  readonly open: (hash: string) => Promise<BlobReader>;
  readonly has: (hash: string) => boolean;
  /** Where a blob lies, for a worker thread that opens it itself. */
  readonly pathOf: (hash: string) => string;
  /** A folder for what was derived from a blob by whoever has this mark. It may be gone the next time: it is swept when nobody asked for it for long. */
  readonly derived: (hash: string, mark: string) => Promise<string>;
  /** Puts bytes as they come into the entrance, durably, under a name; answers how many. Throws what the source throws; then nothing is left. */
  readonly receive: (name: string, source: AsyncIterable<Buffer>) => Promise<{ bytes: number; hash: string }>;
  readonly received: (name: string) => AsyncIterable<Buffer>;
  readonly forget: (name: string) => Promise<void>;
  /** An empty folder for work in between; whoever asks removes it. */
  readonly scratch: (id: string) => Promise<string>;
  /** Removes what is older than `olderThanMs` and not in use, and what broke off. Answers how many files. */
  readonly sweep: (options: {
    olderThanMs: number;
    isUsed: (hashes: readonly string[]) => Promise<ReadonlySet<string>>;
  }) => Promise<number>;
};

export function createBlobStore(folder: string): BlobStore {
  const entrance = join(folder, 'incoming');
  const pathOf = (hash: string): string => join(folder, hash.slice(0, 2), hash);
  const entranceOf = (name: string): string => join(entrance, name.replaceAll(/[^\w.-]/g, '_'));
  return {
    folder,
    pathOf,
    has: (hash) => existsSync(pathOf(hash)),
    create: (id, goesOnAs) => begin({ entrance, entranceOf, pathOf }, id, goesOnAs),
    open: async (hash) => {
      try {
        return await BlobReader.open(pathOf(hash));
      } catch (error) {
        throw isMissing(error) ? gone(hash, error) : error;
      }
    },
    derived: (hash, mark) => young(`${pathOf(hash)}.${mark}`),
    receive: async (name, source) => {
      await mkdir(entrance, { recursive: true });
      const path = entranceOf(name);
      const hash = createHash('sha256');
      let bytes = 0;
      const counting = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk);
          bytes += chunk.length;
          done(undefined, chunk);
        },
      });
      try {
        await pipeline(source, counting, createWriteStream(path, { flush: true }));
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      return { bytes, hash: hash.digest('hex') };
    },
    received: (name) => createReadStream(entranceOf(name), { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>,
    forget: (name) => rm(entranceOf(name), { force: true }),
    scratch: async (id) => {
      const path = entranceOf(id);
      await mkdir(path, { recursive: true });
      return path;
    },
    sweep: async ({ olderThanMs, isUsed }) => {
      const isOld = async (path: string): Promise<boolean> => Date.now() - (await stat(path)).mtimeMs > olderThanMs;
      let swept = 0;
      for (const shelf of await list(folder)) {
        const names = await list(join(folder, shelf));
        const used = shelf === 'incoming' || names.length === 0 ? new Set<string>() : await isUsed(names);
        for (const name of names) {
          const path = join(folder, shelf, name);
          if (used.has(name) || !(await isOld(path))) continue;
          await rm(path, { force: true, recursive: true });
          swept += 1;
        }
      }
      return swept;
    },
  };
}

/** The folder, as if it had been made now. */
async function young(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  const now = new Date();
  await utimes(path, now, now);
  return path;
}

const list = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error, 'ENOTDIR')) return [];
    throw error;
  }
};

const gone = (hash: string, cause: unknown): Fault =>
  new Fault(
    'blob_missing',
    'needs_operator',
    `A kept file is not there: ${hash}`,
    { hint: 'Is CONCORD_BLOB_DIR the same folder on every server? Else bring it back from a backup, or fetch the invoice again.' },
    cause,
  );
