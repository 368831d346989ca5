import type { InvoiceKind } from '../../../model/invoice.ts';
import type { BlobReader } from '../../../platform/blobs/blob-reader.ts';
import type { BlobStore } from '../../../platform/blobs/blob-store.ts';
import type { VersionFile } from '../open-version.ts';
import { type LineRecord, RecordReader } from '../read-records.ts';
import type { ChosenLines } from './chosen-lines.ts';

export type ComparedVersion = { readonly kind: InvoiceKind; readonly files: readonly VersionFile[] };

/** The files of a version that the other one does not have, and which line of the version each begins with, counted from 0. */
export type ComparedSide = ComparedVersion & { readonly starts: readonly number[] };

/** The two versions that are compared, the older one first. */
export type Work = {
  readonly blobs: BlobStore;
  readonly sides: readonly [ComparedSide, ComparedSide];
  readonly signal: AbortSignal | undefined;
};

/** Visits the lines of both sides, or the chosen ones, in order of file and place; yields after each frame. */
export async function* eachLine(
  { blobs, sides, signal }: Work,
  among: ChosenLines | undefined,
  visit: (side: 0 | 1, file: number, line: LineRecord) => void,
): AsyncGenerator<void> {
  for (const side of [0, 1] as const)
    for (const [file, { hash: content, format }] of sides[side].files.entries()) {
      const blob = await blobs.open(content);
      try {
        const reader = new RecordReader(blob, format, sides[side].kind);
        for await (const frame of framesWith(blob, (from, to) => among?.hasAny(side, file, from, to) ?? true)) {
          signal?.throwIfAborted();
          await reader.visit(frame, (line) => {
            if (among?.has(side, file, line.record) ?? true) visit(side, file, line);
          });
          yield;
        }
      } finally {
        await blob.close();
      }
    }
}

/** Only frames that hold something of interest are unpacked. */
async function* framesWith(blob: BlobReader, isWanted: (from: number, to: number) => boolean) {
  const { frames, records } = blob.footer;
  for (let index = 0; index < frames; index += 1) {
    const from = await blob.firstRecordOf(index);
    const to = index + 1 < frames ? await blob.firstRecordOf(index + 1) : records;
    if (isWanted(from, to)) yield await blob.frame(index);
  }
}
