import path from 'node:path';
import { BlobReader } from '../../../platform/blobs/blob-reader.ts';
import type { Source } from '../files/read/inflate.ts';
import { framesInPart } from '../files/scan/kept-lines.ts';
import type { KeptFile } from './published.ts';

/** A blob of the store as stretches of it, each with the place where its lines are kept once they are read. */
export async function inParts({ name, kept, linesIn }: KeptFile): Promise<Source[]> {
  if (linesIn === undefined) return [{ name, kept }];
  const blob = await BlobReader.open(kept);
  const { frames } = blob.footer;
  await blob.close();
  const parts = Math.max(1, Math.ceil(frames / framesInPart));
  return Array.from({ length: parts }, (_, part) => {
    const fromFrame = part * framesInPart;
    const linesAt = path.join(linesIn, String(part));
    return { name, kept, part: { fromFrame, beforeFrame: fromFrame + framesInPart, linesAt } };
  });
}
