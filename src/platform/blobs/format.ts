import { constants } from 'node:zlib';
import { z } from 'zod';
import { Fault } from '../../lib/errors.ts';

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

export const Footer = z.object({
  /** SHA-256 of the content. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().nonnegative(),
  records: z.number().int().nonnegative(),
  /** Bytes before the first record: a header row. */
  preamble: z.number().int().nonnegative(),
  frames: z.number().int().nonnegative(),
  tableAt: z.number().int().nonnegative(),
  segments: z.array(z.object({ at: z.number().int().nonnegative(), count: z.number().int().positive() })),
});
export type Footer = z.infer<typeof Footer>;

export const damaged = (place: string, cause?: unknown): Fault =>
  new Fault(
    'blob_damaged',
    'needs_operator',
    `A kept file is damaged: ${place}`,
    { hint: 'Bring it back from a backup, or fetch the invoice again.' },
    cause,
  );
