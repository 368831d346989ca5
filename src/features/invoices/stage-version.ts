import { createHash } from 'node:crypto';
import { ownReseller } from '../../model/ids.ts';
import type { InvoiceKind, InvoiceSource } from '../../model/invoice.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';
import type { GivenHeader } from './import-input.ts';
import { rankOf } from './rank.ts';
import { addFacts, type Facts } from './scan/facts.ts';
import type { KeptFile } from './scan/keep-file.ts';
import { ensureInvoice, type InvoiceIdentity, moveInvoice } from './store.ts';
import { judge } from './tie.ts';

/** A file with all names under which its content came. */
export type DistinctFile = { readonly file: KeptFile; readonly names: readonly string[]; readonly receivedHashes: readonly string[] };

/** The distinct contents in order of first listing: a blob listed twice, or under another name, counts once (M2). */
export function distinctFiles(files: readonly { readonly name: string; readonly file: KeptFile }[]): DistinctFile[] {
  const byHash = new Map<string, { file: KeptFile; names: Set<string>; receivedHashes: Set<string> }>();
  for (const { name, file } of files) {
    const same = byHash.get(file.hash) ?? { file, names: new Set(), receivedHashes: new Set() };
    same.names.add(name);
    same.receivedHashes.add(file.receivedHash);
    byHash.set(file.hash, same);
  }
  return [...byHash.values()].map(({ file, names, receivedHashes }) => ({ file, names: [...names], receivedHashes: [...receivedHashes] }));
}

/** The same contents in any order have the same hash. */
export const hashOfContents = (files: readonly DistinctFile[]): string =>
  createHash('sha256')
    .update(
      files
        .map(({ file }) => file.hash)
        .sort()
        .join('\n'),
    )
    .digest('hex');

export type Staging = {
  readonly identity: InvoiceIdentity;
  readonly header: GivenHeader;
  readonly source: InvoiceSource;
  readonly etag: string | undefined;
  readonly files: readonly DistinctFile[];
  readonly missing: readonly string[];
};

export type Staged = { readonly invoiceId: string; readonly n: number; readonly isNew: boolean };

/** Writes down what was kept as the next version; the newest one again when its content is the same. Nothing of earlier versions changes. */
export async function stageVersion(context: Context, tx: Tx, staging: Staging): Promise<Staged> {
  const now = context.clock.now();
  const { identity, files } = staging;
  const invoice = await ensureInvoice(tx, identity, { invoiceId: context.ids(), header: staging.header, now });
  if (invoice.state === 'expected') await moveInvoice(tx, invoice.invoiceId, 'importing', now);
  const facts = addFacts(files.map(({ file }) => file.facts));
  const { tie, rest, problems } = judge({
    kind: identity.kind,
    number: identity.number,
    header: invoice.header,
    facts,
    missing: staging.missing,
  });
  const rank = await rankOf(tx, invoice.invoiceId, identity.kind, facts.sums);
  const judged = {
    tie,
    rest_amount: rest ?? null,
    problems: JSON.stringify([...problems, ...rank.problems]),
    etag: staging.etag ?? null,
  };
  const contentHash = hashOfContents(files);
  const newest = await tx
    .selectFrom('invoice_version')
    .select(['n', 'content_hash'])
    .where('invoice_id', '=', invoice.invoiceId)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  const isNew = newest?.content_hash !== contentHash;
  const n = isNew ? (newest?.n ?? 0) + 1 : newest.n;
  if (isNew) {
    await tx
      .insertInto('invoice_version')
      .values({
        invoice_id: invoice.invoiceId,
        n,
        reseller_id: ownReseller,
        kind: identity.kind,
        state: rank.state,
        source: staging.source,
        content_hash: contentHash,
        fetched_at: now,
        lines: facts.lines,
        sums: JSON.stringify(facts.sums),
        unreadable: JSON.stringify(facts.firstUnreadable),
        published_by: null,
        reason: null,
        ...judged,
      })
      .execute();
    await keepBlobs(tx, invoice.invoiceId, n, files);
    await keepSuspended(tx, invoice.invoiceId, n, facts);
  } else await tx.updateTable('invoice_version').set(judged).where('invoice_id', '=', invoice.invoiceId).where('n', '=', n).execute();
  if (rank.state === 'staged') await showNewest(tx, invoice.invoiceId, n, { kind: identity.kind, facts, tie, rest, now });
  else await tx.updateTable('provider_invoice').set({ versions: n, changed_at: now }).where('invoice_id', '=', invoice.invoiceId).execute();
  return { invoiceId: invoice.invoiceId, n, isNew };
}

const keepBlobs = (tx: Tx, invoiceId: string, n: number, files: readonly DistinctFile[]): Promise<unknown> =>
  tx
    .insertInto('invoice_blob')
    .values(
      files.map(({ file, names, receivedHashes }, position) => ({
        invoice_id: invoiceId,
        n,
        position,
        reseller_id: ownReseller,
        content_hash: file.hash,
        format: file.facts.format,
        names: [...names],
        received_hashes: [...receivedHashes],
        lines: file.facts.lines,
        bytes: file.bytes,
        kept_bytes: file.keptBytes,
      })),
    )
    .execute();

const atOnce = 2_000;

async function keepSuspended(tx: Tx, invoiceId: string, n: number, { suspended }: Facts): Promise<void> {
  for (let from = 0; from < suspended.length; from += atOnce)
    await tx
      .insertInto('invoice_suspense')
      .values(
        suspended.slice(from, from + atOnce).map((group, index) => ({
          invoice_id: invoiceId,
          n,
          position: from + index,
          reseller_id: ownReseller,
          reasons: group.reasons,
          customer: storable(group.customer),
          customer_name: storable(group.customerName),
          product: storable(group.product),
          product_name: storable(group.productName),
          charge_type: storable(group.chargeType),
          currency: storable(group.currency),
          lines: group.lines,
          total: group.total,
        })),
      )
      .execute();
}

/** Names of other systems may hold what the database cannot keep: NUL, half a character. */
const storable = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();

type Newest = {
  readonly kind: InvoiceKind;
  readonly facts: Facts;
  readonly tie: string;
  readonly rest: string | undefined;
  readonly now: Temporal.Instant;
};

const showNewest = (tx: Tx, invoiceId: string, n: number, { kind, facts, tie, rest, now }: Newest): Promise<unknown> =>
  tx
    .updateTable('provider_invoice')
    .set({
      kind,
      versions: n,
      lines: String(facts.lines),
      sums: JSON.stringify(facts.sums),
      tie,
      rest_amount: rest ?? null,
      changed_at: now,
    })
    .where('invoice_id', '=', invoiceId)
    .execute();
