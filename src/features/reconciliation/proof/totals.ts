/** Sums of one group of lines, in cents; money of different currencies never meets (M10). */
export type Sums = { lines: number; subtotal: number; tax: number; total: number };
export const noSums = (): Sums => ({ lines: 0, subtotal: 0, tax: 0, total: 0 });

type Amounts = { readonly subtotal: number; readonly tax: number; readonly total: number };

/** Adds the amounts of a line. Sums are exact: beyond safe integers (90 trillion) they would not be, so that is a fault. */
export function addLine(sums: Sums, amounts: Amounts): void {
  sums.lines += 1;
  sums.subtotal = safe(sums.subtotal + amounts.subtotal);
  sums.tax = safe(sums.tax + amounts.tax);
  sums.total = safe(sums.total + amounts.total);
}

function safe(sum: number): number {
  if (!Number.isSafeInteger(sum)) throw new RangeError('A sum of an invoice is beyond what is counted exactly.');
  return sum;
}

export const addSums = (all: Iterable<Sums>): Sums => {
  const sums = noSums();
  for (const one of all) {
    sums.lines += one.lines;
    sums.subtotal = safe(sums.subtotal + one.subtotal);
    sums.tax = safe(sums.tax + one.tax);
    sums.total = safe(sums.total + one.total);
  }
  return sums;
};

export const isSameSums = (a: Sums, b: Sums): boolean =>
  a.lines === b.lines && a.subtotal === b.subtotal && a.tax === b.tax && a.total === b.total;

/** The lines of one currency, summed three ways that must agree. Grows with customers and products, not with lines. */
export class CurrencyTotals {
  readonly lines = noSums();
  readonly byCustomer = new Map<string, Sums>();
  readonly byProduct = new Map<string, Sums>();

  add(customerId: string, product: string, amounts: Amounts): void {
    addLine(this.lines, amounts);
    addLine(entry(this.byCustomer, customerId), amounts);
    addLine(entry(this.byProduct, product), amounts);
  }
}

function entry(sums: Map<string, Sums>, key: string): Sums {
  let found = sums.get(key);
  if (found === undefined) {
    found = noSums();
    sums.set(key, found);
  }
  return found;
}
