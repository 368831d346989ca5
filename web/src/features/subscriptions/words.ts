import type { BillingFrequency, Term } from '#model/term.ts';
import { subscriptionWords } from '../../ui/words.ts';

export const termWords: Readonly<Record<Term, string>> = {
  P1M: '1 month',
  P1Y: '1 year',
  P2Y: '2 years',
  P3Y: '3 years',
  none: 'No term',
};

export const frequencyWords: Readonly<Record<BillingFrequency, string>> = {
  monthly: 'Monthly',
  annual: 'Yearly',
  biennial: 'Every two years',
  triennial: 'Every three years',
  oneTime: 'Once',
  none: 'By use',
};

export const statusChoices = Object.fromEntries(Object.entries(subscriptionWords).map(([name, { word }]) => [name, word]));
