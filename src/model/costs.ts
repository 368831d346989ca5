import { parseDecimal } from '../lib/decimal.ts';
import type { Act, CauseCode, Correction, DifferenceKind, Evidence } from './difference.ts';
import { invoiceSentences, isStanding, onceKinds } from './invoice-difference.ts';
import { termKinds } from './term-difference.ts';

/** Kinds whose money is a cost, or a price less a cost: whoever knows the seats or the price could tell the cost from it. */
export const costKinds = [
  'price_below_cost',
  'price_mismatch_distributor',
  'quantity_mismatch_distributor',
  'cancelled_still_billed_distributor',
  'unmapped_product',
  'unmapped_customer',
  ...onceKinds,
  ...termKinds,
] as const satisfies readonly DifferenceKind[];

/** Without a price in the catalogue, what is not billed is told by what it costs. */
const hasNoPrice = (correction: Correction | undefined): boolean =>
  correction === undefined || (correction.action === 'addLine' && parseDecimal(correction.unitPrice)?.isZero() !== false);

export type MoneyOf = {
  readonly kind: DifferenceKind;
  readonly correction?: Correction | undefined;
  /** The month on whose invoices it was found: those say what the partner is charged. */
  readonly period?: string | undefined;
};

/** Whether a difference's money tells what the partner pays. The database says the same in 0080-term-ends.sql. */
export const isCostMoney = ({ kind, correction, period }: MoneyOf): boolean =>
  (costKinds as readonly DifferenceKind[]).includes(kind) ||
  (period !== undefined && !isStanding(kind)) ||
  (kind === 'missing_in_psa' && hasNoPrice(correction));

/** The same for a step, which knows only its correction: a price is put right only where it is below the cost. */
export const isCostStep = (correction: Act): boolean =>
  correction.action === 'setPrice' || (correction.action === 'addLine' && hasNoPrice(correction));

/** What evidence of a cost is called; it is known by its name again. */
export const costLabels = {
  distributor: 'Cost at the distributor',
  psa: 'Cost noted in the PSA line',
  expected: 'Expected on the invoice',
  charged: 'Charged on the invoice',
  elsewhere: 'Of it in other differences',
} as const;

export const isCostEvidence = ({ label }: Evidence): boolean => (Object.values(costLabels) as string[]).includes(label);

/** What the sentence of a cause says to those who may not see costs, where it names one. */
export const sentenceWithoutCosts: Readonly<Partial<Record<CauseCode, string>>> = {
  sold_below_cost: 'A seat is sold for less than it costs.',
  price_lowered: 'A seat is sold for less than it costs: the price of the line is below the catalogue.',
  cost_raised: 'A seat is sold for less than it costs: the cost rose above the price.',
  auto_renew_off: 'Auto-renew is off and no end was asked for: it goes on in an extended term at a higher price.',
  extended_term: 'It goes on in an extended term, month by month, at a higher price.',
  promotion_over: 'The promotion ended with the renewal, and it costs more since.',
  price_missing: 'It costs something and is billed at nothing: the service has no price.',
  noted_cost_outdated: 'The PSA line counts with another cost than the distributor charges.',
  distributor_cost_changed: 'The distributor charges another cost than the PSA counts with.',
  ...invoiceSentences,
};
