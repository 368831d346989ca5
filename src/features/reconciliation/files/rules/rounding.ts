import { amountText, centsText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import type { Misfit, RuleSet } from '../scan/rule-sets.ts';

const formulas: Record<RuleSet, string> = {
  'seat-unit-first': 'unit price x rate cut to the cent, times quantity (usage: price x quantity cut, times rate cut)',
  'product-first': 'price x quantity x rate, cut to the cent',
};

/** A Subtotal that is not what Microsoft's own formula gives. */
export const rounding = (misfit: Misfit, set: RuleSet): Finding => ({
  kind: 'rounding',
  cause: 'line_arithmetic',
  certainty: 'certain',
  customerId: misfit.customerId,
  subscriptionId: misfit.subscriptionId,
  invoice: misfit.invoice,
  lineNo: misfit.lineNo,
  expected: centsText(misfit.expected),
  actual: centsText(misfit.actual),
  impactCents: misfit.actual - misfit.expected,
  currency: misfit.currency,
  explanation: `Microsoft's own formula (${formulas[set]}) gives ${amountText(misfit.expected, misfit.currency)}, the line has ${amountText(misfit.actual, misfit.currency)}.`,
});
