import type { Tx } from '../../../platform/db/connect.ts';

/** The account whose billing profile speaks for a customer that several sell to: the first by name (S100). */
export async function leadingAccount(tx: Tx, customerId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('customer_profile as profile')
    .innerJoin('connection', 'connection.connection_id', 'profile.connection_id')
    .select('profile.connection_id')
    .where('profile.customer_id', '=', customerId)
    .orderBy('connection.name')
    .executeTakeFirst();
  return row?.connection_id;
}
