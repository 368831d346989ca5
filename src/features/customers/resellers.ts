import { sql } from 'kysely';
import type { Marketplace } from '../../connectors/ports.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { ListSyncer, Reading } from '../reading.ts';
import { ownersOf } from './owners-of.ts';

/** Through whom an indirect provider sells to one customer: the reseller's partner id (MPN), which orders name. */
export type SoldThrough = { readonly tenantId: string; readonly mpn: string; readonly name: string };

export type ResellerCount = { readonly mpn: string; readonly name: string; readonly customers: number };

/** Resellers through which customers that still exist are sold to, by name. One that accounts call differently has the name that was read last. */
export const listResellers = (context: Context): Promise<ResellerCount[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const { rows } = await sql<ResellerCount>`
      select seller.mpn, (array_agg(seller.name order by seller.seen_at desc, seller.name))[1] as name,
        count(distinct seller.customer_id)::int as customers
      from customer_reseller seller join customer on customer.customer_id = seller.customer_id
      where customer.retired_at is null group by seller.mpn order by name, seller.mpn`.execute(tx);
    return rows;
  });

/** Resellers of customers below an indirect provider, which neither the list nor a customer's profile tells by its partner id (S89). */
export const resellerSyncer: ListSyncer<Marketplace, SoldThrough> = {
  kind: 'resellers',
  list: async function* (remote, _cursor, signal) {
    const resellers = (await remote.directory?.resellers?.(signal)) ?? [];
    const items = resellers.flatMap(({ mpnId, name, customerTenantIds }) =>
      mpnId === '' ? [] : customerTenantIds.map((tenantId) => ({ tenantId, mpn: mpnId, name })),
    );
    yield { items, quarantined: [], cursor: undefined, total: undefined };
  },
  keep: keepResellers,
  retire: async (tx, { connectionId }, since) => {
    const { numDeletedRows } = await tx
      .deleteFrom('customer_reseller')
      .where('connection_id', '=', connectionId)
      .where('seen_at', '<', since)
      .executeTakeFirst();
    return Number(numDeletedRows);
  },
};

type Known = { readonly customer_id: string; readonly tenant_id: string; readonly kept: Readonly<Record<string, string>> };

async function keepResellers(tx: Tx, { connectionId, seenAt }: Reading, items: readonly SoldThrough[]) {
  const tenants = [...new Set(items.map(({ tenantId }) => tenantId))];
  const { rows } = await sql<Known>`
    select customer.customer_id, customer.tenant_id,
      (select coalesce(jsonb_object_agg(held.mpn, held.name), '{}') from customer_reseller held
        where held.customer_id = customer.customer_id and held.connection_id = ${connectionId}::uuid) as kept
    from customer join customer_connection sold on sold.customer_id = customer.customer_id
    where sold.connection_id = ${connectionId}::uuid and customer.tenant_id = any(${tenants}::text[])
    order by customer.tenant_id`.execute(tx);
  const byTenant = new Map(rows.map((row) => [row.tenant_id, row]));
  const told = items.flatMap(({ tenantId, mpn, name }) => {
    const known = byTenant.get(tenantId);
    return known === undefined ? [] : [{ known, mpn, name }];
  });
  const ownerOf = await ownersOf(
    tx,
    rows.map((row) => row.customer_id),
  );
  const wanted = told.map(({ known, mpn, name }) => ({
    ...{ customer_id: known.customer_id, connection_id: connectionId, reseller_id: ownerOf(known.customer_id) },
    ...{ mpn, name, changed_at: seenAt, seen_at: seenAt },
  }));
  await sql`insert into customer_reseller as held (customer_id, connection_id, reseller_id, mpn, name, changed_at, seen_at)
    select distinct on (customer_id, mpn) customer_id, connection_id, reseller_id, mpn, name, changed_at, seen_at
    from json_populate_recordset(null::customer_reseller, ${JSON.stringify(wanted)}::json) order by customer_id, mpn
    on conflict (customer_id, connection_id, mpn) do update set name = excluded.name, seen_at = excluded.seen_at,
      changed_at = case when held.name = excluded.name then held.changed_at else excluded.changed_at end`.execute(tx);
  // What a person named gives way as soon as Microsoft tells somebody.
  await sql`delete from customer_reseller where connection_id = ${connectionId}::uuid and seen_at is null
    and customer_id = any(${wanted.map((row) => row.customer_id)}::uuid[])`.execute(tx);
  const created = told.filter(({ known, mpn }) => known.kept[mpn] === undefined).length;
  const updated = told.filter(({ known, mpn, name }) => known.kept[mpn] !== undefined && known.kept[mpn] !== name).length;
  // Of a tenant that the list of customers did not have yet the next reading tells again.
  return { created, updated, unchanged: items.length - created - updated, refused: [] };
}

/** The partner id that somebody gave with an expected customer goes with the customer that it became, until Microsoft tells one (S89). */
export const keepNamedResellers = (
  tx: Tx,
  named: readonly { customerId: string; connectionId: string; mpn: string }[],
  at: Temporal.Instant,
) =>
  sql`insert into customer_reseller (customer_id, connection_id, reseller_id, mpn, name, changed_at)
    select customer.customer_id, given.connection_id, customer.reseller_id, given.mpn, '', ${at}
    from json_to_recordset(${JSON.stringify(
      named.map(({ customerId, connectionId, mpn }) => ({ customer_id: customerId, connection_id: connectionId, mpn })),
    )}::json) as given (customer_id uuid, connection_id uuid, mpn text)
    join customer on customer.customer_id = given.customer_id
    where not exists (select from customer_reseller held
      where held.customer_id = given.customer_id and held.connection_id = given.connection_id)
    on conflict do nothing`.execute(tx);
