import { fromPublicId } from '../../lib/ids.ts';
import { idPrefixes } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';

export type Identities = { readonly customers: ReadonlyMap<string, string>; readonly subscriptions: ReadonlyMap<string, string> };

/** Our ids for what lines call by the provider's; what is in suspense has none. Keys in lower case. */
export async function identify(
  tx: Tx,
  connectionId: string,
  lines: readonly { readonly customerKey: string; readonly subscriptionKey: string }[],
): Promise<Identities> {
  const customerKeys = [...new Set(lines.map(({ customerKey }) => customerKey))];
  const customers = new Map<string, string>();
  if (customerKeys.length === 0) return { customers, subscriptions: new Map() };
  const tenants = await tx
    .selectFrom('customer_identity as known')
    .innerJoin('customer as c', 'c.customer_id', 'known.customer_id')
    .select(['known.tenant_id', 'c.customer_id'])
    .where((eb) => eb(eb.fn<string>('lower', ['known.tenant_id']), 'in', customerKeys))
    .execute();
  for (const row of tenants) customers.set(row.tenant_id.toLowerCase(), row.customer_id);
  const left = customerKeys.filter((key) => !customers.has(key));
  const mapped = left.length === 0 ? [] : await accountsOf(tx, connectionId, left);
  for (const row of mapped) customers.set(row.remote_id.toLowerCase(), row.customer_id);
  const ids = [...new Set(customers.values())];
  const found =
    ids.length === 0
      ? []
      : await tx.selectFrom('subscription').select(['remote_id', 'subscription_id']).where('customer_id', 'in', ids).execute();
  return { customers, subscriptions: new Map(found.map((row) => [row.remote_id.toLowerCase(), row.subscription_id])) };
}

const accountsOf = (tx: Tx, connectionId: string, keys: readonly string[]) =>
  tx
    .selectFrom('account_identity as known')
    .innerJoin('account_mapping as m', 'm.account_id', 'known.account_id')
    .select(['known.remote_id', 'm.customer_id'])
    .where('known.connection_id', '=', connectionId)
    .where((eb) => eb(eb.fn<string>('lower', ['known.remote_id']), 'in', keys))
    .execute();

/** The provider's own names, in lower case, for one of ours (`cus_...`) or one of its. None: there is no such customer here. */
export async function customerKeys(tx: Tx, connectionId: string, asked: string): Promise<readonly string[]> {
  const customerId = fromPublicId(idPrefixes.customer, asked);
  if (customerId === undefined) return [asked.toLowerCase()];
  const tenants = await tx.selectFrom('customer').select('tenant_id').where('customer_id', '=', customerId).execute();
  const accounts = await tx
    .selectFrom('account as a')
    .innerJoin('account_mapping as m', 'm.account_id', 'a.account_id')
    .select('a.remote_id')
    .where('m.customer_id', '=', customerId)
    .where('a.connection_id', '=', connectionId)
    .execute();
  return [...tenants.map((row) => row.tenant_id), ...accounts.map((row) => row.remote_id)].map((key) => key.toLowerCase());
}

export async function subscriptionKeys(tx: Tx, asked: string): Promise<readonly string[]> {
  const subscriptionId = fromPublicId(idPrefixes.subscription, asked);
  if (subscriptionId === undefined) return [asked.toLowerCase()];
  const rows = await tx.selectFrom('subscription').select('remote_id').where('subscription_id', '=', subscriptionId).execute();
  return rows.map((row) => row.remote_id.toLowerCase());
}
