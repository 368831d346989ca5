import type { z } from 'zod';
import type { ShownCorrection } from '#contract/reconciliation.ts';
import type { Side } from '#model/connection.ts';
import type { BookSide, Certainty, DifferenceKind, DifferenceState, Evidence } from '#model/difference.ts';
import type { Money } from '#model/money.ts';
import type { Reversibility, StepState } from '#model/plan.ts';
import { type BillingFrequency, type Term, termLabel } from '#model/term.ts';
import { formatMoney, formatQuantity } from '../../lib/format.ts';
import type { Intent, StateWord } from '../../ui/state-badge.tsx';
import { planWords, sideWords, subscriptionWords } from '../../ui/words.ts';

export { causeWords } from '#model/cause.ts';

import { billToFieldWords } from '../../ui/bill-to-words.ts';
import { invoiceKindFacts, type KindWords } from './invoice-words.ts';

export const books = ['microsoft', 'distributor', 'psa'] as const satisfies readonly Side[];

/** What else a kind says; its word is shared with other areas. */
export const kindFacts: Readonly<Record<DifferenceKind, KindWords>> = {
  quantity_mismatch_psa: { odd: 'psa', fix: 'Set the billed quantity', money: 'billing' },
  missing_in_psa: { odd: 'psa', fix: 'Add the missing line', money: 'billing' },
  cancelled_still_billed_psa: { odd: 'psa', fix: 'End the line', money: 'billing' },
  missing_in_microsoft: { odd: 'microsoft', fix: 'End the line', money: 'billing' },
  wrong_term_psa: { odd: 'psa', fix: 'Bill the right term', money: 'billing' },
  price_below_cost: { odd: 'psa', fix: 'Raise the price', money: 'billing' },
  duplicate_psa: { odd: 'psa', fix: 'End the second line', money: 'billing' },
  unmapped_product: { odd: 'psa', fix: 'Map the product', money: 'none' },
  unmapped_customer: { odd: 'psa', fix: 'Map the customer', money: 'none' },
  same_tenant_two_partners: { odd: 'microsoft', fix: 'Decide which account serves it', money: 'none' },
  access_expired: { odd: 'microsoft', fix: 'Request access again', money: 'none' },
  auto_renew_trap: { odd: 'microsoft', fix: 'Renew it, or cancel it at the end', money: 'cost' },
  extended_term_charged: { odd: 'microsoft', fix: 'Convert it to a term, or cancel it', money: 'cost' },
  promotion_ended: { odd: 'distributor', fix: 'Take the new cost over', money: 'cost' },
  seat_decrease_lost: { odd: 'microsoft', fix: 'Reduce the seats in the window', money: 'cost' },
  scheduled_change_lost: { odd: 'microsoft', fix: 'Schedule it again', money: 'cost' },
  reseller_price_missing: { odd: 'psa', fix: 'Set a price', money: 'cost' },
  quantity_mismatch_distributor: {
    odd: 'distributor',
    fix: 'Ask the distributor to correct it',
    money: 'cost',
  },
  missing_in_distributor: { odd: 'distributor', fix: 'Ask the distributor for it', money: 'cost' },
  cancelled_still_billed_distributor: {
    odd: 'distributor',
    fix: 'Cancel at the distributor',
    money: 'cost',
  },
  wrong_term_distributor: {
    odd: 'distributor',
    fix: 'Ask the distributor to correct it',
    money: 'cost',
  },
  price_mismatch_distributor: { odd: 'distributor', fix: 'Take the new cost over', money: 'cost' },
  ...invoiceKindFacts,
};

export const certaintyWords: Readonly<Record<Certainty, string>> = {
  certain: 'Certain',
  likely: 'Likely',
  possible: 'Possible',
  unknown: 'Not known',
};

export const differenceStates: Readonly<Record<DifferenceState, StateWord>> = {
  open: { word: 'To do', intent: 'warning' },
  waitingForApproval: { word: 'Waiting for approval', intent: 'info' },
  applying: { word: 'Applying', intent: 'info' },
  accepted: { word: 'Dismissed', intent: 'neutral' },
  muted: { word: 'Dismissed for now', intent: 'neutral' },
  fixed: { word: 'Resolved', intent: 'success' },
  gone: { word: 'Resolved elsewhere', intent: 'success' },
  failed: { word: 'Failed', intent: 'danger' },
};
export const cameBackWord: StateWord = { word: 'Came back', intent: 'danger' };

export const evidenceSources: Readonly<Record<Evidence['source'], string>> = {
  ...sideWords,
  mapping: 'Mapping',
  concord: 'Concord',
};

/** "we under-bill": what the sign of the money means for this kind. */
export function directionOf(kind: DifferenceKind, impact: Money | null): string {
  if (kind === 'price_below_cost' && impact === null) return 'we sell below cost';
  if (impact === null) return '';
  const { amount } = impact;
  const loses = !amount.startsWith('-');
  const { money } = kindFacts[kind];
  if (/^-?0*(\.0*)?$/.test(amount)) return 'no money effect known';
  if (money === 'cost') return loses ? 'we pay too much' : 'we pay too little';
  if (money === 'none') return loses ? 'at risk for us' : 'at risk for the customer';
  if (kind === 'price_below_cost') return 'we sell below cost';
  return loses ? 'we under-bill' : 'we over-bill';
}

/** "Set the billed quantity to 25": the suggestion with the number that Microsoft gives. */
export function fixOf(kind: DifferenceKind, microsoft: BookSide): string {
  const { fix } = kindFacts[kind];
  return kind === 'quantity_mismatch_psa' && microsoft.quantity !== undefined ? `${fix} to ${microsoft.quantity}` : fix;
}

/** What would be done at the other system. Prices are per bill of the agreement, in the currency of the difference. */
export function correctionSentence(correction: z.infer<typeof ShownCorrection>, currency: string | undefined): string {
  const price = (amount: string) =>
    `${currency === undefined ? formatQuantity(amount) : formatMoney({ amount, currency }, { unitPrice: true })} a bill`;
  switch (correction.action) {
    case 'setQuantity':
      return `Set the quantity of the PSA line from ${correction.from} to ${correction.to}.`;
    case 'setPrice':
      return `Set the price of the PSA line from ${price(correction.from)} to ${price(correction.to)}.`;
    case 'endLine':
      return `End the PSA line that bills ${correction.quantity}.`;
    case 'reopenLine':
      return `Reopen the PSA line with ${correction.quantity}.`;
    case 'addLine':
      return `Add a PSA line of ${correction.quantity} x ${correction.description} at ${price(correction.unitPrice)}.`;
    case 'replaceService':
      return `Bill ${correction.quantity} with the service of the right term at ${price(correction.unitPrice)}.`;
    case 'setSeats':
      return `Set the seats at Microsoft from ${correction.from} to ${correction.to}.`;
    case 'setAutoRenew':
      return `Switch auto-renew at Microsoft ${correction.to ? 'on' : 'off'}.`;
    case 'cancelSubscription':
      return `Cancel the subscription with its ${correction.seats} seats at Microsoft.`;
  }
}

/** Word of a subscription's status; a status that is none of ours is shown as the book says it. */
export const statusWord = (status: string | undefined): string | undefined =>
  Object.entries(subscriptionWords).find(([known]) => known === status)?.[1].word ?? status;

/** "1 year, billed monthly"; undefined when the book does not say. */
export const termOf = (term: Term | undefined, frequency: BillingFrequency | undefined): string | undefined =>
  term === undefined || frequency === undefined ? undefined : termLabel(term, frequency);

/** A plan's state as another answer tells it, in plain text. */
export const planStateOf = (state: string): StateWord =>
  Object.entries(planWords).find(([known]) => known === state)?.[1] ?? { word: state, intent: 'neutral' };

/** The outcome words of the preview-apply contract; a lost answer names the system that is asked. */
export function stepWord(state: StepState, system: string, verified: boolean): StateWord {
  const word = stepStates[state];
  if (state === 'checking') return { ...word, word: `Checking with ${system}` };
  return state === 'done' && verified ? { ...word, word: 'Done, verified' } : word;
}

const stepStates: Readonly<Record<StepState, StateWord>> = {
  planned: { word: 'Planned', intent: 'neutral' },
  applying: { word: 'Applying', intent: 'info' },
  done: { word: 'Done', intent: 'success' },
  skipped: { word: 'Skipped, already so', intent: 'neutral' },
  refused: { word: 'Refused', intent: 'danger' },
  failed: { word: 'Failed', intent: 'danger' },
  checking: { word: 'Checking', intent: 'info' },
  needsDecision: { word: 'Needs a decision', intent: 'warning' },
  undone: { word: 'Undone', intent: 'neutral' },
};

export const reversibilityWords: Readonly<Record<Reversibility, { readonly word: string; readonly intent: Intent }>> = {
  undoableHere: { word: 'Undoable here', intent: 'success' },
  reversibleUntil: { word: 'Can be undone until', intent: 'warning' },
  cannotBeUndone: { word: 'Cannot be undone', intent: 'danger' },
};

/** Fields of a line as `before` and `after` name them. Others are shown as they are called. */
const fieldWords: Readonly<Record<string, string>> = {
  quantity: 'Quantity',
  unitPrice: 'Price a bill',
  service: 'Service id',
  from: 'From',
  until: 'Ends',
  line: 'Line',
  seats: 'Seats',
  autoRenew: 'Auto-renew',
  status: 'Status',
  ...billToFieldWords,
};
export const fieldWord = (field: string): string => fieldWords[field] ?? field;

/** Verdict of reading one source, when it was not read whole. */
export const verdictSentence = (name: string, verdict: string): string =>
  verdict === 'never'
    ? `${name} was never read.`
    : verdict === 'suspicious'
      ? `${name} gave far less than before; nothing was concluded from what is missing.`
      : `${name} was not read completely.`;
