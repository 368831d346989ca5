import { sql } from 'kysely';
import { foldTaxId } from '../../lib/normalise.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { isBillable, readNotBilled } from './billable.ts';
import { type Mapping } from './match.ts';
import { toMapping } from './rows.ts';
import type { AccountFacts, CustomerFacts } from './suggest-account.ts';

const none: ReadonlySet<string> = new Set();

export type BooksConnection = { readonly connectionId: string; readonly side: string };

export const booksConnections = async (tx: Tx): Promise<readonly BooksConnection[]> =>
  (
    await tx
      .selectFrom('connection')
      .select(['connection_id', 'side'])
      .where('side', 'in', ['distributor', 'psa'])
      .where('state', '<>', 'draft')
      .orderBy('side')
      .orderBy('connection_id')
      .execute()
  ).map((row) => ({ connectionId: row.connection_id, side: row.side }));

/**
 * Customers that exist, with the ids under which the mapped accounts of the other side know them, and the accounts of this connection that are not
 * to be matched by themselves: those that a person refused, and those that are further accounts already.
 */
export async function customerFacts(
  tx: Tx,
  { side, connectionId }: BooksConnection,
): Promise<readonly (CustomerFacts & { readonly resellerId: string })[]> {
  const known = await sql<{ customer_id: string; ref: string }>`
    select mapping.customer_id, case when account.side = 'psa' then account.remote_id else account.external_ref end as ref
    from account_mapping mapping join account on account.account_id = mapping.account_id
    where mapping.state = 'mapped' and account.side <> ${side} and account.retired_at is null
      and (account.side = 'psa' or account.external_ref is not null)`.execute(tx);
  const refs = new Map<string, string[]>();
  for (const row of known.rows) refs.set(row.customer_id, [...(refs.get(row.customer_id) ?? []), row.ref.toLowerCase()]);
  const closed = await sql<{ customer_id: string; accounts: string[] }>`
    select customer_id, array_agg(account_id::text) as accounts from (
      select customer_id, unnest(rejected) as account_id from account_mapping where connection_id = ${connectionId}::uuid
      union select customer_id, account_id from account_mapping where connection_id = ${connectionId}::uuid and is_extra) as closed
    where account_id is not null group by customer_id`.execute(tx);
  const closedTo = new Map(closed.rows.map((row) => [row.customer_id, new Set(row.accounts)]));
  const rows = await tx
    .selectFrom('customer')
    .select(['customer_id', 'reseller_id', 'tenant_id', 'name', 'domain'])
    .select(
      sql<
        string | null
      >`(select max(registration_number) from customer_profile profile where profile.customer_id = customer.customer_id)`.as(
        'registration_number',
      ),
    )
    .where('retired_at', 'is', null)
    .execute();
  return rows.map((row) => ({
    customerId: row.customer_id,
    resellerId: row.reseller_id,
    tenantId: row.tenant_id,
    name: row.name,
    domain: row.domain,
    taxId: foldTaxId(row.registration_number ?? ''),
    refs: [row.tenant_id, ...(refs.get(row.customer_id) ?? [])],
    closed: closedTo.get(row.customer_id) ?? none,
  }));
}

/** Accounts that are alive and in use, with the customers whose subscriptions stand in them. */
export async function accountFacts(tx: Tx, { connectionId, side }: BooksConnection): Promise<readonly AccountFacts[]> {
  const links = await linksOf(tx, connectionId, side);
  const rows = await tx
    .selectFrom('account')
    .select(['account_id', 'remote_id', 'name', 'domain', 'tenant_ids', 'external_ref', 'tax_id'])
    .where('connection_id', '=', connectionId)
    .where('retired_at', 'is', null)
    .where('active', '=', true)
    .where(isBillable(await readNotBilled(tx)))
    .execute();
  return rows.map((row) => ({
    accountId: row.account_id,
    remoteId: row.remote_id,
    name: row.name,
    domain: row.domain,
    taxId: foldTaxId(row.tax_id),
    tenantIds: row.tenant_ids,
    refs: [row.external_ref, side === 'psa' ? row.remote_id : null].flatMap((ref) => (ref === null || ref === '' ? [] : ref.toLowerCase())),
    linked: links.get(row.account_id) ?? new Map<string, number>(),
  }));
}

async function linksOf(tx: Tx, connectionId: string, side: string): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const { rows } =
    side === 'psa'
      ? await sql<{ account_id: string; customer_id: string; n: number }>`
          select line.account_id, subscription.customer_id, count(distinct subscription.remote_id)::int as n
          from psa_line line join subscription on subscription.remote_id = line.vendor_subscription_id
          where line.connection_id = ${connectionId}::uuid and line.retired_at is null group by 1, 2`.execute(tx)
      : await sql<{ account_id: string; customer_id: string; n: number }>`
          select sold.account_id, subscription.customer_id, count(distinct subscription.remote_id)::int as n
          from distributor_subscription sold join subscription on subscription.remote_id = sold.microsoft_id
          where sold.connection_id = ${connectionId}::uuid and sold.retired_at is null group by 1, 2`.execute(tx);
  const links = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const linked = links.get(row.account_id) ?? new Map<string, number>();
    linked.set(row.customer_id, row.n);
    links.set(row.account_id, linked);
  }
  return links;
}

/** The first links of a connection as they are, by customer: further ones are a person's alone. */
export async function accountMappings(tx: Tx, connectionId: string): Promise<ReadonlyMap<string, Mapping>> {
  const rows = await tx
    .selectFrom('account_mapping')
    .select(['customer_id', 'account_id', 'state', 'how', 'evidence', 'candidates', 'decided_by', 'reason', 'ignored_until'])
    .select(['is_absent', 'rejected'])
    .where('connection_id', '=', connectionId)
    .where('is_extra', '=', false)
    .execute();
  return new Map(rows.map((row) => [row.customer_id, toMapping(row, row.account_id)]));
}
