import { fileFault } from '../problem.ts';

/** Finds records in a growing buffer. */
export interface Framer {
  /** Handles every whole record of `bytes` from `from` on; answers where the first unfinished one begins. `last`: nothing follows. */
  take(bytes: Buffer, from: number, last: boolean): number;
}

// A record longer than this is no invoice line: a wrong file, or a bomb of zeros.
const longestRecord = 64 << 20;

const startsWith = (bytes: Buffer, ...prefix: readonly number[]): boolean => prefix.every((byte, at) => bytes[at] === byte);

/** How many bytes a mark takes before the text begins; a file that is no text of ours is a fault. */
export function checkEncoding(bytes: Buffer): number {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return 3;
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff))
    throw fileFault('encoding_wrong', 'The file is UTF-16, but UTF-8 was expected.', 'Save it as UTF-8 (in Excel: "CSV UTF-8").');
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04))
    throw fileFault('format_wrong', 'This is a zip or Excel file.', 'Unpack it, or save it as CSV (UTF-8).');
  return 0;
}

/** Feeds pieces of a file to a framer; a record that is cut by a piece's end is completed by the next. `pause` is awaited between them. */
export async function eachRecord(content: AsyncIterable<Buffer>, framer: Framer, pause?: () => Promise<void>): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const piece of content) {
    if (isFirst) {
      const bytes = join(rest, piece);
      isFirst = bytes.length < 4;
      rest = isFirst ? bytes : bytes.subarray(framer.take(bytes, checkEncoding(bytes), false));
    } else rest = takePiece(framer, rest, piece);
    if (rest.length > longestRecord)
      throw fileFault('record_too_long', `A record is longer than ${longestRecord >> 20} MiB.`, 'Is this the right file?');
    await pause?.();
  }
  if (rest.length > 0) framer.take(rest, 0, true);
}

const join = (a: Buffer, b: Buffer): Buffer => (a.length === 0 ? b : Buffer.concat([a, b]));

/** Completes the cut record by the piece's first line, so that the piece itself need not be copied; answers what is left over. */
function takePiece(framer: Framer, rest: Buffer, piece: Buffer): Buffer {
  if (rest.length === 0) return piece.subarray(framer.take(piece, 0, false));
  const first = piece.indexOf(10) + 1;
  const bytes = join(rest, piece.subarray(0, first));
  const taken = first === 0 ? 0 : framer.take(bytes, 0, false);
  if (taken === bytes.length) return piece.subarray(framer.take(piece, first, false));
  const whole = join(bytes.subarray(taken), piece.subarray(first));
  return whole.subarray(framer.take(whole, 0, false));
}
