import { fileFault } from '../problem.ts';

/** Finds records in a growing buffer. */
export interface Framer {
  /** Handles every whole record of `bytes` from `from` on; answers where the first unfinished one begins. `last`: nothing follows. */
  take(bytes: Buffer, from: number, last: boolean): number;
}

// A record longer than this is no invoice line: a wrong file, or a bomb of zeros.
const longestRecord = 64 << 20;

const startsWith = (bytes: Buffer, ...prefix: readonly number[]): boolean => prefix.every((byte, at) => bytes[at] === byte);

function checkEncoding(bytes: Buffer): number {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return 3;
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff))
    throw fileFault('encoding_wrong', 'The file is UTF-16, but UTF-8 was expected.', 'Save it as UTF-8 (in Excel: "CSV UTF-8").');
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04))
    throw fileFault('format_wrong', 'This is a zip or Excel file.', 'Unpack it, or save it as CSV (UTF-8).');
  return 0;
}

/** Feeds pieces of a file to a framer; a record that is cut by a piece's end is completed by the next. */
export async function eachRecord(content: AsyncIterable<Buffer>, framer: Framer): Promise<void> {
  let rest: Buffer | undefined;
  let first = true;
  for await (const piece of content) {
    let bytes = rest === undefined || rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let from = 0;
    if (first && bytes.length >= 4) {
      from = checkEncoding(bytes);
      first = false;
    }
    if (!first) from = framer.take(bytes, from, false);
    bytes = bytes.subarray(from);
    if (bytes.length > longestRecord)
      throw fileFault('record_too_long', `A record is longer than ${longestRecord >> 20} MiB.`, 'Is this the right file?');
    rest = bytes;
  }
  if (rest !== undefined && rest.length > 0) framer.take(rest, 0, true);
}
