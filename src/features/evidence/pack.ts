import { type EvidenceRow, withoutCosts } from './row.ts';
import type { ControlTotal } from './totals.ts';

/** A line of a month's checklist, as evidence shows it. */
export type ShownCheck = { readonly state: string; readonly sentence: string };

/** Header and lines of the provider's invoices; null: not for the eyes of whoever asked, or not said. */
export type ShownInvoices = {
  readonly currency: string;
  readonly invoices: number;
  readonly header: string | null;
  readonly lines: string | null;
};

/** What an export holds: what it is, what it adds up to, and every difference. Rendered in each format from this and nothing else. */
export type Pack = {
  readonly title: string;
  /** Instant, RFC 3339: of the export, or of the sign-off, so that what is frozen is the same bytes each time. */
  readonly at: string;
  readonly about: readonly (readonly [string, string])[];
  readonly checks: readonly ShownCheck[];
  readonly totals: readonly ControlTotal[];
  readonly invoices: readonly ShownInvoices[];
  readonly rows: AsyncIterable<EvidenceRow>;
};

/** As somebody may have it who may not see costs. Its totals are made without them where it is made. */
export const packWithoutCosts = (pack: Pack): Pack => ({
  ...pack,
  about: [...pack.about, ['Left out', 'What the partner pays, and sums with it in them: no right to see costs']],
  invoices: pack.invoices.map((each) => ({ ...each, header: null, lines: null })),
  rows: hidden(pack.rows),
});

async function* hidden(rows: AsyncIterable<EvidenceRow>): AsyncGenerator<EvidenceRow> {
  for await (const row of rows) yield withoutCosts(row);
}
