import { sql } from 'kysely';
import { isOverExpected } from '../../../model/expected-customer.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { type ExpectedCustomer, selectExpected, toExpected } from './store.ts';

/** What people know of a customer that they want to enter. '' where they do not. */
export type Sought = { readonly cloud: string; readonly tenantId: string; readonly domain: string };

export type Known =
  | { readonly status: 'known'; readonly customerId: string; readonly name: string; readonly by: 'tenant' | 'domain' }
  | { readonly status: 'awaited'; readonly expected: ExpectedCustomer };

/**
 * Whether we have or expect it already: by tenant, else by a domain that is the customer's. Names decide nothing (S149). One that left Microsoft
 * or us is none that we have: it is looked up and invited like any other, and comes back as itself by its tenant.
 */
export async function findKnown(tx: Tx, { cloud, tenantId, domain }: Sought): Promise<Known | undefined> {
  const customers = tx.selectFrom('customer').select(['customer_id', 'name']).where('cloud', '=', cloud).where('retired_at', 'is', null);
  if (tenantId !== '') {
    const row = await tx
      .selectFrom('customer_identity')
      .innerJoin('customer', 'customer.customer_id', 'customer_identity.customer_id')
      .select(['customer.customer_id', 'customer.name'])
      .where('customer_identity.cloud', '=', cloud)
      .where('customer_identity.tenant_id', '=', tenantId)
      .where('customer.retired_at', 'is', null)
      .executeTakeFirst();
    if (row !== undefined) return { status: 'known', customerId: row.customer_id, name: row.name, by: 'tenant' };
  }
  if (domain !== '') {
    const row = await customers
      .where((where) =>
        where.or([
          where('domain', '=', domain),
          where(
            'customer_id',
            'in',
            tx.selectFrom('customer_profile').select('customer_id').where(sql<boolean>`domains @> array[${domain}::text]`),
          ),
        ]),
      )
      .orderBy('customer_id')
      .executeTakeFirst();
    if (row !== undefined) return { status: 'known', customerId: row.customer_id, name: row.name, by: 'domain' };
  }
  const awaited = (
    await selectExpected(tx)
      .where('cloud', '=', cloud)
      .where((where) =>
        where.or([
          ...(tenantId === '' ? [] : [where('tenant_id', '=', tenantId)]),
          ...(domain === '' ? [] : [where('domain', '=', domain)]),
        ]),
      )
      .execute()
  )
    .map(toExpected)
    .find(({ state }) => !isOverExpected(state));
  return awaited === undefined ? undefined : { status: 'awaited', expected: awaited };
}
