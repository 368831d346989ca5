import { Decimal } from '../../lib/decimal.ts';
import { type Money, money } from '../../model/money.ts';
import { monthlyEquivalent } from '../../model/term.ts';
import type { Agreement, BilledLine, CustomerBooks, PsaBook, Service, SuppliedSubscription } from './books.ts';
import type { BookChange } from './causes/history.ts';

const digits = 6; // a twelfth of a price may have no end; six digits after the point keep a million seats exact to the cent

export const impactOf = (amount: Decimal, currency: string): Money => money(amount.toDecimalPlaces(digits), currency);

export const agreementOf = (psa: PsaBook, line: BilledLine): Agreement | undefined => psa.agreements.get(line.agreementRemoteId);

export const currencyOf = (books: CustomerBooks, agreement: Agreement | undefined): string => agreement?.currency ?? books.currency;

/** Per month; undefined when the agreement's cycle is not understood: then no money is claimed. */
export const perMonth = (perBill: Decimal, agreement: Agreement | undefined): Decimal | undefined =>
  agreement?.cycleMonths === undefined ? undefined : perBill.div(agreement.cycleMonths);

export const saleOf = (psa: PsaBook, line: BilledLine): Decimal | undefined => perMonth(line.unitPrice, agreementOf(psa, line));

/** What the PSA has noted as cost; a zero there means that nobody noted it. */
export function notedCostOf(psa: PsaBook, line: BilledLine): Decimal | undefined {
  const cost = perMonth(line.unitCost, agreementOf(psa, line));
  return cost?.isZero() === true ? undefined : cost;
}

export const supplyCostOf = (supplied: SuppliedSubscription | undefined): Decimal | undefined =>
  supplied?.unitCost === undefined ? undefined : monthlyEquivalent(supplied.unitCost, supplied.frequency);

/** The catalogue's price for one bill of that agreement, as a month. */
export const listPriceOf = (service: Service, agreement: Agreement | undefined): Decimal | undefined => perMonth(service.price, agreement);

export type UnitCost = { readonly amount: Decimal; readonly currency: string; readonly from: 'distributor' | 'psa' };

/** What a seat costs a month: the distributor's word first, then what the PSA notes. */
export function costOf(
  books: CustomerBooks,
  psa: PsaBook | undefined,
  { supplied, line }: { readonly supplied?: SuppliedSubscription | undefined; readonly line?: BilledLine | undefined },
): UnitCost | undefined {
  const amount = supplyCostOf(supplied);
  if (amount !== undefined && supplied?.currency !== undefined) return { amount, currency: supplied.currency, from: 'distributor' };
  if (psa === undefined || line === undefined) return undefined;
  const noted = notedCostOf(psa, line);
  return noted === undefined ? undefined : { amount: noted, currency: currencyOf(books, agreementOf(psa, line)), from: 'psa' };
}

/** A line's history with its amounts as a month's, like everything that it is held against. */
export function monthlyHistory(psa: PsaBook, line: BilledLine): readonly BookChange[] {
  const agreement = agreementOf(psa, line);
  const monthly = (amount: string | undefined): string | undefined =>
    amount === undefined ? undefined : perMonth(new Decimal(amount), agreement)?.toFixed();
  return line.history.changes.map((change) =>
    change.field === 'unitPrice' || change.field === 'unitCost'
      ? { ...change, before: monthly(change.before), after: monthly(change.after) }
      : change,
  );
}

export const sumOf = (lines: readonly BilledLine[]): Decimal => lines.reduce((sum, line) => sum.plus(line.quantity), new Decimal(0));

/** What a new line notes as cost for one bill: the distributor's word, so that it does not differ from it at once; else the catalogue's. */
export function costPerBill(
  service: Service,
  agreement: Agreement | undefined,
  supplied: SuppliedSubscription | undefined,
  currency: string,
): Decimal {
  const monthly = supplied?.currency === currency ? supplyCostOf(supplied) : undefined;
  return monthly === undefined || agreement?.cycleMonths === undefined
    ? service.cost
    : monthly.times(agreement.cycleMonths).toDecimalPlaces(digits);
}
