import { isRecord } from '../../lib/is-record.ts';
import { delimiterOf } from '../reconciliation/files/read/index.ts';

/**
 * Names of the columns of a file, by its beginning: a header row, with rows that show what separates it, or the keys of an object. None when it
 * has no whole first line.
 */
export function columnNames(beginning: Buffer, format: 'csv' | 'jsonl'): readonly string[] {
  const start = beginning.subarray(0, 3).equals(byteOrderMark) ? 3 : 0;
  return format === 'csv' ? headerNames(beginning.subarray(start)) : keysOf(beginning.subarray(start));
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

function keysOf(bytes: Buffer): readonly string[] {
  const end = bytes.indexOf(10);
  try {
    const first: unknown = JSON.parse(bytes.toString('utf8', 0, end < 0 ? bytes.length : end));
    return isRecord(first) ? Object.keys(first) : [];
  } catch {
    return [];
  }
}

/** Names between the separator that the lines below are read with. */
function headerNames(bytes: Buffer): readonly string[] {
  const { byte, from } = delimiterOf(bytes, 0);
  const mark = `\\x${byte.toString(16).padStart(2, '0')}`;
  const field = new RegExp(`(?:^|${mark})(?:"((?:[^"]|"")*)"|([^${mark}]*))`, 'g');
  const header = bytes.subarray(from);
  return [...header.toString('utf8', 0, headerEnd(header)).trimEnd().matchAll(field)].map(([, quoted, plain = '']) =>
    (quoted?.replaceAll('""', '"') ?? plain).trim(),
  );
}

/** The line break that ends the first record: one outside quotes. */
function headerEnd(bytes: Buffer): number {
  let isQuoted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === 34) isQuoted = !isQuoted;
    else if (bytes[at] === 10 && !isQuoted) return at + 1;
  }
  return bytes.length;
}
