import type { Day } from '../days.ts';
import type { Subscription } from '../model.ts';

/** A meter of an Azure plan that has daily lines: what was used by day, and what the invoice charges. */
export type MeterTotal = {
  creditedDaily: Quantity;
  plainDaily: Quantity;
  billed: Quantity;
  billedCents: number;
  /** Unit price and rate of the invoice lines; of the one with partner credit and the one without. */
  creditedPrice: number;
  plainPrice: number;
  rate: number;
  firstLine: number;
};

/** A sum of quantities: whole millionths, and what is smaller in units of 1e-15. */
export type Quantity = { micro: number; rest: number };
export const noQuantity = (): Quantity => ({ micro: 0, rest: 0 });
export function addQuantity(to: Quantity, micro: number, rest: number): void {
  to.micro += micro;
  to.rest += rest;
}

/** A sum of differences of one kind on one subscription's lines. */
export type Difference = { cents: number; line: number; expected: string; actual: string; on: Day };

export type CycleLine = {
  readonly start: Day;
  readonly last: Day;
  readonly fullDays: number;
  readonly unit: number;
  readonly rate: number;
};

/** What one invoice charges for one subscription: all that is kept of its lines. */
export type Charges = {
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly partnerId: string;
  readonly invoice: string;
  readonly currency: string;
  /** The estate's record in this partner account; undefined when it has none. */
  readonly subscription: Subscription | undefined;
  lines: number;
  cents: number;
  firstLine: number;
  /** Charged for days after the subscription's end. */
  late: Difference | undefined;
  cycle: CycleLine | undefined;
  hasRefund: boolean;
  price: Difference | undefined;
  proration: Difference | undefined;
  /** Azure: whether some lines have the partner credit, and what the eligible ones without it cost too much. */
  hasCredit: boolean;
  lostCents: number;
  lostLine: number;
  readonly meters: Map<number, MeterTotal> | undefined;
};

/** An Azure line without partner credit, and what it would cost less with it. */
export type Uncertain = { readonly charges: Charges; readonly meter: number; readonly cents: number; readonly line: number };

export function addDifference(to: Difference | undefined, difference: Difference): Difference {
  if (to === undefined) return difference;
  to.cents += difference.cents;
  return to;
}
