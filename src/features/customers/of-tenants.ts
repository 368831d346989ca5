import type { Tx } from '../../platform/db/connect.ts';

/** The customers whom a connection has, by the tenant that a record names; records without a tenant name nobody. */
export async function customersOfTenants(
  tx: Tx,
  connectionId: string,
  records: readonly { readonly customerTenantId: string | undefined }[],
): Promise<ReadonlyMap<string, string>> {
  const tenants = [...new Set(records.flatMap(({ customerTenantId }) => customerTenantId ?? []))];
  if (tenants.length === 0) return new Map();
  const rows = await tx
    .selectFrom('customer')
    .innerJoin('customer_connection', 'customer_connection.customer_id', 'customer.customer_id')
    .select(['customer.tenant_id', 'customer.customer_id'])
    .where('customer_connection.connection_id', '=', connectionId)
    .where('customer.tenant_id', 'in', tenants)
    .execute();
  return new Map(rows.map((row) => [row.tenant_id, row.customer_id]));
}
