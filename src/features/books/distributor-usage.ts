import { sql } from 'kysely';
import type { Distributor } from '../../connectors/ports.ts';
import type { DistributorUsage } from '../../model/billing.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { keepRows } from '../../platform/db/keep-rows.ts';
import type { Unit, UnitSyncer } from '../reading.ts';
import { accountsOf } from './accounts.ts';
import { keptOf, withAccount } from './rows.ts';

/**
 * What metered subscriptions used so far. A distributor does not say which of them are metered, and asking for each of thousands of seats
 * costs a call; what Microsoft meters is sold as Azure.
 */
export const distributorUsageSyncer: UnitSyncer<Distributor, DistributorUsage> = {
  kind: 'usage',
  counted: 'subscriptions',
  units: meteredSubscriptions,
  read: (remote, unit, signal) =>
    remote.billing?.usage(unit.remoteId, signal) ?? Promise.resolve({ items: [], quarantined: [], cursor: undefined, total: undefined }),
  keep: async (tx, reading, _unit, usage) => {
    const accounts = await accountsOf(
      tx,
      reading.connectionId,
      usage.map(({ accountRemoteId }) => accountRemoteId),
    );
    const { owned, refused } = withAccount(usage, accounts);
    const kept = await keepRows(tx, {
      table: 'distributor_usage',
      key: ['account_id', 'connection_id', 'remote_id'],
      fixed: ['reseller_id'],
      fields: ['subscription_remote_id', 'resource_group', 'cost', 'price', 'currency'],
      rows: owned.map(([item, account]) => ({
        ...account,
        connection_id: reading.connectionId,
        remote_id: item.remoteId,
        subscription_remote_id: item.subscriptionRemoteId,
        resource_group: item.resourceGroup,
        cost: item.cost ?? null,
        price: item.price ?? null,
        currency: item.currency,
      })),
      seenAt: reading.seenAt,
    });
    return keptOf(kept, refused);
  },
  retire: async (tx, { connectionId, seenAt }, unit) => {
    const { numAffectedRows } = await sql`
      update distributor_usage set retired_at = ${seenAt}, changed_at = ${seenAt}
      where connection_id = ${connectionId}::uuid and subscription_remote_id = ${unit.remoteId}
        and retired_at is null and seen_at < ${seenAt}`.execute(tx);
    return Number(numAffectedRows ?? 0n);
  },
};

async function meteredSubscriptions(tx: Tx, connectionId: string): Promise<readonly Unit[]> {
  const rows = await tx
    .selectFrom('distributor_subscription')
    .innerJoin('account', 'account.account_id', 'distributor_subscription.account_id')
    .select(['distributor_subscription.remote_id', 'distributor_subscription.product_name', 'account.account_id', 'account.name'])
    .select(
      sql<number>`(select count(*)::int from distributor_usage where distributor_usage.connection_id = distributor_subscription.connection_id
        and distributor_usage.subscription_remote_id = distributor_subscription.remote_id and distributor_usage.retired_at is null)`.as(
        'known',
      ),
    )
    .where('distributor_subscription.connection_id', '=', connectionId)
    .where('distributor_subscription.retired_at', 'is', null)
    .where('distributor_subscription.product_name', 'ilike', '%azure%')
    .orderBy('distributor_subscription.remote_id')
    .execute();
  return rows.map((row) => ({
    key: row.remote_id,
    name: `${row.name}: ${row.product_name}`,
    id: row.account_id,
    remoteId: row.remote_id,
    parentRemoteId: '',
    known: row.known,
  }));
}
