import { Table } from './table.ts';
import type * as t from './types.ts';

/** A setting of the control API: one row for each part of Switches. */
export type SwitchRow = { readonly id: keyof t.Switches; readonly value: t.Switches[keyof t.Switches] };

/** All rows of the world. The names here are the names in events. Keys: `id` of the row as text. */
export const emptyTables = () => ({
  partnerAccounts: new Table<t.PartnerAccount>({ tenantId: (row) => row.tenantId }),
  tokens: new Table<t.Token>({ family: (row) => row.family, accountId: (row) => row.accountId }),
  customers: new Table<t.Customer>({ name: (row) => row.name }),
  relationships: new Table<t.CustomerRelationship>({ accountId: (row) => row.accountId, customerId: (row) => row.customerId }),
  gdap: new Table<t.GdapRelationship>({ accountId: (row) => row.accountId, customerId: (row) => row.customerId }),
  products: new Table<t.Product>(),
  skus: new Table<t.Sku>({ productId: (row) => row.productId }),
  availabilities: new Table<t.Availability>({ sku: (row) => `${row.productId}:${row.skuId}` }),
  subscriptions: new Table<t.Subscription>({
    customerId: (row) => row.customerId,
    accountId: (row) => row.accountId,
    /** `${accountId}:${customerId}`: what one partner sees of one customer. */
    relationship: (row) => `${row.accountId}:${row.customerId}`,
    orderId: (row) => row.orderId,
  }),
  auditRecords: new Table<t.AuditRecord>({ accountId: (row) => row.accountId }),
  webhookRegistrations: new Table<t.WebhookRegistration>(),
  webhookDeliveries: new Table<t.WebhookDelivery>({ accountId: (row) => row.accountId, correlationId: (row) => row.correlationId }),
  distributorAccounts: new Table<t.DistributorAccount>(),
  distributorCompanies: new Table<t.DistributorCompany>({ accountId: (row) => row.accountId, customerId: (row) => row.customerId }),
  distributorProducts: new Table<t.DistributorProduct>({ accountId: (row) => row.accountId, skuKey: (row) => row.skuKey }),
  distributorSubscriptions: new Table<t.DistributorSubscription>({
    accountId: (row) => row.accountId,
    companyId: (row) => row.companyId,
    vendorSubscriptionId: (row) => row.vendorSubscriptionId,
  }),
  distributorOrders: new Table<t.DistributorOrder>({ accountId: (row) => row.accountId, companyId: (row) => row.companyId }),
  psaInstances: new Table<t.PsaInstance>({ companyId: (row) => row.companyId.toLowerCase() }),
  psaCompanies: new Table<t.PsaCompany>({ instanceId: (row) => row.instanceId }),
  psaAgreements: new Table<t.PsaAgreement>({ instanceId: (row) => row.instanceId, companyId: (row) => String(row.companyId) }),
  psaAdditions: new Table<t.PsaAddition>({ instanceId: (row) => row.instanceId, agreementId: (row) => String(row.agreementId) }),
  psaCatalogItems: new Table<t.PsaCatalogItem>({ instanceId: (row) => row.instanceId }),
  psaCustomFields: new Table<t.PsaCustomField>({ instanceId: (row) => row.instanceId }),
  psaCallbacks: new Table<t.PsaCallback>({ instanceId: (row) => row.instanceId }),
  switches: new Table<SwitchRow>(),
});

export type Tables = ReturnType<typeof emptyTables>;
export type TableName = keyof Tables;
export type RowOf<Name extends TableName> = Tables[Name] extends Table<infer Row> ? Row : never;

/** One row put or removed. Made by `put` and `removeRow`, which keep table and row in step. */
export type Change = { readonly table: TableName; readonly key: string; readonly row: unknown };

export const put = <Name extends TableName>(table: Name, row: RowOf<Name> & { readonly id: string | number }): Change => ({
  table,
  key: String(row.id),
  row,
});
export const removeRow = (table: TableName, key: string | number): Change => ({ table, key: String(key), row: null });
