import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../lib/canonical.ts';
import { isProvable } from '../../../model/invoice.ts';
import { defaultTolerance, type Tolerance } from '../../../model/tolerance.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { toleranceOf } from '../../connections/index.ts';
import type { Context } from '../../context.ts';
import {
  findInvoice,
  type ImportTolerance,
  type InvoiceView,
  keepProof,
  openLines,
  readProof,
  toleranceOfImport,
} from '../../invoices/index.ts';
import { readSettings } from '../../settings/index.ts';
import { parseCents, parseScaled } from '../files/exact.ts';
import type { InvoiceHeader } from '../files/inputs/header.ts';
import { ProblemList } from '../files/problem.ts';
import type { Line } from './line.ts';
import type { TaxRates } from './line-proof.ts';
import { proveInvoice } from './prove-invoice.ts';
import { InvoiceLines } from './read-lines.ts';
import type { InvoiceProof } from './result.ts';

type Proved = { readonly proof: InvoiceProof; readonly isComplete: boolean };
export type StoredProof =
  | ({
      readonly status: 'proved';
      readonly version: number /** What was set for this import alone. */;
      readonly own: ImportTolerance | undefined;
    } & Proved)
  | { readonly status: 'refused'; readonly because: 'unknown' | 'notPublished' | 'otherFormulas' | 'tooLong' };

// Half a minute of work; longer ones are proved by their job.
const mostLines = 1_000_000;

/** The proof of the version of an invoice that is in use: as it was kept, else made now and kept. A job, which can wait, proves any length. */
export async function proveStored(context: Context, invoiceId: string, job?: { readonly signal: AbortSignal }): Promise<StoredProof> {
  const invoice = await findInvoice(context, invoiceId);
  if (invoice === undefined) return { status: 'refused', because: 'unknown' };
  if (invoice.publishedVersion === null) return { status: 'refused', because: 'notPublished' };
  if (!isProvable[invoice.kind]) return { status: 'refused', because: 'otherFormulas' };
  const version = { invoiceId, n: invoice.publishedVersion };
  const { taxRates } = await inScope(context.db, context.scope, readSettings);
  const { own, tolerance } = await judgedBy(context, invoice);
  const mark = createHash('sha256')
    .update(canonicalJson({ made, header: invoice.header, taxRates, tolerance }))
    .digest('hex');
  const kept = await readProof(context, version);
  // Written below, from the same type.
  if (kept?.mark === mark) return { status: 'proved', version: version.n, own, ...(kept.proof as Proved) };
  if (job === undefined && (invoice.lines ?? 0) > mostLines) return { status: 'refused', because: 'tooLong' };
  const proved = await prove(context, invoice, { version, rates: toPpm(taxRates), tolerance, signal: job?.signal });
  await keepProof(context, version, { mark, proof: proved });
  return { status: 'proved', version: version.n, own, ...proved };
}

/** What was said for this import, else what the account's own record says, else the default; kept with the proof, so that a later change rewrites no history. */
async function judgedBy(context: Context, { invoiceId, connectionId }: InvoiceView) {
  const own = await toleranceOfImport(context, invoiceId);
  return { own, tolerance: own?.tolerance ?? (await toleranceOf(context, connectionId)) ?? defaultTolerance };
}

/** Grows with each change of what a proof says, so that those that were kept before are made anew. */
const made = 1;

type Prove = {
  readonly version: { readonly invoiceId: string; readonly n: number };
  readonly rates: TaxRates;
  readonly tolerance: Tolerance;
  readonly signal: AbortSignal | undefined;
};

async function prove(context: Context, invoice: InvoiceView, { version, rates, tolerance, signal }: Prove): Promise<Proved> {
  const files = await openLines(context, version);
  const problems = new ProblemList();
  const lines = async (visit: (line: Line) => void): Promise<void> => {
    const reading = new InvoiceLines(problems, visit);
    for (const { name, format, open } of files) {
      signal?.throwIfAborted();
      await reading.read({ name, format, content: open() });
    }
  };
  const proof = await proveInvoice({ lines, header: headerOf(invoice), rates, tolerance });
  return { proof, isComplete: problems.badRows === 0 };
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
