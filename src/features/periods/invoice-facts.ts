import { sql } from 'kysely';
import { z } from 'zod';
import { Decimal } from '../../lib/decimal.ts';
import { InvoiceKind, type SuspenseReason, tiesToHeader } from '../../model/invoice.ts';
import type { Db } from '../../platform/db/connect.ts';
import { asksForMoney } from '../invoices/index.ts';

/** What the provider's invoices of a month say above their lines, and what their lines add up to. Decimal text. */
export type InvoiceTotal = {
  readonly currency: string;
  readonly invoices: number;
  /** undefined: one of them says nothing above its lines. */
  readonly header: string | undefined;
  readonly lines: string;
};

export type InvoiceFacts = {
  readonly totals: readonly InvoiceTotal[];
  readonly count: number;
  /** Not complete, or not the sum of their lines. */
  readonly notTying: number;
  /** Nothing says what their lines should add up to. */
  readonly noHeader: number;
  readonly suspenseLines: number;
  /** Those of them whose customer or product is not known. */
  readonly unknownLines: number;
  readonly changedAt: Temporal.Instant | undefined;
};

type Row = {
  currency: string | null;
  state: string;
  header: unknown;
  sums: unknown;
  tie: string | null;
  suspense_lines: string;
  unknown_lines: string;
  changed_at: Temporal.Instant;
};

const Header = z.object({ total: z.string().optional() }).nullable();
const Sums = z.array(z.object({ currency: z.string(), total: z.string() }));

/** Kinds that are an invoice: usage is detail behind one, and what is unbilled is none yet. */
const invoiceKinds = InvoiceKind.options.filter((kind) => tiesToHeader[kind]);
const complete: readonly string[] = ['complete', 'reconciled', 'closed'];

const nobodyKnows: readonly SuspenseReason[] = ['unknown_customer', 'unknown_product'];
/** Of the version whose lines in suspense an invoice counts: the one in use, else the newest. */
const unknownLines = sql<string>`(
  select coalesce(sum(s.lines), 0) from invoice_suspense s where s.invoice_id = provider_invoice.invoice_id
    and s.n = coalesce(provider_invoice.published_version, provider_invoice.versions) and s.reasons <> '{}' and s.reasons && ${nobodyKnows}::text[])`;

export async function invoiceFacts(db: Db, month: string): Promise<InvoiceFacts> {
  const { rows } = await sql<Row>`
    select currency, state, header, sums, tie, suspense_lines, changed_at, ${unknownLines} as unknown_lines from provider_invoice
    where period = ${month} and kind = any(${invoiceKinds}::text[]) and ${asksForMoney('header')}`.execute(db);
  return {
    totals: totalsOf(rows),
    count: rows.length,
    notTying: rows.filter(({ state, tie }) => !complete.includes(state) || tie === 'notTied').length,
    noHeader: rows.filter(({ state, tie }) => complete.includes(state) && tie === 'noHeader').length,
    suspenseLines: rows.reduce((all, row) => all + Number(row.suspense_lines), 0),
    unknownLines: rows.reduce((all, row) => all + Number(row.unknown_lines), 0),
    changedAt: rows
      .map((row) => row.changed_at)
      .toSorted((a, b) => Temporal.Instant.compare(a, b))
      .at(-1),
  };
}

function totalsOf(rows: readonly Row[]): InvoiceTotal[] {
  const parts = rows.flatMap((row) => {
    const { total: header } = Header.parse(row.header) ?? {};
    const sums = Sums.parse(row.sums);
    const own = row.currency ?? (sums.length === 1 ? sums[0]?.currency : undefined);
    return sums.map(({ currency, total }) => ({
      currency,
      lines: total,
      header: own === undefined ? undefined : headerIn(currency, own, header),
    }));
  });
  return [...Map.groupBy(parts, ({ currency }) => currency)]
    .map(([currency, of]) => ({
      currency,
      invoices: of.length,
      header: of.every(({ header }) => header !== undefined) ? add(of.map(({ header }) => header ?? '0')) : undefined,
      lines: add(of.map(({ lines }) => lines)),
    }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

/** An invoice has one currency: a line of another one is no part of its header. Where there is none it says nothing, which is not zero. */
const headerIn = (currency: string, own: string, header: string | undefined): string | undefined =>
  header === undefined || currency === own ? header : '0';

const add = (amounts: readonly string[]): string => amounts.reduce((all, each) => all.plus(each), new Decimal(0)).toFixed();
