import type { ProblemList } from '../problem.ts';
import { fileFault } from '../problem.ts';
import { CsvFramer } from './csv-framer.ts';
import { Fields, type WantedColumn } from './fields.ts';
import { pieces } from './inflate.ts';
import { formatOf } from './read-fields.ts';
import { eachRecord, type Framer } from './records.ts';

/** One row of an estate, PSA or mapping file: of a CSV by header, of a JSON line by path, always as text. */
export interface Row {
  /** Text of the first of these columns or paths that has one; '' when none has. */
  text(...names: readonly string[]): string;
  readonly line: number;
}

type Visit = (row: Row) => void;

/** Reads a file row by row, for the inputs that grow with the estate, not with the invoice. Answers how many rows there were. */
export async function readRows(file: string, problems: ProblemList, needs: readonly string[], visit: Visit): Promise<number> {
  return formatOf(file) === 'csv' ? readCsv(file, problems, needs, visit) : readJson(file, problems, visit);
}

/** The header decides the columns here, so that a row can be asked for any of them. */
class WholeRows implements Framer {
  readonly #file: string;
  readonly #problems: ProblemList;
  readonly #visit: (line: string, number: number) => void;
  line = 0;

  constructor(file: string, problems: ProblemList, visit: (line: string, number: number) => void) {
    this.#file = file;
    this.#problems = problems;
    this.#visit = visit;
  }

  take(bytes: Buffer, from: number, last: boolean): number {
    let start = from;
    for (;;) {
      let end = bytes.indexOf(10, start);
      if (end < 0) {
        if (!last || start >= bytes.length) return start;
        end = bytes.length;
      }
      this.line += 1;
      const text = bytes.toString('utf8', start, end).trim();
      if (text !== '') this.#try(text);
      start = end + 1;
    }
  }

  #try(text: string): void {
    try {
      this.#visit(text, this.line);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.#problems.badRow(this.#file, this.line, 'The line is not valid JSON.');
    }
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

function textAt(value: unknown, path: readonly string[]): string {
  let at: unknown = value;
  for (const step of path) at = isRecord(at) ? at[step] : undefined;
  if (typeof at === 'string') return at;
  return typeof at === 'number' || typeof at === 'boolean' ? String(at) : '';
}

const paths = new Map<string, readonly string[]>();
function pathOf(name: string): readonly string[] {
  let path = paths.get(name);
  if (path === undefined) {
    path = name.split('.');
    paths.set(name, path);
  }
  return path;
}

class JsonRow implements Row {
  readonly #value: unknown;
  readonly line: number;

  constructor(value: unknown, line: number) {
    this.#value = value;
    this.line = line;
  }

  text(...names: readonly string[]): string {
    for (const name of names) {
      const text = textAt(this.#value, pathOf(name));
      if (text !== '') return text;
    }
    return '';
  }
}

async function readJson(file: string, problems: ProblemList, visit: Visit): Promise<number> {
  let rows = 0;
  const framer = new WholeRows(file, problems, (text, line) => {
    const value: unknown = JSON.parse(text);
    rows += 1;
    visit(new JsonRow(value, line));
  });
  await eachRecord(pieces(file), framer);
  if (framer.line === 0) throw fileFault('file_empty', 'The file holds no records.', 'Fetch the file again.');
  return rows;
}

async function readCsv(file: string, problems: ProblemList, needs: readonly string[], visit: Visit): Promise<number> {
  const columns: readonly WantedColumn[] = needs.map((need) => {
    const required = need.endsWith('!');
    return { name: required ? need.slice(0, -1) : need, required };
  });
  const index = new Map(columns.map((column, at) => [column.name.toLowerCase(), at]));
  const fields = new Fields(columns.length);
  let rows = 0;
  const framer = new CsvFramer({
    columns,
    fields,
    onRecord: () => {
      rows += 1;
      visit({
        line: framer.line,
        text: (...names) => {
          for (const name of names) {
            const at = index.get(name.toLowerCase());
            const text = at === undefined ? '' : fields.text(at);
            if (text !== '') return text;
          }
          return '';
        },
      });
    },
    onBad: (line, message) => {
      problems.badRow(file, line, message);
    },
    onFirst: (missing) => {
      const names = missing.filter((column) => column.required === true).map((column) => column.name);
      if (names.length > 0)
        throw fileFault('columns_missing', `The file lacks the columns ${names.join(', ')}.`, 'Is this the right file?');
    },
  });
  await eachRecord(pieces(file), framer);
  if (framer.line === 0) throw fileFault('file_empty', 'The file holds no records.', 'Fetch the file again.');
  return rows;
}
