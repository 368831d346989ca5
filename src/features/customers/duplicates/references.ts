import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../../../platform/db/connect.ts';

/** A table whose rows belong to a customer, as the database itself tells it: a table that comes later is not forgotten. */
export type Reference = {
  readonly table: string;
  /** What names a row for good. */
  readonly key: readonly string[];
  /** Sets of columns of which a customer has each combination once, without the customer. */
  readonly unique: readonly (readonly string[])[];
  /** Columns that can be written; generated ones are not among them. */
  readonly columns: readonly string[];
};

/** A row by its key, and what stood in it. */
export type MovedRow = { readonly table: string; readonly key: Readonly<Record<string, unknown>> };
/** An account that a merge made a further one, and for what. */
export const JoinedLink = z.object({
  mappingId: z.string(),
  connectionId: z.string(),
  accountId: z.string().nullable(),
  covers: z.array(z.string()),
});
export type JoinedLink = z.infer<typeof JoinedLink>;
export type RemovedRow = { readonly table: string; readonly row: Readonly<Record<string, unknown>> };

/** The customers themselves and their tenants are told apart by hand; what was compared is only remembered work. */
const ownHandling = ['customer', 'customer_identity', 'compared_books'];

/** Every table with a `customer_id`, with its unique keys. Partial unique indexes count as whole ones: that only leaves more rows where they are. */
export async function readReferences(tx: Tx): Promise<readonly Reference[]> {
  const { rows } = await sql<{ table: string; key: string[]; uniques: string[][] | null; columns: string[] }>`
    select c.relname::text as table,
      array(select a.attname::text from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
        where i.indrelid = c.oid and i.indisprimary order by a.attnum) as key,
      (select json_agg(names) from (
        select array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = any(i.indkey) and a.attname <> 'customer_id') as names
        from pg_index i where i.indrelid = c.oid and i.indisunique
          and exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum = any(i.indkey) and a.attname = 'customer_id')) as each) as uniques,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
    from pg_class c join pg_attribute held on held.attrelid = c.oid and held.attname = 'customer_id' and not held.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not (c.relname = any(${ownHandling}::text[]))
    order by c.relname`.execute(tx);
  return rows.map(({ table, key, uniques, columns }) => ({ table, key, unique: uniques ?? [], columns }));
}

const keyOf = (prefix: string, columns: readonly string[]): RawBuilder<unknown> =>
  columns.length === 0
    ? sql`''`
    : sql`jsonb_build_object(${sql.join(columns.flatMap((column) => [sql`${column}::text`, sql.ref(`${prefix}.${column}`)]))})`;

/** Gives the rows of one customer to another. A row of which the other has its own (same unique key) stays. Answers what was moved. */
export async function moveRows(tx: Tx, { table, key, unique }: Reference, from: string, to: string): Promise<MovedRow[]> {
  const taken = unique.map(
    (columns) => sql`exists (select from ${sql.table(table)} as theirs where theirs.customer_id = ${to}::uuid
      and ${keyOf('theirs', columns)} = ${keyOf('ours', columns)})`,
  );
  const stays = taken.length === 0 ? sql`false` : sql`(${sql.join(taken, sql` or `)})`;
  const { rows } = await sql<{ key: Record<string, unknown> }>`
    update ${sql.table(table)} as ours set customer_id = ${to}::uuid
    where ours.customer_id = ${from}::uuid and not ${stays}
    returning ${keyOf('ours', key)} as key`.execute(tx);
  return rows.map((row) => ({ table, key: row.key }));
}

/** What a comparison finds again: what stands there of itself gives way to what comes back, with its age and decisions. */
const derived: ReadonlySet<string> = new Set(['difference']);

/**
 * Gives rows back that are still there. Where another one of the same unique key came in between, it stays as it is, and ours where it is; what
 * a comparison found in between gives way. Answers how many went back.
 */
export async function moveBack(tx: Tx, reference: Reference, moved: readonly MovedRow[], from: string, to: string): Promise<number> {
  const { table, key, unique } = reference;
  const keys = JSON.stringify(moved.map((row) => row.key));
  const others = key.filter((column) => column !== 'customer_id');
  const wasMoved = sql`ours.customer_id = ${from}::uuid and exists (
    select from jsonb_array_elements(${keys}::jsonb) as given
    where ${sql.join([sql`true`, ...others.map((column) => sql`given.value -> ${column}::text = to_jsonb(${sql.ref(`ours.${column}`)})`)], sql` and `)})`;
  const isSame = sql`(${sql.join([sql`false`, ...unique.map((columns) => sql`${keyOf('theirs', columns)} = ${keyOf('ours', columns)}`)], sql` or `)})`;
  if (derived.has(table))
    await sql`delete from ${sql.table(table)} as theirs using ${sql.table(table)} as ours
      where theirs.customer_id = ${to}::uuid and ${wasMoved} and ${isSame}`.execute(tx);
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} as ours set customer_id = ${to}::uuid
    where ${wasMoved} and not exists (select from ${sql.table(table)} as theirs where theirs.customer_id = ${to}::uuid and ${isSame})`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0n);
}

/**
 * An account that only the one who goes has mapped must go on being compared: an empty mapping of the other makes room for it. Answers the
 * rows that were taken away, as they were.
 */
export async function makeRoom(tx: Tx, from: string, to: string): Promise<RemovedRow[]> {
  const { rows } = await sql<{ row: Record<string, unknown> }>`
    delete from account_mapping as empty
    where empty.customer_id = ${to}::uuid and empty.account_id is null and exists (
      select from account_mapping as full_one where full_one.customer_id = ${from}::uuid
        and full_one.connection_id = empty.connection_id and full_one.account_id is not null)
    returning to_jsonb(empty) as row`.execute(tx);
  return rows.map(toRemoved);
}

const toRemoved = ({ row }: { readonly row: Readonly<Record<string, unknown>> }): RemovedRow => ({ table: 'account_mapping', row });

/**
 * Where both have an account of one connection, nobody would be behind the account of the one who goes, and all that is billed there would be
 * found as gone from Microsoft. It becomes a further account of the other, for the subscriptions that come along; the same account twice is one.
 * Answers the links as they were, and what became of them.
 */
export async function joinLinks(
  tx: Tx,
  from: string,
  to: string,
): Promise<{ readonly removed: readonly RemovedRow[]; readonly joined: readonly JoinedLink[] }> {
  const theirs = sql`select from account_mapping as theirs where theirs.customer_id = ${to}::uuid and theirs.connection_id = ours.connection_id`;
  const shared = await sql<{ row: Record<string, unknown> }>`
    delete from account_mapping as ours where ours.customer_id = ${from}::uuid and exists (${theirs} and theirs.account_id = ours.account_id)
    returning to_jsonb(ours) as row`.execute(tx);
  const others = await sql<{ row: Record<string, unknown> }>`
    select to_jsonb(ours) as row from account_mapping as ours
    where ours.customer_id = ${from}::uuid and ours.account_id is not null and ours.state = 'mapped' and exists (${theirs})`.execute(tx);
  const ids = others.rows.map(({ row }) => row['mapping_id']);
  const joined = await sql<JoinedLink>`
    update account_mapping as ours set customer_id = ${to}::uuid, is_extra = true,
      covers = case when ours.is_extra then ours.covers else array(
        select distinct lower(subscription.remote_id) from subscription where subscription.customer_id = ${from}::uuid
          and not exists (select from account_mapping as further where further.customer_id = ${from}::uuid
            and further.connection_id = ours.connection_id and further.is_extra and lower(subscription.remote_id) = any(further.covers))) end
    where ours.customer_id = ${from}::uuid and ours.mapping_id = any(${ids}::uuid[])
    returning mapping_id::text as "mappingId", connection_id::text as "connectionId", account_id::text as "accountId", covers`.execute(tx);
  return { removed: [...shared.rows, ...others.rows].map(toRemoved), joined: joined.rows };
}

/** Names of further accounts that people decided about since a merge brought them: taking it back would throw that away. One that was taken out is in nobody's way. */
export async function changedLinks(tx: Tx, joined: readonly JoinedLink[], holder: string): Promise<readonly string[]> {
  if (joined.length === 0) return [];
  const { rows } = await sql<{ name: string }>`
    select distinct coalesce(account.name, ours.account_id::text, 'An account') as name
    from json_to_recordset(${JSON.stringify(joined)}::json) as given ("mappingId" text, "connectionId" text, "accountId" text, covers jsonb)
    join account_mapping as ours on ours.customer_id = ${holder}::uuid and ours.connection_id::text = given."connectionId"
      and (ours.mapping_id::text = given."mappingId" or ours.account_id::text = given."accountId")
    left join account on account.account_id = ours.account_id
    where not (ours.mapping_id::text = given."mappingId" and ours.account_id is not distinct from given."accountId"::uuid and ours.is_extra
      and ours.state = 'mapped' and to_jsonb(ours.covers) @> given.covers and to_jsonb(ours.covers) <@ given.covers)
    order by name`.execute(tx);
  return rows.map(({ name }) => name);
}

/** Puts rows back that were taken away or went to `holder` as something else, as they were. */
export async function putBack(tx: Tx, references: readonly Reference[], removed: readonly RemovedRow[], holder: string): Promise<void> {
  const links = removed.map(({ row }) => row['mapping_id']);
  await sql`delete from account_mapping where customer_id = ${holder}::uuid and is_extra and mapping_id = any(${links}::uuid[])`.execute(
    tx,
  );
  for (const { table, row } of removed) {
    const columns = references.find((reference) => reference.table === table)?.columns ?? [];
    const names = sql.join(columns.map((column) => sql.ref(column)));
    await sql`insert into ${sql.table(table)} (${names})
      select ${names} from jsonb_populate_record(null::${sql.table(table)}, ${JSON.stringify(row)}::jsonb) on conflict do nothing`.execute(
      tx,
    );
  }
}
