import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { isRecord } from '../../lib/is-record.ts';
import type { Segment } from './format.ts';

/** A blob that is half written: up to where its file holds whole frames on the disk, and what its writer knew by then. */
export type Checkpoint = {
  readonly bytes: number;
  readonly records: number;
  readonly frames: number;
  /** Where the next frame goes in the file. */
  readonly at: number;
  readonly table: readonly number[];
  readonly segments: readonly Segment[];
  /** Of the key index, what is in no segment yet. */
  readonly keys: Float64Array;
  /** SHA-256 of the content so far: whoever goes on must have the same in front of him. */
  readonly contentHash: string;
};

/** `part`: the file in the entrance. `note`: what whoever feeds the writer knew by then. */
export type KeptCheckpoint = { readonly checkpoint: Checkpoint; readonly part: string; readonly note: unknown };

const packing = { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 } };

/** It is there whole or not at all, and not waited for by the disk: the checksum tells what a loss of power left of it. */
export async function writeCheckpoint(place: string, kept: KeptCheckpoint): Promise<void> {
  const part = `${place}.${kept.part}`;
  try {
    await writeFile(part, zstdCompressSync(serialize(kept), packing));
    await rename(part, place);
  } catch {
    await rm(part, { force: true }); // it costs the next one his time, and nobody else anything
  }
}

/** Undefined when there is none, or when it is damaged. */
export async function readCheckpoint(place: string): Promise<KeptCheckpoint | undefined> {
  try {
    const kept: unknown = deserialize(zstdDecompressSync(await readFile(place)));
    return isRecord(kept) && isRecord(kept['checkpoint']) ? (kept as KeptCheckpoint) : undefined; // written above, and unharmed
  } catch {
    return undefined;
  }
}
