import type { BillingCycle, Term } from '../world/types.ts';

export const termIn = (text: string | undefined): Term | undefined =>
  text === 'P1M' || text === 'P1Y' || text === 'P3Y' ? text : undefined;

export const cycleIn = (text: string | undefined): BillingCycle | undefined =>
  text === 'monthly' || text === 'annual' || text === 'triennial' ? text : undefined;
