import { type BillingBehaviour, type BillingException, behaviourFor } from '../../../model/billing-behaviour.ts';
import type { Finding } from '../../../model/difference.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { readSettings } from '../../settings/index.ts';

/** How a difference is billed: the behaviour that holds for its customer and product, and when its subscription renews. */
export type Billing = { readonly behaviour: BillingBehaviour; readonly renewsOn: string | undefined };

type About = { readonly customerId: string; readonly finding: Pick<Finding, 'links' | 'microsoft'> };

/** What holds for all, and what is otherwise. */
export type BillingRules = { readonly standard: BillingBehaviour; readonly exceptions: readonly BillingException[] };
export type BillingOf = (about: About, rules: BillingRules) => Billing;

/** By the rules that are kept. */
export async function readBilling(
  tx: Tx,
  exceptions: readonly BillingException[],
  all: readonly About[],
): Promise<(about: About) => Billing> {
  const { billing: standard } = await readSettings(tx);
  const billingOf = await readProducts(tx, all);
  return (about) => billingOf(about, { standard, exceptions });
}

/** The products and terms of these differences, so that any rules can be tried on them. */
export async function readProducts(tx: Tx, all: readonly About[]): Promise<BillingOf> {
  const customerIds = [...new Set(all.map(({ customerId }) => customerId))];
  const rows =
    all.length === 0
      ? []
      : await tx
          .selectFrom('subscription')
          .select(['customer_id', 'subscription_id', 'remote_id', 'product_id', 'sku_id', 'ends_on'])
          .where('customer_id', 'in', customerIds)
          .execute();
  const byId = new Map(rows.map((row) => [row.subscription_id, row]));
  const byRemote = new Map(rows.map((row) => [`${row.customer_id} ${row.remote_id}`, row]));
  return ({ customerId, finding: { links, microsoft } }, { standard, exceptions }) => {
    // What invoices show names the subscription as Microsoft does.
    const row = byId.get(links.subscriptionId ?? '') ?? byRemote.get(`${customerId} ${microsoft.remoteIds[0] ?? ''}`);
    const product = row && { productId: row.product_id, skuId: row.sku_id };
    return { behaviour: behaviourFor(standard, exceptions, { customerId, product }), renewsOn: dayAfter(row?.ends_on ?? undefined) };
  };
}

const dayAfter = (date: string | undefined): string | undefined =>
  date === undefined ? undefined : Temporal.PlainDate.from(date).add({ days: 1 }).toString();
