import type { Decimal } from '../../../../lib/decimal.ts';
import type { BillingFrequency } from '../../../../model/term.ts';
import type { Day } from '../../files/days.ts';

/** One item of a distributor's invoice. Amounts are what the partner pays (distributors reference 2.7: `cost`, `costTotal`). */
export type Item = {
  readonly connectionId: string;
  readonly invoice: string;
  /** From 0 over the distinct files of the invoice. */
  readonly lineNo: number;
  readonly companyId: string;
  readonly subscriptionId: string;
  /** `subscription` charges a whole period, `prorate` what changed inside one; others are one-time charges and credits (2.4). */
  readonly type: string;
  readonly start: Day;
  /** As it is written: the examples show the first day after, and the last day (6.4). */
  readonly end: string;
  readonly quantity: Decimal;
  readonly cost: Decimal;
  readonly costTotal: Decimal;
  readonly currency: string;
  /** Undefined for what is not charged by the period: usage in arrears, one-time charges, rebates. */
  readonly frequency: BillingFrequency | undefined;
  /** A flat rate is no price of a seat. */
  readonly isFlat: boolean;
};

/** Whole periods of a subscription. Their sum is what is held against its seats. */
export const isRegular = ({ type, frequency }: Item): boolean => type === 'subscription' && frequency !== undefined;

/** Items that say the same in everything: one of them may be there twice by mistake. */
export const identityOf = (item: Item): string =>
  [item.type, item.start, item.end, item.quantity, item.cost, item.costTotal, item.currency, item.frequency].join(' ');
