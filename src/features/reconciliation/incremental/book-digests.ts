import { sql } from 'kysely';
import type { Db } from '../../../platform/db/connect.ts';

type Owner = 'customer_id' | 'account_id';
type Book = {
  readonly table: string;
  readonly of: Owner;
  /** What a comparison reads of it; all but when it was seen if left out, so that a new column counts by itself. */
  readonly columns?: readonly string[];
};

/** Everything that `read-rows.ts` and `read-history.ts` read of a customer and of its accounts. */
const books: readonly Book[] = [
  { table: 'customer', of: 'customer_id', columns: ['name', 'tenant_id', 'currency', 'access_state', 'access_ends_at', 'reseller_id'] },
  { table: 'customer_connection', of: 'customer_id' },
  { table: 'subscription', of: 'customer_id' },
  { table: 'subscription_change', of: 'customer_id', columns: ['change_id'] }, // only ever added to
  {
    table: 'activity_record',
    of: 'customer_id',
    columns: ['connection_id', 'record_id', 'subscription_remote_id', 'quantity_before', 'quantity_after', 'outcome', 'who', 'happened_at'],
  },
  { table: 'account_mapping', of: 'customer_id', columns: ['connection_id', 'account_id', 'state', 'changed_at'] },
  { table: 'account', of: 'account_id', columns: ['currency'] },
  { table: 'distributor_subscription', of: 'account_id' },
  { table: 'psa_agreement', of: 'account_id' },
  { table: 'psa_line', of: 'account_id' },
  { table: 'psa_line_change', of: 'account_id' },
];
/** What is the same for all customers. */
const catalogues = ['psa_service', 'product_mapping', 'distributor_product'] as const;

/** By id, what one book says of it, as text that is equal when the rows are. */
export type Digests = ReadonlyMap<string, string>;
export type BookDigests = { readonly ofCustomer: readonly Digests[]; readonly ofAccount: readonly Digests[]; readonly bought: Digests };

/** One statement a book for all customers: rows are hashed where they lie, in no order. */
export async function readBookDigests(db: Db): Promise<BookDigests> {
  const columnsOf = await readColumns(
    db,
    books.map(({ table }) => table),
  );
  const found = new Map<string, Digests>();
  for (const { table, of, columns = columnsOf.get(table) ?? [] } of books) found.set(table, await digestsBy(db, table, of, columns));
  const by = (owner: Owner): Digests[] => books.flatMap(({ table, of }) => (of === owner ? (found.get(table) ?? []) : []));
  return { ofCustomer: by('customer_id'), ofAccount: by('account_id'), bought: found.get('subscription') ?? new Map<string, string>() };
}

export async function readCatalogueDigests(db: Db): Promise<string[]> {
  const columnsOf = await readColumns(db, catalogues);
  const digests: string[] = [];
  for (const table of catalogues) {
    const { rows } = await sql<{ digest: string | null }>`
      select ${hashOfRows(columnsOf.get(table) ?? [])} as digest from ${sql.table(table)}`.execute(db);
    digests.push(rows[0]?.digest ?? '');
  }
  return digests;
}

async function digestsBy(db: Db, table: string, of: Owner, columns: readonly string[]): Promise<Digests> {
  const { rows } = await sql<{ id: string; digest: string }>`
    select ${sql.ref(of)} as id, ${hashOfRows(columns)} as digest from ${sql.table(table)} group by ${sql.ref(of)}`.execute(db);
  return new Map(rows.map(({ id, digest }) => [id, digest]));
}

/** A sum of 64-bit hashes does not depend on the order of rows; with their count beside it, a row that comes twice is another sum. */
const hashOfRows = (columns: readonly string[]) =>
  sql`count(*)::text || ' ' || sum(hash_record_extended(row(${sql.join(columns.map((column) => sql.ref(column)))}), 0)::numeric)::text`;

/** When a row was last seen is no difference: every reading moves it. */
async function readColumns(db: Db, tables: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    select relname as table, array_agg(attname::text order by attnum) as columns
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where attrelid = any(${[...tables]}::regclass[]) and attnum > 0 and not attisdropped and attname <> 'seen_at'
    group by relname`.execute(db);
  return new Map(rows.map((row) => [row.table, row.columns]));
}
