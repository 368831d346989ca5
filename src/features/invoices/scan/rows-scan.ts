import { must } from '../../../lib/must.ts';
import type { Fields } from '../../reconciliation/files/read/index.ts';
import { tenantIdOf } from '../../reconciliation/files/read/index.ts';
import { chargeTypes, isoDay, type LineColumns, lineFlags, noDay, numbersOfRun } from '../../reconciliation/files/scan/index.ts';
import { ExactSum } from './exact-sum.ts';
import { addCounts, addFacts, type FileFacts } from './facts.ts';
import { productKey } from './known.ts';
import { keyOf, type ScanOptions } from './line-scan.ts';

/** Rows of a batch as the kernel filled them: they begin at `firstRow`, and where their texts stand counts from `from` in `bytes`. */
export type FilledRows = {
  readonly rows: number;
  readonly runs: number;
  readonly runTexts: Int32Array;
  readonly columns: LineColumns;
  readonly firstRow: number;
  readonly bytes: Buffer;
  readonly from: number;
};

/** What is to be done with rows in their order, as they stand in the call: noted by these keys, or looked at like a line of its own. */
export type RowsTaker = { readonly note: (keys: readonly string[], rows: number) => void; readonly look: (row: number) => void };

type Account = {
  readonly number: string;
  readonly isKnown: boolean;
  readonly currency: string;
  lines: number;
  readonly subtotal: ExactSum;
  readonly tax: ExactSum;
  readonly total: ExactSum;
};

/** Adds up lines that are read already. Whatever about one of them is unknown is left to whoever looks at lines one by one. */
export class RowsScan {
  readonly #options: ScanOptions;
  readonly #isKnownType: readonly boolean[];
  /** By their numbers. */
  readonly #accounts: Account[] = [];
  readonly #isKnownItem: boolean[] = [];
  readonly #days = new Map<number, number>();
  #lines = 0;

  constructor(options: ScanOptions) {
    this.#options = options;
    const known = new Set(options.profile.chargeTypes.map((name) => name.toLowerCase()));
    this.#isKnownType = chargeTypes.map((name) => known.has(name.toLowerCase()));
  }

  get lines(): number {
    return this.#lines;
  }

  /** What the numbers of a line stand for. */
  learn(fields: Fields, { account, item }: { readonly account: number; readonly item: number }): void {
    const { places, known, profile } = this.#options;
    if (this.#accounts[account] === undefined) {
      const currency = fields.text(places.currency).toUpperCase();
      const number = fields.text(places.number);
      const isKnown = known.currencies.has(currency.toLowerCase());
      const [subtotal, tax, total] = [new ExactSum(), new ExactSum(), new ExactSum()];
      this.#accounts[account] = { number, isKnown, currency, lines: 0, subtotal, tax, total };
    }
    this.#isKnownItem[item] ??=
      !profile.checksProducts ||
      fields.isEmpty(places.product) ||
      known.products.has(productKey(fields.text(places.product), fields.text(places.sku)));
  }

  take(rows: FilledRows, taker: RowsTaker): void {
    for (let run = 0; run < rows.runs; run += 1) {
      const end = run + 1 < rows.runs ? must(rows.runTexts[(run + 1) * numbersOfRun], 'a row') : rows.rows;
      this.#takeRun(rows, run * numbersOfRun, end, taker);
    }
  }

  facts(): FileFacts {
    const { format } = this.#options;
    return {
      format,
      ...addFacts(
        this.#accounts
          .filter(({ lines }) => lines > 0)
          .map(({ number, currency, lines, subtotal, tax, total }) => ({
            format,
            lines,
            sums: [{ currency, lines, subtotal: subtotal.text, tax: tax.text, total: total.text }],
            numbers: { [number]: lines },
            months: {},
            suspended: [],
            unreadable: 0,
            firstUnreadable: [],
          })),
      ),
      months: addCounts([...this.#days].map(([day, lines]) => ({ [isoDay(day).slice(0, 7)]: lines }))),
    };
  }

  #takeRun({ runTexts, columns, firstRow, bytes, from }: FilledRows, run: number, end: number, taker: RowsTaker): void {
    const text = (place: number): string => bytes.toString('utf8', from + at(runTexts, run + place), from + at(runTexts, run + place + 1));
    const customer = tenantIdOf(text(4));
    const account = must(this.#accounts[at(runTexts, run + 1)], 'an account');
    const keys = [keyOf('s', text(2)), keyOf('c', customer)];
    const isKnown = account.isKnown && this.#options.known.customers.has(customer);
    let [lines, subtotal, tax, total] = [0, 0, 0, 0];
    let noted = at(runTexts, run);
    for (let row = noted; row < end; row += 1) {
      const place = firstRow + row;
      if (isKnown && this.#isKnownRow(columns, place)) {
        lines += 1;
        subtotal += at(columns.subtotal, place);
        tax += at(columns.tax, place);
        total += at(columns.total, place);
        const day = at(columns.chargeStart, place);
        this.#days.set(day, (this.#days.get(day) ?? 0) + 1);
        continue;
      }
      taker.note(keys, row - noted);
      taker.look(row);
      noted = row + 1;
    }
    taker.note(keys, end - noted);
    this.#lines += lines;
    account.lines += lines;
    account.subtotal.addCents(subtotal);
    account.tax.addCents(tax);
    account.total.addCents(total);
  }

  /** A meter of usage is a product of no catalogue. */
  #isKnownRow({ item, chargeType, chargeStart, flags }: LineColumns, place: number): boolean {
    if (this.#isKnownType[at(chargeType, place)] !== true || at(chargeStart, place) === noDay) return false;
    return this.#isKnownItem[at(item, place)] === true || (at(flags, place) & lineFlags.isMetered) !== 0;
  }
}

const at = (numbers: Float64Array | Int32Array, place: number): number => numbers[place] ?? 0;
