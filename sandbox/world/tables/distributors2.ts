import { Table } from '../table.ts';
import type * as t from '../types.ts';

/** TD SYNNEX StreamOne Ion and Ingram Micro's marketplace; empty until somebody calls them. Keys: `id` of the row as text. */
export const distributors2Tables = () => ({
  openedDistributors: new Table<t.OpenedDistributor>(),
  ionCustomers: new Table<t.IonCustomer>({ customerId: (row) => row.customerId, email: (row) => row.email.toLowerCase() }),
  ionSubscriptions: new Table<t.IonSubscription>({
    customerId: (row) => row.customerId,
    vendorSubscriptionId: (row) => row.vendorSubscriptionId.toLowerCase(),
  }),
  ionOrders: new Table<t.IonOrder>({ customerId: (row) => row.customerId }),
  ionCarts: new Table<t.IonCart>({ customerId: (row) => row.customerId }),
  ionProductStates: new Table<t.IonProductState>(),
  ionReports: new Table<t.IonReport>(),
  ionInvoiceRuns: new Table<t.IonInvoiceRun>(),
  ingramCustomers: new Table<t.IngramCustomer>({ kind: (row) => row.kind, resellerId: (row) => row.resellerId }),
  ingramSubscriptions: new Table<t.IngramSubscription>({ customerId: (row) => row.customerId }),
  ingramItems: new Table<t.IngramItem>({
    subscriptionId: (row) => row.subscriptionId,
    vendorSubscriptionId: (row) => row.vendorSubscriptionId,
  }),
  ingramOrders: new Table<t.IngramOrder>({ customerId: (row) => row.customerId }),
  ingramReports: new Table<t.IngramReport>(),
});
