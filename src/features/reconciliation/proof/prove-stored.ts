import type { InvoiceKind } from '../../../model/invoice.ts';
import { defaultTolerance } from '../../../model/tolerance.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { findInvoice, type InvoiceView, openLines } from '../../invoices/index.ts';
import { readSettings } from '../../settings/index.ts';
import { parseCents, parseScaled } from '../files/exact.ts';
import type { InvoiceHeader } from '../files/inputs/header.ts';
import { ProblemList } from '../files/problem.ts';
import type { Line } from './line.ts';
import type { TaxRates } from './line-proof.ts';
import { proveInvoice } from './prove-invoice.ts';
import { InvoiceLines } from './read-lines.ts';
import type { InvoiceProof } from './result.ts';

export type StoredProof =
  | { readonly status: 'proved'; readonly proof: InvoiceProof; readonly version: number; readonly isComplete: boolean }
  | { readonly status: 'refused'; readonly because: 'unknown' | 'notPublished' | 'otherFormulas' | 'tooLong' };

/** Files with the columns of the invoice reconciliation file; of others no formulas are published. */
const provable: ReadonlySet<InvoiceKind> = new Set<InvoiceKind>(['reconciliation', 'unbilledReconciliation', 'portalCsv']);
// Half a minute of work; longer ones are for the command line, which may take its time.
const mostLines = 1_000_000;

/** Proves the version of an invoice that is in use. */
export async function proveStored(context: Context, invoiceId: string): Promise<StoredProof> {
  const invoice = await findInvoice(context, invoiceId);
  if (invoice === undefined) return { status: 'refused', because: 'unknown' };
  if (invoice.publishedVersion === null) return { status: 'refused', because: 'notPublished' };
  if (!provable.has(invoice.kind)) return { status: 'refused', because: 'otherFormulas' };
  if ((invoice.lines ?? 0) > mostLines) return { status: 'refused', because: 'tooLong' };
  const version = invoice.publishedVersion;
  const files = await openLines(context, { invoiceId, n: version });
  const { taxRates } = await inScope(context.db, context.scope, readSettings);
  const problems = new ProblemList();
  const lines = async (visit: (line: Line) => void): Promise<void> => {
    const reading = new InvoiceLines(problems, visit);
    for (const { name, format, open } of files) await reading.read({ name, format, content: open() });
  };
  const proof = await proveInvoice({ lines, header: headerOf(invoice), rates: toPpm(taxRates), tolerance: defaultTolerance });
  return { status: 'proved', proof, version, isComplete: problems.badRows === 0 };
}

function headerOf({ header, number }: InvoiceView): InvoiceHeader | undefined {
  if (header === null) return undefined;
  const cents = (amount: string | undefined): number | undefined => (amount === undefined ? undefined : parseCents(amount));
  return {
    id: number,
    from: undefined,
    to: undefined,
    lines: header.lines,
    subtotal: cents(header.subtotal),
    tax: cents(header.tax),
    total: cents(header.total),
    currency: header.currency,
  };
}

/** Per cent as millionths: `19` is 190000. */
const toPpm = (rates: Readonly<Record<string, string>>): TaxRates =>
  new Map(
    Object.entries(rates).flatMap(([country, percent]) => {
      const ppm = parseScaled(percent, 4);
      return ppm === undefined ? [] : [[country.toUpperCase(), ppm] as const];
    }),
  );
