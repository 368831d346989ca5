import { z } from 'zod';
import { Decimal } from '../lib/decimal.ts';

/** Commitment term as an ISO 8601 period, as Microsoft writes it. `none`: usage, trials, perpetual. */
export const Term = z.enum(['P1M', 'P1Y', 'P2Y', 'P3Y', 'none']);
export type Term = z.infer<typeof Term>;

/** How often the term is charged. */
export const BillingFrequency = z.enum(['monthly', 'annual', 'biennial', 'triennial', 'oneTime', 'none']);
export type BillingFrequency = z.infer<typeof BillingFrequency>;

/** Months that one charge covers; undefined where a monthly equivalent has no meaning. */
export const chargeMonths: Readonly<Record<BillingFrequency, number | undefined>> = {
  monthly: 1,
  annual: 12,
  biennial: 24,
  triennial: 36,
  oneTime: undefined,
  none: undefined,
};

/** A price per charge as a price per month, exact. */
export const monthlyEquivalent = (pricePerCharge: Decimal, frequency: BillingFrequency): Decimal | undefined => {
  const months = chargeMonths[frequency];
  return months === undefined ? undefined : pricePerCharge.div(months);
};

const termWords: Readonly<Record<Term, string>> = { P1M: '1 month', P1Y: '1 year', P2Y: '2 years', P3Y: '3 years', none: 'no term' };
const frequencyWords: Readonly<Record<BillingFrequency, string>> = {
  monthly: 'billed monthly',
  annual: 'billed yearly',
  biennial: 'billed every two years',
  triennial: 'billed every three years',
  oneTime: 'billed once',
  none: 'billed by use',
};

/** "1 year, billed monthly": what people read instead of P1Y. */
export const termLabel = (term: Term, frequency: BillingFrequency): string => `${termWords[term]}, ${frequencyWords[frequency]}`;
