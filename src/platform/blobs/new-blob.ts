import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, stat, truncate, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobWriter } from './blob-writer.ts';
import { type KeptCheckpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import type { Footer } from './format.ts';

export type KeptBlob = { readonly hash: string; readonly bytes: number; readonly keptBytes: number; readonly records: number };

/** A blob that is being written. It exists for nobody else until it is kept. */
export type NewBlob = {
  readonly writer: BlobWriter;
  /** Durable from here on, under the hash of its content. `preamble`: bytes before the first record. */
  readonly keep: (preamble: number) => Promise<KeptBlob>;
  /** Nothing of it is left. */
  readonly abandon: () => Promise<void>;
  /** What broke off under the same name: all content of `bytes` is written, and is to be taken as `passed` by the writer. */
  readonly before: { readonly bytes: number; readonly contentHash: string; readonly note: unknown } | undefined;
  /** Right behind a cut of a blob that can be gone on with: whoever comes next goes on here, with this note. */
  readonly checkpoint: (note: object) => void;
  /** Broke off: what stands behind the last checkpoint is for whoever comes next. */
  readonly leave: () => Promise<void>;
};

/** Where things lie in the store. */
type Places = {
  readonly entrance: string;
  readonly entranceOf: (name: string) => string;
  readonly pathOf: (hash: string) => string;
};

/** Begins a blob, or goes on with the one that broke off under the same name. */
export async function begin({ entrance, entranceOf, pathOf }: Places, id: string, goesOnAs: string | undefined): Promise<NewBlob> {
  await mkdir(entrance, { recursive: true });
  const part = `${id}.part`;
  const path = entranceOf(part);
  const state = goesOnAs === undefined ? undefined : entranceOf(`${goesOnAs}.state`);
  const before = state === undefined ? undefined : await goOn(state, entranceOf, part);
  const file = await open(path, before === undefined ? 'w' : 'r+');
  const writer = new BlobWriter(file, before?.checkpoint);
  const forget = async (): Promise<void> => {
    if (state !== undefined) await rm(state, { force: true });
  };
  const close = async (): Promise<void> => {
    await writer.written().catch(() => undefined);
    await file.close().catch(() => undefined);
  };
  return {
    writer,
    before: before && { ...before.checkpoint, note: before.note },
    checkpoint: (note) => {
      if (state !== undefined) writer.checkpoint((checkpoint) => writeCheckpoint(state, { checkpoint, part, note }));
    },
    keep: async (preamble) => {
      const footer = await writer.finish(preamble);
      await file.close();
      const kept = await keep(path, pathOf(footer.hash), footer);
      await forget();
      return kept;
    },
    abandon: async () => {
      await close();
      await forget();
      await rm(path, { force: true });
    },
    leave: async () => {
      await close();
      const left = state === undefined ? undefined : await readCheckpoint(state);
      if (left?.part !== part) await rm(path, { force: true });
    },
  };
}

/**
 * Takes over what broke off, if all of it is there. It is copied: whoever was thought dead may still write into his own file. His mark is moved
 * to the copy before it is taken away.
 */
async function goOn(state: string, entranceOf: (name: string) => string, part: string): Promise<KeptCheckpoint | undefined> {
  const left = await readCheckpoint(state);
  if (left === undefined || left.part === part) return undefined;
  const path = entranceOf(part);
  const { at } = left.checkpoint;
  try {
    await copyFile(entranceOf(left.part), path);
    if ((await stat(path)).size < at) return undefined;
    await truncate(path, at);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  await writeCheckpoint(state, { ...left, part });
  await rm(entranceOf(left.part), { force: true });
  return left;
}

/** The rename is the moment at which it exists; the folder is synced so that it outlives a loss of power. */
async function keep(part: string, path: string, footer: Footer): Promise<KeptBlob> {
  const folder = join(path, '..');
  await mkdir(folder, { recursive: true });
  if (await touched(path)) await rm(part, { force: true });
  else await rename(part, path);
  await using directory = await open(folder, 'r');
  await directory.sync();
  const { size } = await stat(path);
  return { hash: footer.hash, bytes: footer.bytes, keptBytes: size, records: footer.records };
}

/** The same content is there already: from now on it is young, so that no sweep takes it before somebody refers to it. */
async function touched(path: string): Promise<boolean> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
  return existsSync(path);
}

export const isMissing = (error: unknown, ...also: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', ...also].includes(String(error.code));
