import { isJsonObject, type JsonValue, readJson, writeJson } from '../../../../lib/exact-json.ts';
import { CsvFramer } from './csv-framer.ts';
import { Fields } from './fields.ts';
import { pieces } from './inflate.ts';
import { formatOf } from './read-fields.ts';
import { eachRecord, type Framer } from './records.ts';

/** A row with all its columns, those that nobody reads too; `cells` is undefined when the row could not be split. */
export type RawRow = {
  readonly line: number;
  readonly names: Iterable<string>;
  readonly cells: ReadonlyMap<string, string> | undefined;
  readonly text: string;
};

/** Reads some rows of a file again, by the line numbers that problems are told with. Ends where the file can no longer be read. */
export async function eachRawRow(file: string, lines: ReadonlySet<number>, visit: (row: RawRow) => void): Promise<void> {
  const framer = formatOf(file) === 'csv' ? csvRows(lines, visit) : new JsonRows(lines, visit);
  await eachRecord(pieces(file), framer);
}

function csvRows(lines: ReadonlySet<number>, visit: (row: RawRow) => void): Framer {
  const fields = new Fields(0);
  const take = (): void => {
    if (!lines.has(framer.line)) return;
    const texts = framer.texts(fields.record);
    const cells = texts === undefined ? undefined : new Map(framer.names.map((name, at) => [name, texts[at] ?? '']));
    visit({ line: framer.line, names: framer.names, cells, text: fields.record.toString('utf8', fields.recordStart, fields.recordEnd) });
  };
  const framer: CsvFramer = new CsvFramer({ columns: [], fields, onRecord: take, onBad: take, onFirst: () => undefined });
  return framer;
}

class JsonRows implements Framer {
  readonly #lines: ReadonlySet<number>;
  readonly #visit: (row: RawRow) => void;
  #line = 0;

  constructor(lines: ReadonlySet<number>, visit: (row: RawRow) => void) {
    this.#lines = lines;
    this.#visit = visit;
  }

  take(bytes: Buffer, from: number, last: boolean): number {
    let start = from;
    while (start < bytes.length) {
      const found = bytes.indexOf(10, start);
      if (found < 0 && !last) return start;
      const end = found < 0 ? bytes.length : found;
      this.#line += 1;
      if (this.#lines.has(this.#line)) this.#tell(bytes.toString('utf8', start, end).trim());
      start = end + 1;
    }
    return bytes.length;
  }

  #tell(text: string): void {
    const cells = cellsOf(text);
    this.#visit({ line: this.#line, names: cells?.keys() ?? [], cells, text });
  }
}

function cellsOf(text: string): ReadonlyMap<string, string> | undefined {
  try {
    const value = readJson(text);
    return isJsonObject(value) ? new Map(Object.entries(value).map(([name, cell]) => [name, plain(cell)])) : undefined;
  } catch {
    return undefined;
  }
}

/** Texts as they are, numbers with their own digits, everything else as JSON. */
const plain = (cell: JsonValue | undefined): string => {
  if (typeof cell === 'string') return cell;
  return cell === null || cell === undefined ? '' : writeJson(cell);
};
