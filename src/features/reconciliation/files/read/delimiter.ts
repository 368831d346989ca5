import { separatorOf, separators } from '../../../../lib/csv-separator.ts';

const lineFeed = 10;
const known = separators.map((mark) => mark.charCodeAt(0));
// The header and some rows; longer ones are judged by as much of them.
const looked = 64 << 10;

/** `isSure`: what follows the bytes would not change it. */
export type Delimiter = { readonly byte: number /** Where the header begins. */; readonly from: number; readonly isSure: boolean };

/** What separates the columns. Spreadsheets of many countries write semicolons; some begin the file with a line `sep=;` that says so. */
export function delimiterOf(bytes: Buffer, from: number): Delimiter {
  const said = separatorLine(bytes, from);
  if (said !== undefined) return said;
  // Marks are ASCII, so each byte may stand for a character of its own.
  const beginning = bytes.toString('latin1', from, from + looked);
  const { mark, isSure } = separatorOf(beginning);
  return { byte: mark.charCodeAt(0), from, isSure: isSure || beginning.length === looked };
}

function separatorLine(bytes: Buffer, from: number): Delimiter | undefined {
  const start = String.fromCharCode(...bytes.subarray(from, from + 4)).toLowerCase();
  const byte = bytes[from + 4] ?? 0;
  const end = bytes.indexOf(lineFeed, from);
  return start === 'sep=' && known.includes(byte) && end >= 0 && end - from <= 6 ? { byte, from: end + 1, isSure: true } : undefined;
}
