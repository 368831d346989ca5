import { ownReseller } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { readingCustomers } from './identity-lock.ts';

/**
 * Whose customers these are: what is written about a customer belongs to the same reseller, so that row level security shows it all of the
 * customer or nothing. Customers that nobody knows are ours. Until the end of the transaction none is given away: what it writes goes along.
 */
export async function ownersOf(tx: Tx, customerIds: readonly string[]): Promise<(customerId: string) => string> {
  if (customerIds.length === 0) return () => ownReseller;
  await readingCustomers(tx);
  const rows = await tx
    .selectFrom('customer')
    .select(['customer_id', 'reseller_id'])
    .where('customer_id', 'in', customerIds)
    .where('reseller_id', '<>', ownReseller)
    .execute();
  const owners = new Map(rows.map((row) => [row.customer_id, row.reseller_id]));
  return (customerId) => owners.get(customerId) ?? ownReseller;
}
