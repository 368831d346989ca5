import type { ProblemList } from '../files/problem.ts';
import { fileFault } from '../files/problem.ts';
import { CsvFramer } from '../files/read/csv-framer.ts';
import { Fields, type WantedColumn } from '../files/read/fields.ts';
import { JsonFramer } from '../files/read/json-framer.ts';
import type { FileFormat } from '../files/read/read-fields.ts';
import { eachRecord } from '../files/read/records.ts';
import { proofColumns } from './columns.ts';
import { isBroken, type Line, LineReader } from './line.ts';

/** Inflated lines of an export under the name that problems are told by, wherever they are kept. */
export type Part = { readonly name: string; readonly format: FileFormat; readonly content: AsyncIterable<Buffer> };

/** Reads the lines of the parts of one invoice, one after the other; a line that cannot be used keeps its number and is named. */
export class InvoiceLines {
  readonly #reader = new LineReader();
  readonly #problems: ProblemList;
  readonly #visit: (line: Line) => void;
  #no = 0;

  constructor(problems: ProblemList, visit: (line: Line) => void) {
    this.#problems = problems;
    this.#visit = visit;
  }

  async read({ name, format, content }: Part): Promise<void> {
    const fields = new Fields(proofColumns.length);
    const options = {
      columns: proofColumns,
      fields,
      onRecord: () => {
        this.#take(fields, name, framer.line);
      },
      onBad: (line: number, message: string) => {
        this.#problems.badRow(name, line, message);
      },
      onFirst: refuseMissing,
    };
    const framer = format === 'csv' ? new CsvFramer(options) : new JsonFramer(options);
    await eachRecord(content, framer);
  }

  #take(fields: Fields, name: string, record: number): void {
    const read = this.#reader.read(fields, this.#no);
    this.#no += 1;
    if (!isBroken(read)) this.#visit(read);
    else this.#problems.badRow(name, record, `${read.column} is not a number that money can be computed with.`, read.column);
  }
}

function refuseMissing(missing: readonly WantedColumn[]): void {
  const names = missing.filter((column) => column.required === true).map((column) => column.name);
  if (names.length > 0)
    throw fileFault(
      'columns_missing',
      `The file lacks ${names.join(', ')}.`,
      'Is this the invoice reconciliation file? Columns are found by name.',
    );
}
