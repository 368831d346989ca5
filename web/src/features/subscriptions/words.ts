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

/** Names of the fields in a subscription's history; fields of a newer server keep their own name. */
export const fieldWordOf = (field: string): string =>
  ({
    seats: 'Quantity',
    status: 'Status',
    term: 'Term',
    frequency: 'Billing frequency',
    endsOn: 'Ends',
    startsOn: 'Starts',
    autoRenew: 'Renews itself',
    offerName: 'Name',
    cancelUntil: 'Can be cancelled until',
  })[field] ?? field;

export const valueText = (value: unknown): string =>
  value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
