import { isUtf8 } from 'node:buffer';
import { isAppError } from '../../../../lib/errors.ts';
import type { ProblemList } from '../problem.ts';
import { CsvFramer } from '../read/csv-framer.ts';
import { Fields } from '../read/fields.ts';
import { pieces } from '../read/inflate.ts';
import { eachRecord } from '../read/records.ts';

/** Spreadsheets give their encoding away early or hardly matter. */
const looked = 4 << 20;

type Doubt = { readonly line: number; readonly column: string | undefined; readonly text: string };

/**
 * Names CSV files whose text is not UTF-8, by the first place that shows it. Ids and amounts are plain ASCII, so the rows are used; names
 * are garbled. Exports as JSON lines come from machines and are UTF-8.
 */
export async function doubtEncoding(files: readonly string[], problems: ProblemList): Promise<void> {
  for (const file of files) {
    if (!/\.csv(\.gz)?$/i.test(file)) continue;
    const doubt = await firstDoubt(file);
    if (doubt === undefined) continue;
    const { line, column, text } = doubt;
    problems.add({
      code: 'encoding_doubtful',
      file,
      line,
      ...(column === undefined ? {} : { column }),
      message: `The text is not UTF-8, so names are garbled; here perhaps "${text}" (Windows-1252). Ids and amounts were read.`,
      hint: 'Save the file as UTF-8 (in Excel: "CSV UTF-8").',
      partial: true,
    });
  }
}

async function firstDoubt(file: string): Promise<Doubt | undefined> {
  const found: Doubt[] = [];
  const fields = new Fields(0);
  const look = (): void => {
    const record = fields.record.subarray(fields.recordStart, fields.recordEnd);
    if (found.length > 0 || isUtf8(record)) return;
    const texts = framer.texts(fields.record) ?? [];
    const at = texts.findIndex((text) => text.includes('\uFFFD'));
    found.push({ line: framer.line, column: framer.names[at], text: meant(record) });
  };
  const framer: CsvFramer = new CsvFramer({ columns: [], fields, onRecord: look, onBad: look, onFirst: () => undefined });
  try {
    await eachRecord(beginning(file, found), framer);
  } catch (error) {
    // What is wrong with the file itself is said by whoever reads it.
    if (!isAppError(error)) throw error;
  }
  return found[0];
}

async function* beginning(file: string, found: readonly Doubt[]): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of pieces(file)) {
    yield piece;
    bytes += piece.length;
    if (bytes >= looked || found.length > 0) return;
  }
}

const western = new TextDecoder('windows-1252');

/** The words around the first byte that is no ASCII, read as spreadsheets of the West write them. */
function meant(record: Buffer): string {
  const first = record.findIndex((byte) => byte >= 0x80);
  const words = western.decode(record.subarray(Math.max(0, first - 20), first + 20));
  return /[^",;\t\r\n]*[\u0080-\uFFFF][^",;\t\r\n]*/.exec(words)?.[0].trim() ?? '';
}
