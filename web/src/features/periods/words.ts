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
  readonly to: (month: string) => string;
};

export const checkWords: Readonly<Record<Check['id'], CheckWords>> = {
  unmapped: { title: 'Nothing waits for a mapping', to: () => '/reconciliation?kind=unmapped_product,unmapped_customer' },
  toDo: { title: 'Nothing is to do without an owner', to: () => '/reconciliation?owner=none' },
  waiting: { title: 'Nothing waits', to: () => '/reconciliation?tab=waiting' },
  invoices: { title: 'Every provider invoice is there', to: (month) => `/billing/invoices?period=${month}` },
  suspense: { title: 'No line is in suspense', to: (month) => `/billing/invoices?period=${month}` },
  compared: { title: 'The invoices were compared', to: () => '/activity' },
  sources: { title: 'Every source was read whole', to: () => '/settings/connections' },
  totals: { title: 'Header, lines and differences add up', to: (month) => `/billing/invoices?period=${month}` },
};
