import { sql } from 'kysely';
import type { Db } from '../../../../platform/db/connect.ts';

/** Names of tenants that nobody here knows, as the lines in suspense have them. */
export async function loadUnknownNames(db: Db, invoiceIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ tenant_id: string; name: string }>`
    select distinct on (lower(customer)) lower(customer) as tenant_id, customer_name as name from invoice_suspense
    where invoice_id = any(${[...invoiceIds]}::uuid[]) and customer_name <> '' order by lower(customer), customer_name`.execute(db);
  return new Map(rows.map((row) => [row.tenant_id, row.name]));
}
