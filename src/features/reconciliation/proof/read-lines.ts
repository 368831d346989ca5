import { AccountCheck } from '../files/inputs/accounts.ts';
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
  readonly #accounts: AccountCheck;
  #last: Line | undefined;
  #isOurs = true;
  #no = 0;

  /** `partner`: the tenant whose lines these must be. */
  constructor(problems: ProblemList, visit: (line: Line) => void, partner?: string) {
    this.#problems = problems;
    this.#visit = visit;
    this.#accounts = new AccountCheck(partner);
  }

  /** Says what the lines that were read tell about whose they are. */
  tell(): void {
    this.#accounts.tell(this.#problems);
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
    if (isBroken(read)) this.#problems.badRow(name, record, read.message, read.column);
    else if (this.#mayUse(read, name, record)) this.#visit(read);
  }

  /** Neighbouring lines mostly are of one account, so only a change is looked at. */
  #mayUse(line: Line, name: string, record: number): boolean {
    const last = this.#last;
    this.#last = line;
    const isSame = last?.partnerId === line.partnerId && last.invoice === line.invoice && last.currency === line.currency;
    if (!isSame) this.#isOurs = this.#accounts.see({ ...line, line: record }, name);
    return this.#isOurs;
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
