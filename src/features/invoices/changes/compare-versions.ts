import { hash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Context } from '../../context.ts';
import type { VersionFile } from '../open-version.ts';
import type { LineRecord } from '../read-records.ts';
import { canonicalLine } from './canonical.ts';
import { ChosenLines } from './chosen-lines.ts';
import { type ComparedSide, type ComparedVersion, eachLine, type Work } from './each-line.ts';
import { Partitions } from './partitions.ts';
import { type VersionChanges, writeChanges } from './write-changes.ts';

export type Comparison = {
  readonly older: ComparedVersion;
  readonly newer: ComparedVersion;
  /** The day on which the newer one came. */
  readonly noticedOn: string;
  readonly signal: AbortSignal | undefined;
};

/**
 * What a re-issued invoice changed, line by line as multisets (M2): a line's identity is its content and its occurrence. Files that both have are
 * not read. Of the others, equal bytes are pairs; what is over is compared again in canonical form, because a re-issue may come in other columns
 * or as another format. Memory: one partition, and one bit a line.
 */
export async function compareVersions(context: Pick<Context, 'blobs' | 'ids'>, comparison: Comparison): Promise<VersionChanges> {
  const shared = new Set(comparison.older.files.map(({ hash: one }) => one));
  const common = new Set(comparison.newer.files.map(({ hash: one }) => one).filter((one) => shared.has(one)));
  const work: Work = {
    blobs: context.blobs,
    sides: [without(comparison.older, common), without(comparison.newer, common)],
    signal: comparison.signal,
  };
  const lines = work.sides.flatMap(({ files }) => files).reduce((sum, file) => sum + file.lines, 0);
  if (lines === 0) return { added: 0, removed: 0, effect: [] };
  const folder = await context.blobs.scratch(context.ids());
  try {
    let over = await pairUp(work, folder, undefined, (line) => sha256(line.bytes()));
    if (over.count.every((count) => count > 0)) {
      const columns = await commonColumns(work, over);
      over = await pairUp(work, folder, over, (line) => sha256(canonicalLine(line.columns(), columns)));
    }
    return await writeChanges(context, work, over, comparison.noticedOn);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function without({ kind, files }: ComparedVersion, hashes: ReadonlySet<string>): ComparedSide {
  const left: { readonly file: VersionFile; readonly start: number }[] = [];
  let start = 0;
  for (const file of files) {
    if (!hashes.has(file.hash)) left.push({ file, start });
    start += file.lines;
  }
  return { kind, files: left.map(({ file }) => file), starts: left.map((each) => each.start) };
}

/** Half of a SHA-256: nobody finds two lines that share it. */
const sha256 = (content: Buffer | string): Buffer => hash('sha256', content, 'buffer');

async function pairUp(
  work: Work,
  folder: string,
  among: ChosenLines | undefined,
  hashOf: (line: LineRecord) => Buffer,
): Promise<ChosenLines> {
  const lines = work.sides.flatMap(({ files }) => files).reduce((sum, file) => sum + file.lines, 0);
  const partitions = await Partitions.create(folder, among === undefined ? 'bytes' : 'canonical', lines);
  try {
    const visit = (side: 0 | 1, file: number, line: LineRecord): void => {
      partitions.add(hashOf(line), { side, file, record: line.record });
    };
    for await (const _frame of eachLine(work, among, visit)) await partitions.flush();
    const over = new ChosenLines();
    for await (const place of partitions.unpaired()) over.add(place);
    return over;
  } finally {
    await partitions.close();
  }
}

/** Columns that both sides have, by the lines that are over; undefined when both have the same. */
async function commonColumns(work: Work, over: ChosenLines): Promise<ReadonlySet<string> | undefined> {
  const names = [new Set<string>(), new Set<string>()] as const;
  const seen = new Set<number>();
  const visit = (side: 0 | 1, file: number, line: LineRecord): void => {
    const key = file * 2 + side;
    if (seen.has(key)) return;
    seen.add(key);
    for (const [name] of line.columns()) names[side].add(name.trim().toLowerCase());
  };
  for await (const _frame of eachLine(work, over, visit)) if (seen.size === work.sides[0].files.length + work.sides[1].files.length) break;
  const both = [...names[0]].filter((name) => names[1].has(name));
  return both.length === names[0].size && both.length === names[1].size ? undefined : new Set(both);
}
