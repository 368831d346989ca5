import { sql } from 'kysely';
import type { IdMaker } from '../../lib/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';

type At = { readonly ids: IdMaker; readonly now: Temporal.Instant };

/**
 * Closes the version of each of these links that is another one now, and opens the next (capability S61). What a version says is never changed
 * but for its end. Call it in the transaction that changed the links; twice is once.
 */
export async function keepAccountVersions(tx: Tx, { ids, now }: At, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  await sql`
    update account_mapping_version version set to_at = greatest(${now}, version.from_at)
    where version.customer_id = any(${[...customerIds]}::uuid[]) and version.to_at is null and not exists (
      select from account_mapping mapping where mapping.customer_id = version.customer_id and mapping.mapping_id = version.mapping_id
        and mapping.state = version.state and mapping.account_id is not distinct from version.account_id)
    `.execute(tx);
  const fresh = await sql<{ customer_id: string; mapping_id: string }>`
    select mapping.customer_id, mapping.mapping_id from account_mapping mapping
    where mapping.customer_id = any(${[...customerIds]}::uuid[]) and not exists (
      select from account_mapping_version version
      where version.customer_id = mapping.customer_id and version.mapping_id = mapping.mapping_id and version.to_at is null)`.execute(tx);
  if (fresh.rows.length === 0) return;
  const given = fresh.rows.map(({ customer_id, mapping_id }) => ({ customer_id, mapping_id, version_id: ids() }));
  await sql`
    insert into account_mapping_version (customer_id, mapping_id, version_id, reseller_id, connection_id, account_id, account_name, state, how,
      decided_by, reason, from_at)
    select mapping.customer_id, mapping.mapping_id, given.version_id, mapping.reseller_id, mapping.connection_id, mapping.account_id, account.name,
      mapping.state, mapping.how, mapping.decided_by, mapping.reason, ${now}
    from json_to_recordset(${JSON.stringify(given)}::json) as given (customer_id uuid, mapping_id uuid, version_id uuid)
    join account_mapping mapping on mapping.customer_id = given.customer_id and mapping.mapping_id = given.mapping_id
    left join account on account.account_id = mapping.account_id`.execute(tx);
}

/** The same for products: those of a connection, or these. */
export async function keepProductVersions(tx: Tx, { ids, now }: At, mappingIds: readonly string[]): Promise<void> {
  if (mappingIds.length === 0) return;
  await sql`
    update product_mapping_version version set to_at = greatest(${now}, version.from_at)
    where version.mapping_id = any(${[...mappingIds]}::uuid[]) and version.to_at is null and not exists (
      select from product_mapping mapping where mapping.mapping_id = version.mapping_id and mapping.state = version.state
        and mapping.service_remote_id is not distinct from version.service_remote_id)`.execute(tx);
  const { rows } = await sql<{ mapping_id: string }>`
    select mapping.mapping_id from product_mapping mapping where mapping.mapping_id = any(${[...mappingIds]}::uuid[]) and not exists (
      select from product_mapping_version version where version.mapping_id = mapping.mapping_id and version.to_at is null)`.execute(tx);
  const given = rows.map(({ mapping_id }) => ({ mapping_id, version_id: ids() }));
  if (given.length === 0) return;
  await sql`
    insert into product_mapping_version (mapping_id, version_id, connection_id, service_remote_id, service_name, state, how, decided_by, reason, from_at)
    select mapping.mapping_id, given.version_id, mapping.connection_id, mapping.service_remote_id, service.name, mapping.state, mapping.how,
      mapping.decided_by, mapping.reason, ${now}
    from json_to_recordset(${JSON.stringify(given)}::json) as given (mapping_id uuid, version_id uuid)
    join product_mapping mapping on mapping.mapping_id = given.mapping_id
    left join psa_service service on service.connection_id = mapping.connection_id and service.remote_id = mapping.service_remote_id`.execute(
    tx,
  );
}
