import type { Distributor } from '../../connectors/ports.ts';
import type { DistributorProduct, DistributorSubscription } from '../../model/subscription.ts';
import { keepRows } from '../../platform/db/keep-rows.ts';
import type { ListSyncer } from '../reading.ts';
import { accountsOf } from './accounts.ts';
import { isReadFor } from './purposes.ts';
import { keptOf, retireWhere, withAccount } from './rows.ts';
import { keepSupplyChanges, storedSupplies } from './supply-history.ts';

export const distributorProductSyncer: ListSyncer<Distributor, DistributorProduct> = {
  kind: 'products',
  list: (remote, cursor, signal) => remote.products(cursor, signal),
  keep: async (tx, reading, products) =>
    keptOf(
      await keepRows(tx, {
        table: 'distributor_product',
        key: ['connection_id', 'remote_id'],
        fields: ['name', 'vendor_sku'],
        rows: products.map((product) => ({
          connection_id: reading.connectionId,
          remote_id: product.remoteId,
          name: product.name,
          vendor_sku: product.vendorSku ?? null,
        })),
        seenAt: reading.seenAt,
      }),
    ),
  retire: (tx, reading, since) => retireWhere(tx, 'distributor_product', reading, since),
};

export const distributorSubscriptionSyncer: ListSyncer<Distributor, DistributorSubscription> = {
  kind: 'subscriptions',
  list: (remote, cursor, signal) => remote.subscriptions(cursor, signal),
  keep: async (tx, reading, subscriptions) => {
    const accounts = await accountsOf(
      tx,
      reading.connectionId,
      subscriptions.map((subscription) => subscription.accountRemoteId),
    );
    const { owned, refused } = withAccount(subscriptions, accounts);
    const isForCosts = await isReadFor(tx, reading.connectionId, 'costs');
    const before = await storedSupplies(tx, reading.connectionId, subscriptions);
    const kept = await keepRows(tx, {
      table: 'distributor_subscription',
      key: ['account_id', 'connection_id', 'remote_id'],
      fixed: ['reseller_id'],
      fields: [...Object.keys(toRow), 'microsoft_id'],
      rows: owned.map(([item, account]) => ({
        ...account,
        connection_id: reading.connectionId,
        remote_id: item.remoteId,
        microsoft_id: item.microsoftId ?? null,
        ...Object.fromEntries(Object.entries(toRow).map(([column, read]) => [column, read(item) ?? null])),
        ...(isForCosts ? {} : { unit_cost: null }),
      })),
      seenAt: reading.seenAt,
    });
    if (kept.updated > 0) await keepSupplyChanges(tx, reading, before, subscriptions);
    return keptOf(kept, refused);
  },
  retire: (tx, reading, since) => retireWhere(tx, 'distributor_subscription', reading, since),
};

const toRow = {
  product_remote_id: (item: DistributorSubscription) => item.productRemoteId,
  product_name: (item: DistributorSubscription) => item.productName,
  term: (item: DistributorSubscription) => item.term,
  frequency: (item: DistributorSubscription) => item.frequency,
  seats: (item: DistributorSubscription) => item.seats,
  status: (item: DistributorSubscription) => item.status,
  remote_status: (item: DistributorSubscription) => item.remoteStatus,
  unit_cost: (item: DistributorSubscription) => item.unitCost,
  unit_price: (item: DistributorSubscription) => item.unitPrice,
  currency: (item: DistributorSubscription) => item.currency,
  starts_on: (item: DistributorSubscription) => item.startsOn,
  ends_on: (item: DistributorSubscription) => item.endsOn,
};
