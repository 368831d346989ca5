import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { World } from '../world/world.ts';
import { type BlobForm, type WrittenBlob, writeBlob } from './write.ts';

type Spool = {
  readonly folder: Promise<string>;
  readonly kept: Map<string, Promise<readonly WrittenBlob[]>>;
  made: number;
  isClosed: boolean;
};

/** How many exports stay on disk; others are written again when somebody asks. */
const most = 32;

const spools = new WeakMap<World, Spool>();
const folders = new Set<string>();

/**
 * The blobs of an export as files. They follow from the lines alone: what is kept here saves work and is no state. Memory holds a
 * few lines at a time however long the export is.
 */
export function spooled(world: World, key: string, texts: () => Iterable<string>, form: BlobForm): Promise<readonly WrittenBlob[]> {
  const spool: Spool = spools.get(world) ?? { folder: newFolder(), kept: new Map(), made: 0, isClosed: false };
  spools.set(world, spool);
  const found = spool.kept.get(key) ?? write(spool, key, texts, form);
  spool.kept.delete(key);
  spool.kept.set(key, found);
  const [oldest] = spool.kept;
  if (spool.kept.size > most && oldest !== undefined) {
    spool.kept.delete(oldest[0]);
    void forget(oldest[1]);
  }
  return found;
}

async function write(spool: Spool, key: string, texts: () => Iterable<string>, form: BlobForm): Promise<readonly WrittenBlob[]> {
  spool.made += 1;
  const name = `export-${String(spool.made)}`;
  try {
    const folder = await spool.folder;
    const lines = untilClosed(spool, texts());
    const blobs: WrittenBlob[] = [];
    for (;;) {
      const blob = await writeBlob(path.join(folder, `${name}-${String(blobs.length)}`), lines, form);
      if (blob === undefined) return blobs;
      blobs.push(blob);
    }
  } catch (error) {
    spool.kept.delete(key);
    throw error;
  }
}

/** A world that ends does not wait for an export that is being written. */
function* untilClosed(spool: Spool, texts: Iterable<string>): Generator<string> {
  for (const text of texts) {
    if (spool.isClosed) throw new Error('The world ended');
    yield text;
  }
}

async function forget(written: Promise<readonly WrittenBlob[]>): Promise<void> {
  const blobs = await written.catch(() => []);
  await Promise.all(blobs.map(({ file }) => rm(file, { force: true })));
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sandbox-blobs-'));
  if (folders.size === 0) process.once('exit', removeAll);
  folders.add(folder);
  return folder;
}

function removeAll(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** The world ends: its files go. */
export async function closeSpool(world: World): Promise<void> {
  const spool = spools.get(world);
  if (spool === undefined) return;
  spools.delete(world);
  spool.isClosed = true;
  await Promise.allSettled(spool.kept.values());
  const folder = await spool.folder;
  await rm(folder, { recursive: true, force: true });
  folders.delete(folder);
}
