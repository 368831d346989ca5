import type { z } from 'zod';
import type { PeriodCheck, PeriodState } from '#contract/periods.ts';
import type { StateWord } from '../../ui/state-badge.tsx';

type Check = z.infer<typeof PeriodCheck>;

export const periodStates: Readonly<Record<z.infer<typeof PeriodState>, StateWord>> = {
  open: { word: 'Open', intent: 'info' },
  signedOff: { word: 'Signed off', intent: 'success' },
};

export const checkStates: Readonly<Record<Check['state'], StateWord>> = {
  met: { word: 'Met', intent: 'success' },
  notMet: { word: 'Not met', intent: 'warning' },
  notKnown: { word: 'Not known', intent: 'neutral' },
};

type CheckWords = {
  readonly title: string;
  /** Where what stands in the way is seen. */
  readonly to: (month: string, check: Check) => string;
};

const invoicesOf = (month: string): string => `/billing/invoices?period=${month}`;

export const checkWords: Readonly<Record<Check['id'], CheckWords>> = {
  unmapped: { title: 'Nothing waits for a mapping', to: unmappedIn },
  toDo: { title: 'Nothing is to do without an owner', to: () => '/reconciliation?owner=none' },
  waiting: { title: 'Nothing waits', to: () => '/reconciliation?tab=waiting' },
  invoices: { title: 'Every provider invoice is there', to: invoicesOf },
  suspense: { title: 'No line is in suspense', to: invoicesOf },
  compared: { title: 'The invoices were compared', to: () => '/activity' },
  sources: { title: 'Every source was read whole', to: () => '/settings/connections' },
  totals: { title: 'Header, lines and differences add up', to: invoicesOf },
};

/** Of a line that nobody knows there is no difference yet: where only such lines wait, the list of differences would be empty. */
function unmappedIn(month: string, { count, lines }: Check): string {
  return count > 0 && lines === count ? invoicesOf(month) : '/reconciliation?kind=unmapped_product,unmapped_customer';
}
