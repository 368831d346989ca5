import { centsText } from '../files/exact.ts';
import type { ScannedInvoice } from './scan-invoices.ts';

/** What the lines of one invoice add up to, exact, as decimal text. */
export type ControlTotal = {
  readonly invoice: string;
  readonly connectionId: string;
  readonly version: number;
  readonly ruleSet: string;
  readonly currency: string;
  readonly lines: number;
  readonly subtotal: string;
  readonly tax: string;
  readonly total: string;
};

/** One entry for each currency, the invoice's own first. */
export const controlTotals = ({ scan, file }: ScannedInvoice): readonly ControlTotal[] =>
  scan.sumsByCurrency(undefined).map(({ currency, lines, subtotal, tax, total }) => ({
    invoice: file.number,
    connectionId: file.connectionId,
    version: file.version,
    ruleSet: scan.vote.chosen,
    currency,
    lines,
    subtotal: centsText(subtotal),
    tax: centsText(tax),
    total: centsText(total),
  }));
