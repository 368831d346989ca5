import { Table } from '../table.ts';
import type * as t from '../types.ts';

/** Distributors. Keys: `id` of the row as text. */
export const distributorsTables = () => ({
  distributorAccounts: new Table<t.DistributorAccount>(),
  distributorCompanies: new Table<t.DistributorCompany>({ accountId: (row) => row.accountId, customerId: (row) => row.customerId }),
  distributorProducts: new Table<t.DistributorProduct>({ accountId: (row) => row.accountId, skuKey: (row) => row.skuKey }),
  distributorSubscriptions: new Table<t.DistributorSubscription>({
    accountId: (row) => row.accountId,
    companyId: (row) => row.companyId,
    vendorSubscriptionId: (row) => row.vendorSubscriptionId,
  }),
  distributorOrders: new Table<t.DistributorOrder>({ accountId: (row) => row.accountId, companyId: (row) => row.companyId }),
  distributorCreditedInvoices: new Table<t.DistributorCreditedInvoice>({ accountId: (row) => row.accountId }),
  distributorWebhooks: new Table<t.DistributorWebhook>({ accountId: (row) => row.accountId }),
  distributorWebhookLogs: new Table<t.DistributorWebhookLog>({ webhookId: (row) => row.webhookId, status: (row) => row.status }),
});
