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

export const controlTotal = ({ scan, file }: ScannedInvoice): ControlTotal => ({
  invoice: file.number,
  connectionId: file.connectionId,
  version: file.version,
  ruleSet: scan.vote.chosen,
  currency: scan.billingCurrency,
  lines: scan.totals.lines,
  subtotal: centsText(scan.totals.subtotal),
  tax: centsText(scan.totals.tax),
  total: centsText(scan.totals.total),
});
