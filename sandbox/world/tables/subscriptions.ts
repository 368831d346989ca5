import { FirstRows } from '../first-rows.ts';
import { Table } from '../table.ts';
import type * as t from '../types.ts';

/** Subscriptions at Microsoft. Keys: `id` of the row as text. */
export const subscriptionsTables = () => ({
  subscriptions: new FirstRows<t.Subscription>({
    customerId: (row) => row.customerId,
    accountId: (row) => row.accountId,
    /** `${accountId}:${customerId}`: what one partner sees of one customer. */
    relationship: (row) => `${row.accountId}:${row.customerId}`,
    orderId: (row) => row.orderId,
  }),
  subscriptionChanges: new Table<t.SubscriptionChange>(),
  supportContacts: new Table<t.SupportContact>(),
  registrations: new Table<t.SubscriptionRegistration>(),
  overages: new Table<t.Overage>(),
  azureEntitlements: new Table<t.AzureEntitlement>({ subscriptionId: (row) => row.subscriptionId }),
  transitions: new Table<t.Transition>({ subscriptionId: (row) => row.subscriptionId }),
  migrations: new Table<t.Migration>({ accountId: (row) => row.accountId, currentSubscriptionId: (row) => row.currentSubscriptionId }),
  migrationSchedules: new Table<t.MigrationSchedule>({
    accountId: (row) => row.accountId,
    currentSubscriptionId: (row) => row.currentSubscriptionId,
  }),
  transfers: new Table<t.Transfer>({ customerId: (row) => row.customerId }),
});
