const quote = 34;
const lineFeed = 10;
const comma = 44;
const semicolon = 59;
const tab = 9;
const bar = 124;
const known = [comma, semicolon, tab, bar];

export type Delimiter = { readonly byte: number /** Where the header begins. */; readonly from: number };

/**
 * What separates the columns, by the first line: the one of the usual four that stands there most often outside quotes, commas on a
 * tie. Spreadsheets of many countries write semicolons; some begin the file with a line `sep=;` that says so.
 */
export function delimiterOf(bytes: Uint8Array, from: number): Delimiter {
  const said = separatorLine(bytes, from);
  if (said !== undefined) return said;
  const counts = known.map(() => 0);
  let isQuoted = false;
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) isQuoted = !isQuoted;
    else if (!isQuoted && byte === lineFeed) break;
    const place = isQuoted ? -1 : known.indexOf(byte);
    if (place >= 0) counts[place] = (counts[place] ?? 0) + 1;
  }
  return { byte: known[counts.indexOf(Math.max(...counts))] ?? comma, from };
}

function separatorLine(bytes: Uint8Array, from: number): Delimiter | undefined {
  const start = String.fromCharCode(...bytes.subarray(from, from + 4)).toLowerCase();
  const byte = bytes[from + 4] ?? 0;
  const end = bytes.indexOf(lineFeed, from);
  return start === 'sep=' && known.includes(byte) && end >= 0 && end - from <= 6 ? { byte, from: end + 1 } : undefined;
}
