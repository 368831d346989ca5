import type { InvoiceKind } from '../../model/invoice.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { VersionProblem } from './import-input.ts';
import { type Sum, Sums } from './scan/facts.ts';

/** Files that hold every column of an invoice; the first API's lines are the same lines by another door, which is closed by and by. */
const full: readonly InvoiceKind[] = ['reconciliation', 'portalCsv'];

export type Rank = { readonly state: 'staged' | 'superseded'; readonly problems: readonly VersionProblem[] };
const free: Rank = { state: 'staged', problems: [] };

/**
 * Lines of the first API (partner-center-api.md 10.1) for an invoice whose export is in use: they are kept, and the export stays. Both are
 * the same invoice, so their sums are held against each other.
 */
export async function rankOf(tx: Tx, invoiceId: string, kind: InvoiceKind, sums: readonly Sum[]): Promise<Rank> {
  if (kind !== 'v1Lines') return free;
  const inUse = await tx
    .selectFrom('provider_invoice as i')
    .innerJoin('invoice_version as v', (join) => join.onRef('v.invoice_id', '=', 'i.invoice_id').onRef('v.n', '=', 'i.published_version'))
    .select(['v.kind', 'v.sums'])
    .where('i.invoice_id', '=', invoiceId)
    .where('v.kind', 'in', [...full])
    .executeTakeFirst();
  if (inUse === undefined) return free;
  const isSame = totalsOf(Sums.parse(inUse.sums)) === totalsOf(sums);
  return { state: 'superseded', problems: isSame ? [] : [{ code: 'total_differs', count: 1, sentence: differs }] };
}

const differs = 'These lines of the first API do not add up to those of the file that is in use.';

const totalsOf = (sums: readonly Sum[]): string =>
  sums
    .map(({ currency, subtotal, tax, total }) => [currency, subtotal, tax, total].join(' '))
    .sort()
    .join('\n');
