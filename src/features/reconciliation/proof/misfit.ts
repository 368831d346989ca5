import type { ProductFamily } from '../../../model/tolerance.ts';
import { centsText } from '../files/exact.ts';

/** The columns that are proved. */
export type ProvedColumn = 'EffectiveUnitPrice' | 'Subtotal' | 'TaxTotal' | 'Total' | 'ReferenceId';

/** A line and a column of it that does not fit: what it should be, what it is, and the formula in words with its numbers. */
export type Misfit = {
  /** From 0 over the distinct blobs of the export, as in findings. */
  readonly lineNo: number;
  readonly column: ProvedColumn;
  readonly expected: string;
  readonly given: string;
  /** Given less expected, in the currency of the line; absent where the column is no amount of money. */
  readonly differenceCents?: number;
  readonly formula: string;
  readonly currency: string;
  readonly invoice: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly product: string;
  readonly chargeType: string;
  /** Seats or usage of the line, as text: tolerances may grow with it. */
  readonly quantity: string;
  readonly family: ProductFamily;
};

/** Given less expected as decimal text; undefined where the column is no amount of money. */
export const differenceOf = ({ differenceCents }: Misfit): string | undefined =>
  differenceCents === undefined ? undefined : centsText(differenceCents);

/** A misfit as one line of JSON, its fields always in the same order. */
export const misfitLine = (misfit: Misfit, isWithinTolerance: boolean): string =>
  `${JSON.stringify({
    invoice: misfit.invoice,
    lineNo: misfit.lineNo,
    column: misfit.column,
    expected: misfit.expected,
    given: misfit.given,
    difference: differenceOf(misfit),
    currency: misfit.currency,
    withinTolerance: isWithinTolerance,
    formula: misfit.formula,
    customerId: misfit.customerId,
    subscriptionId: misfit.subscriptionId,
    product: misfit.product,
    chargeType: misfit.chargeType,
    quantity: misfit.quantity,
    family: misfit.family,
  })}\n`;
