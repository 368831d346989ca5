import { sql } from 'kysely';
import type { MicrosoftCustomer } from '../../model/customer.ts';
import { ownReseller } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { keepRows } from '../../platform/db/keep-rows.ts';
import type { Kept, Reading } from '../reading.ts';
import { joinExpected } from './expected/join.ts';
import { readingCustomers } from './identity-lock.ts';
import { namesOfOthers, noteNames } from './name-conflicts.ts';
import { ownersOf } from './owners-of.ts';

/** Keeps a page of customers of one partner account. The tenant in its cloud decides who is who; names decide nothing (ruling 1). */
export async function keepCustomers(tx: Tx, reading: Reading, customers: readonly MicrosoftCustomer[]): Promise<Kept> {
  if (customers.length === 0) return { created: 0, updated: 0, unchanged: 0, refused: [] };
  await readingCustomers(tx);
  const { ids: _ids, ...kept } = await keepLocked(tx, reading, customers);
  return kept;
}

/** The same for whoever decides about customers and holds their lock; answers the id of each, in the order in which they were given. */
export async function keepCustomersLocked(tx: Tx, reading: Reading, customers: readonly MicrosoftCustomer[]): Promise<readonly string[]> {
  const { ids } = await keepLocked(tx, reading, customers);
  return customers.map((customer) => idIn(ids, customer));
}

async function keepLocked(
  tx: Tx,
  reading: Reading,
  customers: readonly MicrosoftCustomer[],
): Promise<Kept & { readonly ids: ReadonlyMap<string, string> }> {
  await bringBack(tx, customers);
  const ids = await identify(tx, reading, customers);
  // In the order of their tenants, as everybody keeps several of them: two that keep the same ones do not wait for each other.
  const inOrder = customers.toSorted((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
  const known = [...new Map(inOrder.map((customer) => [idIn(ids, customer), customer])).entries()];
  const wereCalled = await namesOfOthers(
    tx,
    known.map(([customerId]) => customerId),
  );
  const kept = await keepRows(tx, {
    table: 'customer',
    key: ['customer_id'],
    fixed: ['reseller_id', 'cloud', 'tenant_id', 'created_at'],
    fields: ['name', 'domain', 'country'],
    rows: known.map(([customer_id, customer]) => ({
      customer_id,
      reseller_id: ownReseller,
      cloud: customer.cloud,
      tenant_id: customer.tenantId,
      created_at: reading.seenAt,
      name: customer.name,
      domain: customer.domain,
      country: customer.country ?? null,
    })),
    seenAt: reading.seenAt,
  });
  await keepWhoSells(tx, reading, known);
  await rename(
    tx,
    kept.touched.filter(({ outcome }) => outcome === 'updated').flatMap(({ key }) => key),
  );
  await noteNames(tx, reading, wereCalled, known);
  await joinExpected(
    tx,
    reading.connectionId,
    known.map(([customerId, { cloud, tenantId, domain }]) => ({ customerId, cloud, tenantId, domains: [domain] })),
    reading.seenAt,
  );
  const unchanged = customers.length - kept.created - kept.updated;
  return { created: kept.created, updated: kept.updated, unchanged, refused: [], ids };
}

const textOf = (cloud: string, tenantId: string): string => `${cloud}/${tenantId}`;

function idIn(ids: ReadonlyMap<string, string>, { cloud, tenantId }: MicrosoftCustomer): string {
  const id = ids.get(textOf(cloud, tenantId));
  if (id === undefined) throw new Error('A customer was not identified');
  return id;
}

/** A tenant that went on as another customer and is listed again is a customer of its own again: a customer is its tenant (ruling 1). */
async function bringBack(tx: Tx, customers: readonly MicrosoftCustomer[]): Promise<void> {
  const tenants = customers.map(({ tenantId }) => tenantId);
  await sql`with back as (
      update customer set merged_into = null where merged_into is not null and tenant_id = any(${tenants}::text[])
      returning cloud, tenant_id, customer_id)
    update customer_identity as known set customer_id = back.customer_id from back
    where known.cloud = back.cloud and known.tenant_id = back.tenant_id`.execute(tx);
}

/** The unique key of customer_identity decides races: whoever comes second waits and reads the winner's id. */
async function identify(tx: Tx, { ids }: Reading, customers: readonly MicrosoftCustomer[]): Promise<Map<string, string>> {
  const rows = [...new Map(customers.map((customer) => [textOf(customer.cloud, customer.tenantId), customer])).values()].map(
    (customer) => ({
      cloud: customer.cloud,
      tenant_id: customer.tenantId,
      customer_id: ids(),
    }),
  );
  // In the same order everywhere, so that two accounts with the same customers do not wait for each other.
  rows.sort((a, b) => (textOf(a.cloud, a.tenant_id) < textOf(b.cloud, b.tenant_id) ? -1 : 1));
  await sql`insert into customer_identity (cloud, tenant_id, customer_id)
    select cloud, tenant_id, customer_id from json_populate_recordset(null::customer_identity, ${JSON.stringify(rows)}::json)
    on conflict do nothing`.execute(tx);
  const found = await tx
    .selectFrom('customer_identity')
    .selectAll()
    .where(
      'tenant_id',
      'in',
      rows.map((row) => row.tenant_id),
    )
    .execute();
  return new Map(found.map((row) => [textOf(row.cloud, row.tenant_id), row.customer_id]));
}

async function keepWhoSells(tx: Tx, reading: Reading, known: readonly (readonly [string, MicrosoftCustomer])[]): Promise<void> {
  const ownerOf = await ownersOf(
    tx,
    known.map(([customerId]) => customerId),
  );
  await sql`
    insert into customer_connection as kept (customer_id, connection_id, reseller_id, relationship, seen_at, since)
    select customer_id, connection_id, reseller_id, relationship, seen_at, seen_at from json_populate_recordset(null::customer_connection, ${JSON.stringify(
      known.map(([customer_id, { relationship }]) => ({
        customer_id,
        connection_id: reading.connectionId,
        reseller_id: ownerOf(customer_id),
        relationship,
        seen_at: reading.seenAt,
      })),
    )}::json)
    on conflict (customer_id, connection_id) do update
      set relationship = excluded.relationship, seen_at = excluded.seen_at, retired_at = null
    where kept.seen_at <= excluded.seen_at`.execute(tx);
}

/** The name stands beside what lists show, so that they need no join. */
export async function rename(tx: Tx, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  await sql`update subscription set customer_name = customer.name from customer
    where subscription.customer_id = customer.customer_id and customer.customer_id = any(${customerIds}::uuid[])
      and subscription.customer_name <> customer.name`.execute(tx);
  await sql`update account_mapping set customer_name = customer.name from customer
    where account_mapping.customer_id = customer.customer_id and customer.customer_id = any(${customerIds}::uuid[])
      and account_mapping.customer_name <> customer.name`.execute(tx);
}
