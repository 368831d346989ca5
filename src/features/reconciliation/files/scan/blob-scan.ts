import { AccountCheck } from '../inputs/accounts.ts';
import type { ProblemList } from '../problem.ts';
import { fileFault } from '../problem.ts';
import type { Charges } from './charges.ts';
import type { InvoiceScan, ScanBooks } from './invoice-scan.ts';
import type { LinesEnd } from './kept-lines.ts';
import { Line } from './line.ts';
import { type Account, type BadLine, columnsOf, type LineBatch } from './line-batch.ts';
import { type Item, Market } from './market.ts';
import { placeOf } from './places.ts';
import type { ReadFault } from './read-lines.ts';

/** Called for each line of a batch; `row` is its place in the batch. */
type TakeLine = (line: Line, charges: Charges, row: number) => void;

/** One blob of an export while its batches come in: what its numbers stand for. */
export class BlobScan {
  readonly blob: number;
  readonly scan: InvoiceScan;
  readonly #books: ScanBooks;
  readonly #check: AccountCheck;
  readonly #accounts: Account[] = [];
  readonly #markets: Market[] = [];
  readonly #items: Item[] = [];
  #line: Line | undefined;
  readonly #bad: BadLine[] = [];
  #fault: ReadFault | undefined;
  lines = 0;
  /** Number of its last line; those before this stretch of its file, if it is one, are not counted. */
  lastLine = 0;

  constructor(blob: number, scan: InvoiceScan, books: ScanBooks) {
    this.blob = blob;
    this.scan = scan;
    this.#books = books;
    this.#check = new AccountCheck(books.partner);
  }

  get isWhole(): boolean {
    return this.#fault === undefined && this.#bad.length === 0;
  }

  /** Turns rows back into lines. Only what is used is looked up: a run whose lines cannot be read opens nothing. */
  each(batch: LineBatch, take: TakeLine): void {
    this.#learn(batch);
    const columns = columnsOf(batch.memory);
    const firstPlace = placeOf(this.blob, 0);
    let charges: Charges | undefined;
    for (let row = 0; row < batch.rows; row += 1) {
      const market = this.#markets[columns.market[row] ?? 0];
      const item = this.#items[columns.item[row] ?? 0];
      if (market === undefined || item === undefined) continue;
      const line = (this.#line ??= new Line(market, item));
      line.market = market;
      line.item = item;
      line.read(columns, row, batch, firstPlace);
      if (row === 0 || columns.run[row] !== columns.run[row - 1]) charges = this.#chargesOf(batch, columns.run[row] ?? 0, line.place);
      if (charges !== undefined) take(line, charges, row);
    }
    this.#bad.push(...batch.bad);
  }

  end({ lines, lastLine, fault }: LinesEnd & { readonly fault: ReadFault | undefined }): void {
    this.lines = lines;
    this.lastLine = lastLine;
    this.#fault = fault;
    // No more lines refer to these; kept for each of hundreds of blobs they were more than all else.
    this.#markets.length = 0;
    this.#items.length = 0;
  }

  /** Tells the export whose lines these are; `before`: lines of the file before this stretch of it. */
  showAccounts(check: AccountCheck, file: string, before: number): void {
    for (const account of this.#accounts) check.see({ ...account, line: before + account.line }, file);
  }

  tell(problems: ProblemList, file: string, before: number): void {
    for (const { line, message, column } of this.#bad) problems.badRow(file, before + line, message, column);
    if (this.#fault === undefined) return;
    const { code, message, hint } = this.#fault;
    problems.fault(file, fileFault(code, message, hint ?? ''));
  }

  #learn({ accounts, markets, items }: LineBatch): void {
    const { meters } = this.#books.usage;
    this.#accounts.push(...accounts);
    for (const text of markets) this.#markets.push(new Market(text, this.#books));
    for (const text of items) this.#items.push({ ...text, meter: meters.number(text.productId, text.skuId) });
  }

  #chargesOf({ runs }: LineBatch, number: number, place: number): Charges | undefined {
    const run = runs[number];
    const account = run === undefined ? undefined : this.#accounts[run.account];
    if (run === undefined || account === undefined || !this.#check.isOurs(account)) return undefined;
    this.scan.sumIn(account.currency);
    return this.scan.table.of(run, account, place);
  }
}
