import type { Tx } from '../../../platform/db/connect.ts';

/** What the PSA calls a customer: the name of its first mapped account. */
export async function psaName(tx: Tx, customerId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('account_mapping as mapping')
    .innerJoin('account', 'account.account_id', 'mapping.account_id')
    .select('account.name')
    .where('mapping.customer_id', '=', customerId)
    .where('mapping.state', '=', 'mapped')
    .where('account.side', '=', 'psa')
    .where('account.retired_at', 'is', null)
    .orderBy('mapping.is_extra')
    .orderBy('account.name')
    .executeTakeFirst();
  return row?.name;
}
