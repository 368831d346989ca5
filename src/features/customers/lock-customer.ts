import type { Tx } from '../../platform/db/connect.ts';

/** A customer that nobody else changes before this transaction ends; undefined when there is none in the scope. */
export const lockCustomer = (
  tx: Tx,
  customerId: string,
): Promise<{ readonly customer_id: string; readonly reseller_id: string } | undefined> =>
  tx.selectFrom('customer').select(['customer_id', 'reseller_id']).where('customer_id', '=', customerId).forUpdate().executeTakeFirst();
