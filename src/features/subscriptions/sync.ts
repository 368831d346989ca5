import { sql } from 'kysely';
import type { Marketplace } from '../../connectors/ports.ts';
import type { MicrosoftSubscription } from '../../model/subscription.ts';
import { customersOfConnection } from '../customers/index.ts';
import type { Reading, UnitSyncer } from '../reading.ts';
import { keepSubscriptions, keepSubscriptionsOf, retireSubscriptions } from './keep.ts';

/** Subscriptions are listed for one customer at a time. */
export const subscriptionSyncer: UnitSyncer<Marketplace, MicrosoftSubscription> = {
  kind: 'subscriptions',
  counted: 'customers',
  units: (tx, connectionId, only = {}) =>
    customersOfConnection(tx, connectionId, only, {
      known: sql<number>`(select count(*)::int from subscription where subscription.customer_id = customer.customer_id
        and subscription.connection_id = ${connectionId}::uuid and subscription.retired_at is null)`,
    }),
  read: (remote, unit, signal) => remote.subscriptions(unit.remoteId, signal),
  keep: (tx, reading: Reading, unit, items) => keepSubscriptions(tx, reading, unit.id, items),
  keepAll: (tx, answers) =>
    keepSubscriptionsOf(
      tx,
      answers.map(({ reading, unit, items }) => ({ reading, customerId: unit.id, subscriptions: items })),
    ),
  retire: (tx, reading: Reading, unit) => retireSubscriptions(tx, reading, unit.id),
};
