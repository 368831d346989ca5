import { constants } from 'node:zlib';
import { Fault } from '../../lib/errors.ts';
import { isRecord } from '../../lib/is-record.ts';

/*
 * A blob on disk: frames, then their table, then a footer.
 *
 *   frame 0 | frame 1 | ... | table | footer | length of the footer (4 bytes) | magic (8 bytes)
 *
 * A frame is a zstd frame (RFC 8878) of some hundred kilobytes of content that begins with a record, so that one record can be read without the
 * rest. Segments of the key index stand between frames, where they were full. The table has one entry for each frame.
 */
export const magic = Buffer.from('CONCBLB1');
export const tailBytes = 4 + magic.length;

/** Content of one frame, about. Larger packs better, smaller is read sooner: 512 KiB took 74 bytes a line of an invoice, 256 KiB 78. */
export const frameBytes = 512 << 10;

/** Level 1 packs these lines as well as levels 2 to 4 in half the time; a checksum of the content tells damage. */
export const packing = { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 } };

/** Of each frame: where it begins in the file, where its content begins, and the number of its first record; as doubles, exact to 2^53. */
export const tableEntry = 3;

/** A stretch of the key index: where it stands, and how many keys it has. */
export type Segment = { readonly at: number; readonly count: number };

export type Footer = {
  /** SHA-256 of the content. */
  readonly hash: string;
  readonly bytes: number;
  readonly records: number;
  /** Bytes before the first record: a header row. */
  readonly preamble: number;
  readonly frames: number;
  readonly tableAt: number;
  readonly segments: readonly Segment[];
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isSegment = (value: unknown): value is Segment =>
  isRecord(value) && isCount(value['at']) && isCount(value['count']) && value['count'] > 0;

/** Undefined when it is no footer. Checked by hand: every thread that reads a blob begins with this, and a schema library takes 0.1 s to load. */
export function readFooter(value: unknown): Footer | undefined {
  if (!isRecord(value)) return undefined;
  const { hash, bytes, records, preamble, frames, tableAt, segments } = value;
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return undefined;
  if (!isCount(bytes) || !isCount(records) || !isCount(preamble) || !isCount(frames) || !isCount(tableAt)) return undefined;
  if (!Array.isArray(segments) || !segments.every(isSegment)) return undefined;
  return { hash, bytes, records, preamble, frames, tableAt, segments };
}

export const damaged = (place: string, cause?: unknown): Fault =>
  new Fault(
    'blob_damaged',
    'needs_operator',
    `A kept file is damaged: ${place}`,
    { hint: 'Bring it back from a backup, or fetch the invoice again.' },
    cause,
  );
