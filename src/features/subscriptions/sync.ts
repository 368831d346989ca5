import { sql } from 'kysely';
import type { Marketplace } from '../../connectors/ports.ts';
import type { MicrosoftSubscription } from '../../model/subscription.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { customerUnit, type Reading, type Unit, type UnitSyncer } from '../reading.ts';
import { keepSubscriptions, retireSubscriptions } from './keep.ts';

/** Subscriptions are listed for one customer at a time. */
export const subscriptionSyncer: UnitSyncer<Marketplace, MicrosoftSubscription> = {
  kind: 'subscriptions',
  counted: 'customers',
  units: customersToRead,
  read: (remote, unit, signal) => remote.subscriptions(unit.remoteId, signal),
  keep: (tx, reading: Reading, unit, items) => keepSubscriptions(tx, reading, unit.id, items),
  retire: (tx, reading: Reading, unit) => retireSubscriptions(tx, reading, unit.id),
};

async function customersToRead(
  tx: Tx,
  connectionId: string,
  only: { readonly customerId?: string; readonly remoteIds?: readonly string[] } = {},
): Promise<readonly Unit[]> {
  const rows = await tx
    .selectFrom('customer')
    .innerJoin('customer_connection', 'customer_connection.customer_id', 'customer.customer_id')
    .select(['customer.customer_id', 'customer.name', 'customer.tenant_id'])
    .select(
      sql<number>`(select count(*)::int from subscription where subscription.customer_id = customer.customer_id
        and subscription.connection_id = ${connectionId}::uuid and subscription.retired_at is null)`.as('known'),
    )
    .where('customer_connection.connection_id', '=', connectionId)
    .where('customer_connection.retired_at', 'is', null)
    .$if(only.customerId !== undefined, (query) => query.where('customer.customer_id', '=', only.customerId ?? ''))
    .$if(only.remoteIds !== undefined, (query) => query.where('customer.tenant_id', '=', sql<string>`any(${only.remoteIds}::text[])`))
    .orderBy('customer.tenant_id')
    .execute();
  return rows.map(customerUnit);
}
