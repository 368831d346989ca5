import { type FineText, type LineBatch, type LineColumns, lineFlags, noDay } from './line-batch.ts';
import type { Item, Market } from './market.ts';

/**
 * One invoice line: prices, quantity and rate in millionths, money in cents. Filled anew for each line.
 * `weight` is 1; -1 takes back a line that turned out to be a repetition after it was added.
 */
export class Line {
  /** Where it stands: a number that grows with blob and line. It becomes the line number when all blobs are read. */
  place = 0;
  weight: 1 | -1 = 1;
  unit = 0;
  effective = 0;
  quantity = 0;
  quantityRest = 0;
  rate = 0;
  subtotal = 0;
  tax = 0;
  total = 0;
  chargeType = 0;
  chargeStart = noDay;
  chargeEnd = noDay;
  termStart = noDay;
  isAzurePlan = false;
  isAdjusted = false;
  isRepeated = false;
  isPromoted = false;
  isExtended = false;
  /** Texts of price, quantity and rate when one has digits beyond the sixth: compute from them. */
  fine: FineText | undefined;
  market: Market;
  item: Item;

  constructor(market: Market, item: Item) {
    this.market = market;
    this.item = item;
  }

  /** Takes over all but market and item. */
  read(columns: LineColumns, row: number, batch: LineBatch, firstPlace: number): void {
    this.place = firstPlace + integerAt(columns.index, row);
    this.unit = doubleAt(columns.unit, row);
    this.effective = doubleAt(columns.effective, row);
    this.quantity = doubleAt(columns.quantity, row);
    this.quantityRest = doubleAt(columns.quantityRest, row);
    this.rate = doubleAt(columns.rate, row);
    this.subtotal = doubleAt(columns.subtotal, row);
    this.tax = doubleAt(columns.tax, row);
    this.total = doubleAt(columns.total, row);
    this.chargeType = integerAt(columns.chargeType, row);
    this.chargeStart = integerAt(columns.chargeStart, row);
    this.chargeEnd = integerAt(columns.chargeEnd, row);
    this.termStart = integerAt(columns.termStart, row);
    const flags = integerAt(columns.flags, row);
    this.isAzurePlan = (flags & lineFlags.isAzurePlan) !== 0;
    this.isAdjusted = (flags & lineFlags.isAdjusted) !== 0;
    this.isRepeated = (flags & lineFlags.isRepeated) !== 0;
    this.isPromoted = (flags & lineFlags.isPromoted) !== 0;
    this.isExtended = (flags & lineFlags.isExtended) !== 0;
    this.fine = (flags & lineFlags.isFine) === 0 ? undefined : batch.fine.get(row);
  }
}

// One function for each kind of array: a function that reads both is slower for either.
const doubleAt = (column: Float64Array, row: number): number => column[row] ?? 0;
const integerAt = (column: Int32Array, row: number): number => column[row] ?? 0;
