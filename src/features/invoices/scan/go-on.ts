import { z } from 'zod';
import type { BlobWriter } from '../../../platform/blobs/blob-writer.ts';
import type { NewBlob } from '../../../platform/blobs/new-blob.ts';
import { addFacts, FileFacts } from './facts.ts';

/** What was known of a file when its import broke off: what its lines said so far, the number of the last one, and how long its header is. */
const Note = z.object({ facts: FileFacts, line: z.number(), preamble: z.number() });
export type Note = z.infer<typeof Note>;

export type Before = Note & { readonly bytes: number; readonly contentHash: string };

/** The file begins otherwise than the one that broke off under its name, or what is left of that one is no use. */
export class OtherContent extends Error {}

export function readBefore(left: NewBlob['before']): Before | undefined {
  const note = Note.safeParse(left?.note);
  return left === undefined || !note.success ? undefined : { ...note.data, bytes: left.bytes, contentHash: left.contentHash };
}

const leastCheckpoint = 8 << 20;

/** After some more content, and after so much more of a large file that all checkpoints together are no work to speak of. */
export const nextCheckpoint = (bytes: number): number => bytes + Math.max(leastCheckpoint, Math.floor(bytes / 32));

/** Those of the lines before and of the others, in an order that does not depend on where a file broke off. */
export const added = (before: FileFacts | undefined, after: FileFacts): FileFacts => ({
  format: after.format,
  ...addFacts(before === undefined ? [after] : [before, after]),
});

/** What of the content is not written yet. Gzip cannot be entered in the middle: what is written is unpacked again, for nothing but its hash. */
export async function* behind(
  content: AsyncIterable<Buffer>,
  { bytes, contentHash, preamble }: Before,
  writer: BlobWriter,
  framer: { readonly prime: (preamble: Buffer) => void },
): AsyncGenerator<Buffer> {
  const header: Buffer[] = [];
  let passed = 0;
  for await (const piece of content) {
    if (passed === bytes) {
      yield piece;
      continue;
    }
    if (passed < preamble) header.push(piece.subarray(0, preamble - passed));
    const known = piece.subarray(0, bytes - passed);
    writer.passed(known);
    passed += known.length;
    if (passed < bytes) continue;
    if (writer.hashSoFar !== contentHash) throw new OtherContent();
    framer.prime(Buffer.concat(header));
    if (known.length < piece.length) yield piece.subarray(known.length);
  }
  if (passed < bytes) throw new OtherContent();
}
