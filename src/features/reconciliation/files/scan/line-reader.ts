import { createHash } from 'node:crypto';
import { dayOf } from '../days.ts';
import type { Fields } from '../read/fields.ts';
import { tenantIdOf } from '../read/tenant-id.ts';
import { whyNoDay, whyNoNumber, whyRoundedId } from '../wrong-value.ts';
import { chargeTypeCode } from './charge-types.ts';
import { at, invoiceColumns } from './invoice-columns.ts';
import {
  type Account,
  type BadLine,
  type BatchPlace,
  batchRows,
  bytesOfBatch,
  columnsOf,
  type FineText,
  type ItemText,
  type LineBatch,
  type LineColumns,
  lineFlags,
  type MarketText,
  newBatchMemory,
  noDay,
  type Run,
} from './line-batch.ts';
import { RepeatWindow, recordHash } from './repeat-window.ts';
import { TextNumbers } from './text-numbers.ts';

const azurePlan = 'Azure plan';
const accountColumns = [at.partnerId, at.invoice, at.currency];
const marketColumns = [at.country, at.pricingCurrency, at.term, at.frequency];
const itemColumns = [at.productId, at.skuId];
/** Columns that must be numbers, in the order in which a line is blamed for one. */
const numberColumns = [at.unitPrice, at.effectivePrice, at.rate, at.quantity, at.subtotal, at.tax, at.total];

const moneyColumns = new Set<number>([at.subtotal, at.tax, at.total]);
/** Columns that must be days where they are filled. */
const dayColumns = [at.chargeStart, at.chargeEnd, at.termStart];
/** Ids that everything hangs on: one that a spreadsheet rounded is another id. */
const idColumns = [at.customerId, at.subscriptionId, at.productId, at.skuId];
const checkedColumns = [...numberColumns, ...dayColumns, ...idColumns];

/** How the first API writes that there is no date (samples of v1 line items). */
const never = dayOf(1, 1, 1);

/** Of those behind them it only matters whether they say anything. */
const parsedColumns = at.meter;

/** Columns that may have digits beyond the sixth. */
const fineColumns = [at.unitPrice, at.effectivePrice, at.rate, at.quantity];

type Numbers = { readonly index: number; readonly run: number; readonly market: number; readonly item: number };

type LineReaderOptions = {
  /** Only the lines of these numbers are taken. */
  readonly only: ReadonlySet<number> | undefined;
  /** Memory to be filled again; new memory is made where there is none. */
  readonly memory: (() => ArrayBuffer | undefined) | undefined;
  /** Where batches are filled before they are handed over; the kernel writes to its own memory only. */
  readonly place?: BatchPlace | undefined;
  /** Pieces of the content are nobody else's: their memory is given back when they are read. */
  readonly ownsPieces?: boolean;
};

/** What texts of a line are known by. */
export type NumbersOfLine = { account: number; market: number; item: number; chargeType: number };

/** Of each run: its row and account, and where its four texts begin and end. */
export const numbersOfRun = 10;

/** Rows that somebody else filled, see `LineKernel`; places count from `from` on in `bytes`. */
export type FilledRows = {
  readonly rows: number;
  readonly runs: number;
  readonly lineStarts: Int32Array;
  readonly lineEnds: Int32Array;
  /** `numbersOfRun` of each run. */
  readonly runTexts: Int32Array;
};

/**
 * Parses the lines of one blob into batches. Of a column that says the same as on the line before nothing is parsed again.
 */
export class LineReader {
  readonly #emit: (batch: LineBatch) => void;
  readonly #only: ReadonlySet<number> | undefined;
  readonly #accounts = new TextNumbers(accountColumns, accountText);
  readonly #markets = new TextNumbers(marketColumns, marketText);
  readonly #items = new TextNumbers(itemColumns, itemText);
  readonly #ownsPieces: boolean;
  #window: RepeatWindow;
  #isFirstStretch = true;
  /** What the columns of the line before said, parsed. */
  readonly #value = new Float64Array(parsedColumns);
  readonly #rest = new Float64Array(parsedColumns);
  readonly #newMemory: () => ArrayBuffer;
  readonly #filled: Uint8Array;
  readonly #columns: LineColumns;
  #rows = 0;
  /** The last run is not that of the record before in `Fields`. */
  #isRunOver = true;
  #runs: Run[] = [];
  #fine = new Map<number, FineText>();
  #bad: BadLine[] = [];
  #digests: string[] = [];
  /** Records seen, readable or not. */
  lines = 0;
  /** Of the line that was taken last. */
  readonly numbers: NumbersOfLine = { account: 0, market: 0, item: 0, chargeType: 0 };

  constructor(emit: (batch: LineBatch) => void, { only, memory, place, ownsPieces = false }: LineReaderOptions) {
    this.#ownsPieces = ownsPieces;
    this.#window = new RepeatWindow(ownsPieces);
    this.#emit = emit;
    this.#only = only;
    this.#newMemory = () => memory?.() ?? newBatchMemory();
    const filled = place ?? { memory: newBatchMemory(), at: 0 };
    this.#filled = bytesOfBatch(filled);
    this.#columns = columnsOf(filled.memory, filled.at);
  }

  /** Rows and runs of the open batch. */
  get rows(): number {
    return this.#rows;
  }
  get runs(): number {
    return this.#runs.length;
  }

  take(fields: Fields, line: number): void {
    const index = this.lines;
    this.lines += 1;
    this.#parse(fields);
    const account = this.#accounts.numberOf(fields, line);
    const market = this.#markets.numberOf(fields, line);
    const item = this.#items.numberOf(fields, line);
    const run = this.#run(fields, account);
    Object.assign(this.numbers, { account, market, item, chargeType: this.#of(at.chargeType) });
    const broken = this.#broken();
    if (broken !== undefined) this.bad({ line, ...whatIsWrong(broken, fields) });
    else if (this.#only?.has(index) !== false) this.#write(fields, { index, run, market, item });
  }

  /** Takes over rows that were filled behind those that are there. */
  takeFilled({ rows, runs, lineStarts, lineEnds, runTexts }: FilledRows, bytes: Buffer, from: number): void {
    if (rows === 0) return;
    const { hash, flags } = this.#columns;
    for (let run = 0; run < runs; run += 1) this.#runs.push(filledRun(runTexts, run * numbersOfRun, bytes, from));
    for (let row = 0; row < rows; row += 1) {
      const at = this.#rows + row;
      if (this.#window.isRepeated(hash[at] ?? 0, bytes, from + (lineStarts[row] ?? 0), from + (lineEnds[row] ?? 0)))
        flags[at] = (flags[at] ?? 0) | lineFlags.isRepeated;
    }
    this.lines += rows;
    this.#rows += rows;
    this.#isRunOver = true;
    if (this.#rows === batchRows) this.flush();
  }

  bad(bad: BadLine): void {
    this.#bad.push(bad);
  }

  /** Hands over what is there, so that nobody waits for a batch to be full. */
  flush(): void {
    if (this.#rows === 0 && this.#bad.length === 0) return;
    if (!this.#isFirstStretch) this.#renumber();
    const memory = this.#newMemory();
    new Uint8Array(memory).set(this.#filled);
    this.#emit({
      memory,
      rows: this.#rows,
      runs: this.#runs,
      accounts: this.#accounts.takeNew().map(({ text, line }): Account => ({ ...text, line })),
      markets: this.#markets.takeNew().map(({ text }) => text),
      items: this.#items.takeNew().map(({ text }) => text),
      fine: this.#fine,
      bad: this.#bad,
      digests: this.#digests,
    });
    this.#rows = 0;
    this.#runs = [];
    this.#fine = new Map();
    this.#bad = [];
    this.#digests = [];
  }

  /** What comes now is handed over as if nothing had been before it. */
  beginStretch(): void {
    this.flush();
    for (const numbers of [this.#accounts, this.#markets, this.#items]) numbers.beginStretch();
    this.#window = new RepeatWindow(this.#ownsPieces);
    this.#isFirstStretch = false;
    this.lines = 0;
  }

  #parse(fields: Fields): void {
    const { isRepeated } = fields;
    for (const column of numberColumns) {
      if (isRepeated[column] === 1) continue;
      this.#value[column] = fields.micro(column);
      this.#rest[column] = fields.rest;
    }
    for (const column of dayColumns) this.#day(fields, column);
    for (const column of idColumns) if (isRepeated[column] === 0) this.#value[column] = isRounded(fields, column) ? Number.NaN : 0;
    if (isRepeated[at.chargeType] === 0) this.#value[at.chargeType] = chargeTypeCode(fields.ascii(at.chargeType));
    if (isRepeated[at.description] === 0) this.#value[at.description] = fields.text(at.description) === azurePlan ? 1 : 0;
  }

  #day(fields: Fields, column: number): void {
    if (fields.isRepeated[column] === 1) return;
    const day = fields.day(column) ?? (fields.isEmpty(column) ? noDay : Number.NaN);
    this.#value[column] = day === never ? noDay : day;
  }

  /** The first column that cannot be used, money with parts of a cent included; undefined when all can. */
  #broken(): number | undefined {
    let sum = 0;
    for (const column of checkedColumns) sum += this.#value[column] ?? 0;
    // One addition finds any NaN; only then is it worth looking which.
    if (!Number.isNaN(sum) && this.#isWhole(at.subtotal) && this.#isWhole(at.tax) && this.#isWhole(at.total)) return undefined;
    return checkedColumns.find((column) => Number.isNaN(this.#value[column]) || (moneyColumns.has(column) && !this.#isWhole(column)));
  }

  #isWhole(column: number): boolean {
    return this.#rest[column] === 0 && (this.#value[column] ?? 0) % 10_000 === 0;
  }

  /** From the numbers of the blob to those of the stretch. */
  #renumber(): void {
    const { index, run, market, item } = this.#columns;
    const firstRows = new Map<number, number>();
    for (let row = 0; row < this.#rows; row += 1) {
      const line = (index[row] ?? 0) + 1;
      market[row] = this.#markets.placeOf(market[row] ?? -1, line);
      item[row] = this.#items.placeOf(item[row] ?? -1, line);
      if (run[row] !== run[row - 1]) firstRows.set(run[row] ?? -1, line);
    }
    // A run of which no line could be used was listed when it was seen.
    this.#runs = this.#runs.map((each, at) => ({ ...each, account: this.#accounts.placeOf(each.account, firstRows.get(at) ?? 0) }));
  }

  #run(fields: Fields, account: number): number {
    const last = this.#runs.at(-1);
    const isAsBefore = fields.isRepeated[at.subscriptionId] === 1 && fields.isRepeated[at.customerId] === 1;
    const isOrderAsBefore =
      fields.isRepeated[at.commitmentOrder] === 1 || (fields.isEmpty(at.commitmentOrder) && last?.isCommitment === false);
    if (this.#isRunOver || last?.account !== account || !isAsBefore || !isOrderAsBefore) {
      const order = fields.ascii(at.commitmentOrder);
      const term = order === '' ? '' : fields.ascii(at.term);
      this.#runs.push(runOf(account, fields.ascii(at.subscriptionId), fields.ascii(at.customerId), order, term));
    }
    this.#isRunOver = false;
    return this.#runs.length - 1;
  }

  #write(fields: Fields, { index, run, market, item }: Numbers): void {
    const row = this.#rows;
    const columns = this.#columns;
    columns.index[row] = index;
    columns.run[row] = run;
    columns.market[row] = market;
    columns.item[row] = item;
    columns.unit[row] = this.#of(at.unitPrice);
    columns.effective[row] = this.#of(at.effectivePrice);
    columns.rate[row] = this.#of(at.rate);
    columns.quantity[row] = this.#of(at.quantity);
    columns.quantityRest[row] = this.#rest[at.quantity] ?? 0;
    columns.subtotal[row] = this.#of(at.subtotal) / 10_000;
    columns.tax[row] = this.#of(at.tax) / 10_000;
    columns.total[row] = this.#of(at.total) / 10_000;
    columns.chargeType[row] = this.#of(at.chargeType);
    columns.chargeStart[row] = this.#of(at.chargeStart);
    columns.chargeEnd[row] = this.#of(at.chargeEnd);
    columns.termStart[row] = this.#of(at.termStart);
    const hash = recordHash(fields.recordView, fields.recordStart, fields.recordEnd, this.#value);
    columns.flags[row] = this.#flags(fields, row, hash);
    columns.hash[row] = hash;
    this.#rows += 1;
    if (this.#rows === batchRows) this.flush();
  }

  #isFine(): boolean {
    for (const column of fineColumns) if (this.#rest[column] !== 0) return true;
    return false;
  }

  #of(column: number): number {
    return this.#value[column] ?? 0;
  }

  #flags(fields: Fields, row: number, hash: number): number {
    let flags = this.#value[at.description] === 1 ? lineFlags.isAzurePlan : isExtended(fields);
    if (!fields.isEmpty(at.adjustment)) flags |= lineFlags.isAdjusted;
    if (!fields.isEmpty(at.promotion)) flags |= lineFlags.isPromoted;
    if (!fields.isEmpty(at.meter)) flags |= lineFlags.isMetered;
    if (this.#isFine()) {
      flags |= lineFlags.isFine;
      const price = fields.ascii(at.effectivePrice);
      this.#fine.set(row, { price, quantity: fields.ascii(at.quantity), rate: fields.ascii(at.rate) });
    }
    if (this.#only !== undefined) this.#digests.push(digestOf(fields));
    return this.#window.isRepeated(hash, fields.record, fields.recordStart, fields.recordEnd) ? flags | lineFlags.isRepeated : flags;
  }
}

const accountText = (fields: Fields): Omit<Account, 'line'> => ({
  partnerId: fields.ascii(at.partnerId).toLowerCase(),
  invoice: fields.text(at.invoice),
  currency: fields.text(at.currency),
});

const marketText = (fields: Fields): MarketText => ({
  country: fields.ascii(at.country),
  currency: fields.ascii(at.pricingCurrency),
  term: fields.ascii(at.term),
  frequency: fields.ascii(at.frequency),
});

const itemText = (fields: Fields): ItemText => ({ productId: fields.ascii(at.productId), skuId: fields.ascii(at.skuId) });

/** What TermAndBillingCycle says of commitments (partner-center-api.md 11.5). */
const commitmentTerm = /reservation|savings plan/i;

function runOf(account: number, subscriptionId: string, customerId: string, order: string, term: string): Run {
  const isCommitment = order !== '' && commitmentTerm.test(term);
  const id = isCommitment ? order : subscriptionId;
  return { subscriptionId: id.toLowerCase(), customerId: tenantIdOf(customerId), account, isCommitment };
}

function filledRun(texts: Int32Array, at: number, bytes: Buffer, from: number): Run {
  const text = (place: number): string => bytes.toString('latin1', from + (texts[at + place] ?? 0), from + (texts[at + place + 1] ?? 0));
  return runOf(texts[at + 1] ?? 0, text(2), text(4), text(6), text(8));
}

/** By the name of the SKU, or by the reason of the price: the two ways that readers of such lines tell (partner-center-api.md 8.4). */
const isExtended = (fields: Fields): number =>
  holds(fields, at.skuName, extendedTerm) || holds(fields, at.adjustment, extendedTerm) ? lineFlags.isExtended : 0;

const extendedTerm = Buffer.from('Extended Service Term');

function holds(fields: Fields, column: number, words: Buffer): boolean {
  const { bytes } = fields;
  const last = (fields.end[column] ?? 0) - words.length;
  for (let from = fields.start[column] ?? 0; from <= last; from += 1)
    if (bytes[from] === words[0] && bytes.compare(words, 0, words.length, from, from + words.length) === 0) return true;
  return false;
}

// Rounded ids begin with a digit and are shorter than a GUID, so hardly any text is made for this.
const isRounded = (fields: Fields, column: number): boolean => {
  const start = fields.start[column] ?? 0;
  const length = (fields.end[column] ?? 0) - start;
  const first = fields.bytes[start] ?? 0;
  return length > 4 && length < 36 && first >= 48 && first <= 57 && whyRoundedId('', fields.ascii(column)) !== undefined;
};

function whatIsWrong(column: number, fields: Fields): Omit<BadLine, 'line'> {
  const name = invoiceColumns[column]?.name ?? '';
  const text = fields.text(column);
  if (dayColumns.some((day) => day === column)) return { column: name, message: whyNoDay(name, text) };
  const rounded = idColumns.some((id) => id === column) ? whyRoundedId(name, text) : undefined;
  return { column: name, message: rounded ?? whyNoNumber(name, text, moneyColumns.has(column) ? 'money' : 'number') };
}

const digestOf = ({ record, recordStart, recordEnd }: Fields): string =>
  createHash('sha256').update(record.subarray(recordStart, recordEnd)).digest('base64');
