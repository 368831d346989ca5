import { sql } from 'kysely';
import { z } from 'zod';
import { InvoiceKind, InvoiceProvider, InvoiceSource, InvoiceState, TieProblem, VersionState } from '../../model/invoice.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { countUpTo, type RowTotal } from '../../platform/db/count-up-to.ts';
import { type KeysetPage, keysetPage, type ListRequest, type SortKey } from '../../platform/db/keyset.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { GivenHeader, VersionProblem } from './import-input.ts';
import { type Sum, Sums } from './scan/facts.ts';
import type { Tie } from './tie.ts';

export type InvoiceView = {
  readonly invoiceId: string;
  readonly provider: InvoiceProvider;
  readonly kind: InvoiceKind;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly number: string;
  readonly period: string;
  readonly currency: string | null;
  readonly state: InvoiceState;
  readonly lines: number | null;
  readonly sums: readonly Sum[];
  readonly tie: Tie | null;
  readonly rest: string | null;
  readonly header: GivenHeader | null;
  readonly versions: number;
  readonly publishedVersion: number | null;
  readonly suspenseLines: number;
  /** When the newest version was fetched. */
  readonly readAt: Temporal.Instant | null;
  readonly changedAt: Temporal.Instant;
};

export type InvoiceFilter = {
  readonly q?: string | undefined;
  readonly period?: string | undefined;
  readonly state?: readonly InvoiceState[] | undefined;
  readonly kind?: readonly InvoiceKind[] | undefined;
  readonly connectionId?: string | undefined;
};

export type InvoiceList = ListRequest<InvoiceFilter>;

const byPeriod: SortKey = { expression: sql.ref('i.period'), type: 'text' };
/** One index for each (0050). */
const sorts: Readonly<Record<string, SortKey>> = {
  period: byPeriod,
  number: { expression: sql.ref('i.number'), type: 'text' },
  changedAt: { expression: sql.ref('i.changed_at'), type: 'timestamptz' },
};

const TieWord = z.enum(['tied', 'notTied', 'noHeader']);
const Header = z.object({
  lines: z.number().optional(),
  subtotal: z.string().optional(),
  tax: z.string().optional(),
  total: z.string().optional(),
  currency: z.string().optional(),
});

const columns = sql`i.invoice_id, i.provider, i.kind, i.connection_id, c.name as connection_name, i.number, i.period, i.currency, i.state, i.lines, i.sums,
  i.tie, i.rest_amount, i.header, i.versions, i.published_version, i.suspense_lines, i.changed_at,
  (select fetched_at from invoice_version v where v.invoice_id = i.invoice_id order by n desc limit 1) as fetched_at`;

type Row = {
  invoice_id: string;
  provider: string;
  kind: string;
  connection_id: string;
  connection_name: string;
  number: string;
  period: string;
  currency: string | null;
  state: string;
  lines: string | null;
  sums: unknown;
  tie: string | null;
  rest_amount: string | null;
  header: unknown;
  versions: number;
  published_version: number | null;
  suspense_lines: string;
  fetched_at: Temporal.Instant | null;
  changed_at: Temporal.Instant;
};

const toView = (row: Row): InvoiceView => ({
  invoiceId: row.invoice_id,
  provider: InvoiceProvider.parse(row.provider),
  kind: InvoiceKind.parse(row.kind),
  connectionId: row.connection_id,
  connectionName: row.connection_name,
  number: row.number,
  period: row.period,
  currency: row.currency,
  state: InvoiceState.parse(row.state),
  lines: row.lines === null ? null : Number(row.lines),
  sums: Sums.parse(row.sums),
  tie: row.tie === null ? null : TieWord.parse(row.tie),
  rest: row.rest_amount,
  header: row.header === null ? null : Header.parse(row.header),
  versions: row.versions,
  publishedVersion: row.published_version,
  suspenseLines: Number(row.suspense_lines),
  readAt: row.fetched_at,
  changedAt: row.changed_at,
});

const filtered = ({ q, period, state, kind, connectionId }: InvoiceFilter) =>
  sql.join(
    [
      sql`true`,
      ...(period === undefined ? [] : [sql`i.period = ${period}`]),
      ...(state === undefined ? [] : [sql`i.state = any(${[...state]})`]),
      ...(kind === undefined ? [] : [sql`i.kind = any(${[...kind]})`]),
      ...(connectionId === undefined ? [] : [sql`i.connection_id = ${connectionId}::uuid`]),
      ...(q === undefined ? [] : [sql`i.number ilike ${`%${q.replace(/[\\%_]/g, String.raw`\$&`)}%`}`]),
    ],
    sql` and `,
  );

export const listInvoices = (context: Context, list: InvoiceList): Promise<KeysetPage<InvoiceView> & { readonly total?: RowTotal }> =>
  inScope(context.db, context.scope, async (tx) => {
    const from = sql`provider_invoice i join connection c on c.connection_id = i.connection_id where ${filtered(list.filter)}`;
    const page = await keysetPage(
      list,
      sorts[list.sort] ?? byPeriod,
      sql.ref('i.invoice_id'),
      async ({ where, orderBy, limit, pageKey }) => {
        const { rows } = await sql<Row & { page_key: string; page_id: string }>`
        select ${columns}, ${pageKey} as page_key, i.invoice_id as page_id from ${from} and ${where} order by ${orderBy} limit ${limit}`.execute(
          tx,
        );
        return rows;
      },
    );
    return { ...page, rows: page.rows.map(toView), ...(list.count && { total: await countUpTo(tx, from) }) };
  });

export const findInvoice = (context: Context, invoiceId: string): Promise<InvoiceView | undefined> =>
  inScope(context.db, context.scope, async (tx) => {
    const { rows } = await sql<Row>`
      select ${columns} from provider_invoice i join connection c on c.connection_id = i.connection_id where i.invoice_id = ${invoiceId}::uuid`.execute(
      tx,
    );
    return rows[0] === undefined ? undefined : toView(rows[0]);
  });

const Problems = z.array(z.object({ code: TieProblem, sentence: z.string(), count: z.number() }));
const Changes = z.object({
  against: z.number(),
  added: z.number(),
  removed: z.number(),
  effect: z.array(z.object({ currency: z.string(), amount: z.string() })),
  blob: z.string().optional(),
});
export type ChangesView = z.infer<typeof Changes>;

export type VersionView = {
  readonly n: number;
  readonly kind: InvoiceKind;
  readonly state: VersionState;
  readonly source: InvoiceSource;
  readonly contentHash: string;
  readonly etag: string | null;
  readonly fetchedAt: Temporal.Instant;
  readonly lines: number;
  readonly sums: readonly Sum[];
  readonly tie: Tie;
  readonly rest: string | null;
  readonly problems: readonly VersionProblem[];
  readonly changes: ChangesView | null;
  readonly publishedAt: Temporal.Instant | null;
  readonly publishedBy: string | null;
  readonly reason: string | null;
  readonly files: readonly {
    readonly names: readonly string[];
    readonly contentHash: string;
    readonly receivedHashes: readonly string[];
    readonly lines: number;
    readonly bytes: number;
    readonly keptBytes: number;
  }[];
};

/** All versions, the newest first. */
export const listVersions = (context: Context, invoiceId: string): Promise<VersionView[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const versions = await tx.selectFrom('invoice_version').selectAll().where('invoice_id', '=', invoiceId).orderBy('n', 'desc').execute();
    const files = await tx
      .selectFrom('invoice_blob')
      .selectAll()
      .where('invoice_id', '=', invoiceId)
      .orderBy('n')
      .orderBy('position')
      .execute();
    const filesOf = Map.groupBy(files, ({ n }) => n);
    return versions.map((row) => ({
      n: row.n,
      kind: InvoiceKind.parse(row.kind),
      state: VersionState.parse(row.state),
      source: InvoiceSource.parse(row.source),
      contentHash: row.content_hash,
      etag: row.etag,
      fetchedAt: row.fetched_at,
      lines: Number(row.lines),
      sums: Sums.parse(row.sums),
      tie: TieWord.parse(row.tie),
      rest: row.rest_amount,
      problems: Problems.parse(row.problems),
      changes: row.changes === null ? null : Changes.parse(row.changes),
      publishedAt: row.published_at,
      publishedBy: row.published_by,
      reason: row.reason,
      files: (filesOf.get(row.n) ?? []).map((file) => ({
        names: file.names,
        contentHash: file.content_hash,
        receivedHashes: file.received_hashes,
        lines: Number(file.lines),
        bytes: Number(file.bytes),
        keptBytes: Number(file.kept_bytes),
      })),
    }));
  });

export type FoundVersion = {
  readonly n: number;
  readonly kind: InvoiceKind;
  readonly connectionId: string;
  readonly fetchedAt: Temporal.Instant;
  readonly changes: ChangesView | null;
};

/** The version that people mean when they name none: the one in use, else the newest. Undefined when there is none. */
export async function versionIn(tx: Tx, invoiceId: string, n: number | undefined): Promise<FoundVersion | undefined> {
  const row = await tx
    .selectFrom('invoice_version as v')
    .innerJoin('provider_invoice as i', 'i.invoice_id', 'v.invoice_id')
    .select(['v.n', 'v.kind', 'v.changes', 'v.fetched_at', 'i.connection_id'])
    .where('v.invoice_id', '=', invoiceId)
    .where('v.n', '=', n ?? sql<number>`coalesce(i.published_version, i.versions)`)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const changes = row.changes === null ? null : Changes.parse(row.changes);
  return { n: row.n, kind: InvoiceKind.parse(row.kind), connectionId: row.connection_id, fetchedAt: row.fetched_at, changes };
}
