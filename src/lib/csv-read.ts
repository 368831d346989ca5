import { saidSeparator, separatorOf } from './csv-separator.ts';

/** One record of a CSV, with the line it begins on (from 1). */
export type CsvRecord = { readonly line: number; readonly fields: readonly string[] };
export type CsvRead = {
  readonly records: readonly CsvRecord[] /** Line of a quote that is never closed. */;
  readonly openQuote: number | undefined;
};

/**
 * The text of a file that a spreadsheet saved. Excel writes UTF-8 or UTF-16 ("Unicode text") when asked to, otherwise the code page of western
 * Europe: read as UTF-8, its umlauts would be lost.
 */
export function textOfFile(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/**
 * Reads a whole CSV (RFC 4180). Spreadsheets separate by comma, semicolon, tab or bar, as their country does. Lines end in LF,
 * CRLF or CR; a byte order mark, empty lines and a first line that says what separates (`sep=;`) are passed by.
 */
export function readCsv(text: string): CsvRead {
  const source = text.replace(/^\uFEFF/, '');
  const { separator, from, first } = beginningOf(source);
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let field = '';
  let [line, begins, quotedAt] = [first, first, 0];
  const endField = (): void => {
    fields.push(field);
    field = '';
  };
  const endRecord = (): void => {
    endField();
    if (fields.length > 1 || fields[0] !== '') records.push({ line: begins, fields });
    fields = [];
  };
  const plain = (char: string, isBreak: boolean): void => {
    if (char === '"' && field === '') quotedAt = line;
    else if (char === separator) endField();
    else if (isBreak) {
      endRecord();
      begins = line;
    } else if (char !== '\r') field += char;
  };
  /** Answers how many characters it took: a doubled quotation mark is one. */
  const quoted = (char: string, next: string): number => {
    if (char === '"' && next !== '"') quotedAt = 0;
    else field += char;
    return char === '"' && next === '"' ? 2 : 1;
  };
  for (let at = from; at < source.length; ) {
    const [char, next] = [source.charAt(at), source.charAt(at + 1)];
    const isBreak = char === '\n' || (char === '\r' && next !== '\n');
    if (isBreak) line += 1;
    if (quotedAt > 0) at += quoted(char, next);
    else {
      plain(char, isBreak);
      at += 1;
    }
  }
  if (field !== '' || fields.length > 0) endRecord();
  return { records, openQuote: quotedAt === 0 ? undefined : quotedAt };
}

/** What separates the columns, and the place and line on which the records begin. */
function beginningOf(source: string): { readonly separator: string; readonly from: number; readonly first: number } {
  const said = saidSeparator(source);
  if (said !== undefined) return { separator: said.mark, from: said.length, first: 2 };
  return { separator: separatorOf(source).mark, from: 0, first: 1 };
}
