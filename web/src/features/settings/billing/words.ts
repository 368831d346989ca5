import type { BillingBehaviour, BillingChoice, EffectiveFrom } from '#model/billing-behaviour.ts';
import { formatDate } from '../../../lib/format.ts';

export type ChoiceName = 'prorate' | 'billed' | 'rounding' | 'credits';

/** Each choice: what it is called, what reads it today and what with billing to come, and its values with their words. */
export const choiceFields: Readonly<
  Record<ChoiceName, { readonly label: string; readonly hint: string; readonly values: Readonly<Record<string, string>> }>
> = {
  prorate: {
    label: 'Parts of a billing period',
    hint: 'For the day of a correction. Whether a PSA agreement prorates is set there.',
    values: { true: 'Bill them', false: 'Begin with the next period' },
  },
  billed: {
    label: 'Bills are for',
    hint: 'Says which days are billed already, so that no correction begins in them.',
    values: { advance: 'The period that begins (in advance)', arrears: 'The period that ends (in arrears)' },
  },
  rounding: {
    label: 'Rounding',
    hint: 'For the first bill that a preview estimates; for your own invoices once Concord makes them.',
    values: {
      lineHalfUp: 'The line, half up',
      lineDown: 'The line, down',
      seatHalfUp: 'The price of a seat, half up',
      seatDown: 'The price of a seat, down',
    },
  },
  credits: {
    label: 'Credits of Microsoft',
    hint: 'Kept by you: a month’s comparison no longer reports that they were not handed on.',
    values: { customer: 'Handed on to the customer', partner: 'Kept by us' },
  },
};

export const fromWords: Readonly<Record<EffectiveFrom['from'], string>> = {
  nextBill: 'The whole next bill, without a date',
  today: 'Today',
  nextMonth: 'The first of next month',
  renewal: 'The renewal of the subscription',
  day: 'A day of the month',
};

const effectiveWord = (effective: EffectiveFrom): string =>
  effective.from === 'day' ? `Day ${effective.day} of the month` : fromWords[effective.from];

/** "From: Today", "Rounding: The line, down": what a choice says. */
export const saidBy = (choice: BillingChoice): string[] => [
  ...(choice.effective === undefined ? [] : [`From: ${effectiveWord(choice.effective)}`]),
  ...(Object.keys(choiceFields) as ChoiceName[]).flatMap((name) => {
    const { label, values } = choiceFields[name];
    return choice[name] === undefined ? [] : [`${label}: ${values[String(choice[name])] ?? ''}`];
  }),
];

export const dayWord = (effectiveOn: string | null): string => (effectiveOn === null ? 'Next bill' : formatDate(effectiveOn));

/** A choice that leaves nothing out; what it does not name stays. */
export const wholeBehaviour = (before: BillingBehaviour, choice: BillingChoice): BillingBehaviour => ({
  effective: choice.effective ?? before.effective,
  prorate: choice.prorate ?? before.prorate,
  billed: choice.billed ?? before.billed,
  rounding: choice.rounding ?? before.rounding,
  credits: choice.credits ?? before.credits,
});
