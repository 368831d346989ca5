import { z } from 'zod';
import type { BillingFrequency, Term } from './term.ts';

/** How the rates of a price are meant. What the distributor computes of volume, tiers and mark-up is not published, so only `flat` says what a seat costs. */
export const PriceKind = z.enum(['flat', 'volume', 'tiered', 'markUp', 'unknown']);
export type PriceKind = z.infer<typeof PriceKind>;

/** What a rate is for: one unit, or all of them together. */
export const RatePer = z.enum(['unit', 'all', 'unknown']);
export type RatePer = z.infer<typeof RatePer>;

/** What the last reading of a product did to a price: brought it, brought it otherwise, had it the same, or had it no more. */
export const PriceChange = z.enum(['new', 'changed', 'same', 'gone']);
export type PriceChange = z.infer<typeof PriceChange>;

/** What a number of units costs. Amounts are decimal text for one charge of the price's frequency. */
export type DistributorRate = {
  /** First and last quantity that it is for; without a last one it has no end. */
  readonly from: string;
  readonly to: string | undefined;
  readonly per: RatePer;
  /** What the partner pays, and what the distributor suggests to ask of the customer. */
  readonly cost: string | undefined;
  readonly retail: string | undefined;
};

/** What a distributor asks for one product, bought with one commitment and charged in one rhythm. Its list names no currency. */
export type DistributorPrice = {
  readonly productRemoteId: string;
  /** In the distributor's words: they tell rows apart that are one for us (a trial, an activation). */
  readonly billingTerm: string;
  /** Likewise; empty: no commitment. */
  readonly commitment: string;
  readonly term: Term;
  readonly frequency: BillingFrequency;
  readonly kind: PriceKind;
  readonly unit: string;
  /** Ascending by quantity. */
  readonly rates: readonly DistributorRate[];
};
