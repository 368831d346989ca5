import type { Billing, Term } from '../../files/model.ts';

const terms: Readonly<Record<string, Term>> = { P1M: 'P1M', P1Y: 'P1Y', P3Y: 'P3Y' };
const billings: Readonly<Record<string, Billing>> = { monthly: 'monthly', annual: 'annual' };

/** Our words as those of the invoice engine; what it does not judge is empty. */
export const termOf = (term: string): Term => terms[term] ?? '';
export const billingOf = (frequency: string): Billing => billings[frequency] ?? 'none';
