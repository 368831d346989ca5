import { sql } from 'kysely';
import type { DistributorAccounts, Psa } from '../../connectors/ports.ts';
import type { RemoteAccount } from '../../model/customer.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { keepRows } from '../../platform/db/keep-rows.ts';
import type { Kept, ListSyncer, Reading } from '../reading.ts';
import { isReadFor } from './purposes.ts';
import { type AccountOf, keptOf, retireWhere } from './rows.ts';

/** Companies at a distributor or a PSA. Which customer each one is, mapping decides later. */
export const accountSyncer = (side: 'distributor' | 'psa'): ListSyncer<DistributorAccounts | Psa, RemoteAccount> => ({
  kind: 'accounts',
  list: (remote, cursor, signal) => remote.accounts(cursor, signal),
  keep: (tx, reading, accounts) => keepAccounts(tx, reading, side, accounts),
  retire: (tx, reading, since) => retireWhere(tx, 'account', reading, since),
});

async function keepAccounts(tx: Tx, reading: Reading, side: string, accounts: readonly RemoteAccount[]): Promise<Kept> {
  const ids = await identify(tx, reading, accounts);
  const isWitness = await isReadFor(tx, reading.connectionId, 'access');
  const kept = await keepRows(tx, {
    table: 'account',
    key: ['account_id'],
    fixed: ['connection_id', 'side', 'remote_id', 'created_at'],
    fields: ['name', 'domain', 'tenant_ids', 'external_ref', 'active', 'types', 'currency', 'tax_id', 'access_told'],
    rows: accounts.map((account) => ({
      account_id: ids.get(account.remoteId),
      connection_id: reading.connectionId,
      side,
      remote_id: account.remoteId,
      created_at: reading.seenAt,
      name: account.name,
      domain: account.domain,
      tenant_ids: account.tenantIds,
      external_ref: account.externalRef ?? null,
      active: account.active,
      types: account.types ?? [],
      currency: account.currency ?? null,
      tax_id: account.taxId ?? '',
      access_told: isWitness ? (account.accessTold ?? {}) : {},
    })),
    seenAt: reading.seenAt,
  });
  return keptOf(kept);
}

/** As with customers: the unique key of the remote's own id decides which row is which. */
async function identify(tx: Tx, { ids, connectionId }: Reading, accounts: readonly RemoteAccount[]): Promise<Map<string, string>> {
  const rows = [...new Set(accounts.map(({ remoteId }) => remoteId))].map((remote_id) => ({
    connection_id: connectionId,
    remote_id,
    account_id: ids(),
  }));
  await sql`insert into account_identity (connection_id, remote_id, account_id)
    select connection_id, remote_id, account_id from json_populate_recordset(null::account_identity, ${JSON.stringify(rows)}::json)
    on conflict do nothing`.execute(tx);
  return accountIds(
    tx,
    connectionId,
    rows.map((row) => row.remote_id),
  );
}

/** Our ids of a connection's accounts, by the remote's id. */
async function accountIds(tx: Tx, connectionId: string, remoteIds: readonly string[]): Promise<Map<string, string>> {
  const found = await tx
    .selectFrom('account_identity')
    .select(['remote_id', 'account_id'])
    .where('connection_id', '=', connectionId)
    .where('remote_id', '=', sql<string>`any(${remoteIds}::text[])`)
    .execute();
  return new Map(found.map((row) => [row.remote_id, row.account_id]));
}

/** The accounts that records of a page belong to, with whose they are. */
export async function accountsOf(tx: Tx, connectionId: string, remoteIds: readonly string[]): Promise<AccountOf> {
  const found = await tx
    .selectFrom('account')
    .select(['remote_id', 'account_id', 'reseller_id'])
    .where('connection_id', '=', connectionId)
    .where('remote_id', '=', sql<string>`any(${[...new Set(remoteIds)]}::text[])`)
    .execute();
  return new Map(found.map((row) => [row.remote_id, { accountId: row.account_id, resellerId: row.reseller_id }]));
}
