import type { Day } from '../days.ts';
import type { Subscription } from '../model.ts';
import type { Difference } from './difference.ts';
import type { ItemText } from './line-batch.ts';
import type { PriceShares } from './shares.ts';

/** A meter of an Azure plan that has daily lines: what was used by day, and what the invoice charges. */
export type MeterTotal = {
  creditedDaily: Quantity;
  plainDaily: Quantity;
  billed: Quantity;
  billedCents: number;
  /** Unit price and rate of the invoice lines; of the first one with partner credit and the first one without. */
  creditedPrice: number;
  plainPrice: number;
  rate: number;
  firstLine: number;
  /** Where the lines stand whose prices these are. */
  firstCredited: number;
  firstPlain: number;
};

/** A sum of quantities: whole millionths, and what is smaller in units of 1e-15. */
export type Quantity = { micro: number; rest: number };
export const noQuantity = (): Quantity => ({ micro: 0, rest: 0 });
export function addQuantity(to: Quantity, micro: number, rest: number): void {
  to.micro += micro;
  to.rest += rest;
}

/** The latest cycle that is charged whole, by the first line that does. */
export type CycleLine = {
  readonly line: number;
  readonly start: Day;
  readonly last: Day;
  readonly fullDays: number;
  readonly unit: number;
  readonly rate: number;
};

/**
 * What one invoice charges for one subscription: all that is kept of its lines. Lines come in any order, so everything here is a sum,
 * or says what the first or the last line says. While the blobs are read a line's number is its place (see `places.ts`).
 */
export type Charges = {
  readonly subscriptionId: string;
  /** A reservation or savings plan: the id is that of its order. */
  readonly isCommitment: boolean;
  /** What a commitment is of. */
  item: ItemText | undefined;
  /** These five are those of the first line. */
  customerId: string;
  partnerId: string;
  invoice: string;
  currency: string;
  /** The estate's record in this partner account; undefined when it has none. */
  subscription: Subscription | undefined;
  /** The first line of all, repeated ones and credits included; `firstLine` is the first that counts. */
  openedBy: number;
  lines: number;
  cents: number;
  firstLine: number;
  /** Day from which the first line charges. */
  firstStart: Day;
  /** Charged for days after the subscription's end. */
  late: Difference | undefined;
  cycle: CycleLine | undefined;
  hasRefund: boolean;
  /** Above the price sheet. */
  price: Difference | undefined;
  /** Lines below it. */
  shares: PriceShares | undefined;
  proration: Difference | undefined;
  /** Azure: whether some lines have the partner credit, and what the eligible ones without it cost too much. */
  hasCredit: boolean;
  lostCents: number;
  lostLine: number;
  readonly meters: Map<number, MeterTotal> | undefined;
};
