import { sql } from 'kysely';
import type { Db } from '../../../../platform/db/connect.ts';
import type { Customer } from '../../files/model.ts';
import type { ChargedMonth } from '../month.ts';

/** Our own keys of a customer, by its tenant. */
export type KnownCustomer = { readonly customerId: string; readonly resellerId: string; readonly name: string };

export type LoadedCustomers = {
  /** Those that Partner Center still listed at the end of the month. */
  readonly listed: ReadonlyMap<string, Customer>;
  readonly known: ReadonlyMap<string, KnownCustomer>;
};

export async function loadCustomers(db: Db, { asOf }: ChargedMonth): Promise<LoadedCustomers> {
  const { rows } = await sql<{
    customer_id: string;
    reseller_id: string;
    tenant_id: string;
    name: string;
    country: string | null;
    gone: boolean;
  }>`
    select customer_id, reseller_id, tenant_id, name, country, coalesce(retired_at < ${asOf}, false) as gone
    from customer order by tenant_id`.execute(db);
  const listed = new Map<string, Customer>();
  const known = new Map<string, KnownCustomer>();
  for (const { customer_id: customerId, reseller_id: resellerId, tenant_id, name, country, gone } of rows) {
    const id = tenant_id.toLowerCase();
    known.set(id, { customerId, resellerId, name });
    if (!gone) listed.set(id, { id, name, country: (country ?? '').toUpperCase() });
  }
  return { listed, known };
}
