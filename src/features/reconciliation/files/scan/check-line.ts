import { amountText, centsText, productCents } from '../exact.ts';
import type { Finding } from '../finding.ts';
import { exactSeatCents, exactUsageCents, productFirstCents, seatCents, taxCents, usageCents } from '../line-money.ts';
import type { Charges } from './charges.ts';
import type { Line } from './line.ts';

/** A finding about one line. */
export type LineFinding = Finding & { readonly lineNo: number };

/** Whom a finding or a misfit is about. */
export const who = ({ customerId, subscriptionId, invoice, currency }: Omit<Charges, 'lines'>) => ({
  customerId,
  subscriptionId,
  invoice,
  currency,
});

export const repeated = (charges: Charges, line: Line): LineFinding => ({
  kind: 'duplicate_line',
  cause: 'line_repeated',
  certainty: 'certain',
  ...who(charges),
  lineNo: line.place,
  expected: 'one line',
  actual: 'the same line again',
  impactCents: line.subtotal,
  explanation: `The invoice holds this line more than once, in every column the same; ${amountText(line.subtotal, charges.currency)} is charged again.`,
});

/** A Total that is not Subtotal and TaxTotal. */
export function offTotal(charges: Charges, line: Line): LineFinding | undefined {
  const expected = line.subtotal + line.tax;
  if (line.total === expected) return undefined;
  return {
    kind: 'rounding',
    cause: 'total_not_sum',
    certainty: 'certain',
    ...who(charges),
    lineNo: line.place,
    expected: centsText(expected),
    actual: centsText(line.total),
    impactCents: line.total - expected,
    explanation: `Total is ${amountText(line.total, charges.currency)}, but Subtotal and TaxTotal add up to ${amountText(expected, charges.currency)}.`,
  };
}

/** A TaxTotal that is not the country's rate on Subtotal; nothing where the rate is unknown. */
export function offTax(charges: Charges, line: Line): LineFinding | undefined {
  const { country, taxPpm } = line.market;
  const expected = taxPpm === undefined ? line.tax : taxCents(line.subtotal, taxPpm);
  if (expected === line.tax) return undefined;
  const isRounding = Math.abs(expected - line.tax) <= 1;
  return {
    kind: 'tax_rounding',
    cause: isRounding ? 'tax_rounded_otherwise' : 'tax_rate_differs',
    certainty: isRounding ? 'certain' : 'possible',
    ...who(charges),
    lineNo: line.place,
    expected: centsText(expected),
    actual: centsText(line.tax),
    impactCents: line.tax - expected,
    explanation: `The rate of ${country} on ${amountText(line.subtotal, charges.currency)} is ${amountText(expected, charges.currency)} tax, rounded half up; the line has ${amountText(line.tax, charges.currency)}.`,
  };
}

/** What Subtotal must be by each rule set; undefined when the numbers are beyond what can be computed. */
export function usageByRules({ effective, quantity, rate, fine }: Line): number | undefined {
  return fine === undefined ? usageCents(effective, quantity, rate) : exactUsageCents(fine.price, fine.quantity, fine.rate);
}
export function unitFirstByRules({ effective, quantity, rate, fine }: Line): number | undefined {
  return fine === undefined ? seatCents(effective, quantity, rate) : exactSeatCents(fine.price, fine.quantity, fine.rate);
}
export function productFirstByRules({ effective, quantity, rate, fine }: Line): number | undefined {
  return fine === undefined ? productFirstCents(effective, quantity, rate) : productCents(fine.price, fine.quantity, fine.rate);
}
