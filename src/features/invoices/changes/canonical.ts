import { parseDecimal, printDecimal } from '../../../lib/decimal.ts';
import type { Columns } from '../json-columns.ts';

/**
 * A line in one form, whatever file format, spreadsheet or order of columns it went through: names and words without case, numbers without
 * needless zeros, dates as ISO dates, empty columns left out. `common`: only these columns, where two files do not have the same ones.
 */
export function canonicalLine(columns: Columns, common: ReadonlySet<string> | undefined): string {
  const parts: string[] = [];
  for (const [name, text] of columns) {
    const key = name.trim().toLowerCase();
    const value = canonicalText(text);
    if (value !== '' && (common === undefined || common.has(key))) parts.push(`${key}=${value}`);
  }
  return parts.sort().join('\n');
}

function canonicalText(text: string): string {
  const plain = text.trim().toLowerCase();
  if (plain === '' || plain === '[]') return '';
  const first = plain.charCodeAt(0);
  if (first !== 45 && first !== 43 && (first < 48 || first > 57)) return plain;
  return isoDay(plain) ?? number(plain) ?? plain;
}

const number = (text: string): string | undefined => {
  const value = parseDecimal(text);
  return value === undefined ? undefined : printDecimal(value);
};

/** `2026-07-05T00:00:00Z` and `7/5/2026` (en-US, as the portal writes) are the same day; a time of day stays. */
function isoDay(text: string): string | undefined {
  const iso = /^(\d{4}-\d{2}-\d{2})(t00:00:00(\.0+)?z?)?$/.exec(text);
  if (iso !== null) return iso[1];
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (american === null) return undefined;
  const [, month = '', day = '', year = ''] = american;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
