import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/connect.ts';
import type { KnownCustomer } from './load/customers.ts';
import type { ScannedInvoice } from './scan-invoices.ts';

/**
 * Remembers which subscriptions a month's invoices charged, for the loss meter: of each partner account the newest month. A later look at an
 * earlier month changes nothing.
 */
export async function keepCharged(
  tx: Tx,
  period: string,
  invoices: readonly ScannedInvoice[],
  known: ReadonlyMap<string, KnownCustomer>,
): Promise<void> {
  for (const [connectionId, its] of Map.groupBy(invoices, ({ file }) => file.connectionId)) {
    if (!its.every(({ isComplete }) => isComplete)) continue;
    const rows = rowsOf(its, known);
    await sql`delete from charged_month where connection_id = ${connectionId}::uuid and period <= ${period}`.execute(tx);
    await sql`
      insert into charged_month (customer_id, connection_id, reseller_id, period, subscription_ids)
      select customer_id, ${connectionId}::uuid, reseller_id, ${period}, array(select json_array_elements_text(ids))
      from json_to_recordset(${JSON.stringify(rows)}::json) as given (customer_id uuid, reseller_id uuid, ids json)
      on conflict (customer_id, connection_id) do nothing`.execute(tx);
  }
}

function rowsOf(invoices: readonly ScannedInvoice[], known: ReadonlyMap<string, KnownCustomer>) {
  const ids = new Map<string, string[]>();
  for (const { scan } of invoices)
    for (const { customerId, subscriptionId, lines } of scan.table.byId.values()) {
      if (lines === 0) continue;
      const list = ids.get(customerId);
      if (list === undefined) ids.set(customerId, [subscriptionId]);
      else list.push(subscriptionId);
    }
  // Who was charged nothing has a row too: that nothing was charged is known of him.
  return [...known].map(([tenantId, { customerId, resellerId }]) => ({
    customer_id: customerId,
    reseller_id: resellerId,
    ids: ids.get(tenantId) ?? [],
  }));
}
