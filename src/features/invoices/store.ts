import { sql } from 'kysely';
import { must } from '../../lib/must.ts';
import { ownReseller } from '../../model/ids.ts';
import { InvoiceKind, type InvoiceProvider, InvoiceState, invoiceNext } from '../../model/invoice.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { cameAsExpected } from './expected.ts';
import type { GivenHeader } from './import-input.ts';
import { familyOf } from './profiles.ts';
import { FileFacts } from './scan/facts.ts';
import type { KeptFile } from './scan/keep-file.ts';

/** Which invoice it is: the number decides; what is not billed yet is one for each month and currency. */
export type InvoiceIdentity = {
  readonly provider: InvoiceProvider;
  readonly connectionId: string;
  readonly kind: InvoiceKind;
  readonly number: string;
  readonly period: string;
  readonly currency: string | undefined;
};

export type InvoiceRow = {
  readonly invoiceId: string;
  readonly state: InvoiceState;
  readonly header: GivenHeader;
  readonly versions: number;
  readonly period: string;
};

const naturalKey = ({ number, period, currency }: InvoiceIdentity): string => (number === '' ? `${period}/${currency ?? ''}` : number);

/** The invoice, made when it is new, and locked: two imports of one invoice follow each other. */
export async function ensureInvoice(
  tx: Tx,
  identity: InvoiceIdentity,
  { invoiceId, header, now }: { readonly invoiceId: string; readonly header: GivenHeader; readonly now: Temporal.Instant },
): Promise<InvoiceRow> {
  const { provider, connectionId, kind, number, period, currency } = identity;
  if (number !== '') await cameAsExpected(tx, { connectionId, family: familyOf(kind), number, period, currency });
  const row = await tx
    .insertInto('provider_invoice')
    .values({
      invoice_id: invoiceId,
      reseller_id: ownReseller,
      provider,
      connection_id: connectionId,
      kind,
      family: familyOf(kind),
      number,
      period,
      currency: currency ?? null,
      natural_key: naturalKey(identity),
      state: 'expected',
      header: isEmpty(header) ? null : JSON.stringify(header),
      published_version: null,
      lines: null,
      tie: null,
      rest_amount: null,
      created_at: now,
      changed_at: now,
    })
    .onConflict((on) =>
      on.columns(['connection_id', 'family', 'natural_key']).doUpdateSet((eb) => ({
        header: isEmpty(header) ? eb.ref('provider_invoice.header') : JSON.stringify(header),
        currency: eb.fn.coalesce('excluded.currency', 'provider_invoice.currency'),
        period: header.period ?? eb.ref('provider_invoice.period'),
      })),
    )
    .returning(['invoice_id', 'state', 'header', 'versions', 'period'])
    .executeTakeFirstOrThrow();
  return {
    invoiceId: row.invoice_id,
    state: InvoiceState.parse(row.state),
    header: row.header ?? {}, // written above, from the same type
    versions: row.versions,
    period: row.period,
  };
}

const isEmpty = ({ lines, subtotal, tax, total, status }: GivenHeader): boolean =>
  [lines, subtotal, tax, total, status].every((part) => part === undefined);

/** Moves an invoice by the table of states; staying where it is is no move. */
export async function moveInvoice(tx: Tx, invoiceId: string, to: InvoiceState, now: Temporal.Instant): Promise<void> {
  const row = await tx.selectFrom('provider_invoice').select('state').where('invoice_id', '=', invoiceId).forUpdate().executeTakeFirst();
  const from = InvoiceState.parse(must(row, 'the invoice').state);
  if (from === to) return;
  if (!(invoiceNext[from] as readonly InvoiceState[]).includes(to)) throw new Error(`An invoice that is ${from} does not become ${to}`);
  await tx.updateTable('provider_invoice').set({ state: to, changed_at: now }).where('invoice_id', '=', invoiceId).execute();
}

/** Files of this import that are kept already, by name. */
export async function readParts(tx: Tx, importKey: string): Promise<Map<string, KeptFile>> {
  const rows = await tx.selectFrom('invoice_part').selectAll().where('import_key', '=', importKey).execute();
  return new Map(
    rows.map((row) => {
      const facts = FileFacts.parse(row.facts);
      const part: KeptFile = {
        hash: row.content_hash,
        receivedHash: row.received_hash,
        bytes: Number(row.bytes),
        keptBytes: Number(row.kept_bytes),
        records: facts.lines,
        facts,
      };
      return [row.name, part];
    }),
  );
}

export const keepPart = (tx: Tx, importKey: string, name: string, part: KeptFile, now: Temporal.Instant): Promise<unknown> =>
  tx
    .insertInto('invoice_part')
    .values({
      import_key: importKey,
      name,
      reseller_id: ownReseller,
      content_hash: part.hash,
      received_hash: part.receivedHash,
      bytes: part.bytes,
      kept_bytes: part.keptBytes,
      facts: JSON.stringify(part.facts),
      kept_at: now,
    })
    .onConflict((on) => on.columns(['import_key', 'name']).doNothing())
    .execute();

export const dropParts = (tx: Tx, importKey: string): Promise<unknown> =>
  tx.deleteFrom('invoice_part').where('import_key', '=', importKey).execute();

/** Which of these contents somebody refers to: a version, its changes, an import under way, a file of a distributor, or a price sheet. */
export async function usedHashes(tx: Tx, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ hash: string }>`
    select content_hash as hash from invoice_blob where content_hash = any(${hashes})
    union select content_hash from invoice_part where content_hash = any(${hashes})
    union select content_hash from distributor_file where content_hash = any(${hashes})
    union select sha256 from price_sheet where sha256 = any(${hashes})
    union select changes ->> 'blob' from invoice_version where changes ->> 'blob' = any(${hashes})`.execute(tx);
  return new Set(rows.map((row) => row.hash));
}

export const kindOf = (text: string): InvoiceKind => InvoiceKind.parse(text);
