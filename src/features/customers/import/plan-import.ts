import { sql } from 'kysely';
import { z } from 'zod';
import type { Marketplace } from '../../../connectors/ports.ts';
import type { MicrosoftCustomer } from '../../../model/customer.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { keepPlan, type PlanRefusal, refusal } from '../duplicates/plan-store.ts';
import { findAccount, openMarketplace } from '../expected/look-up.ts';
import { classify, type Held, ImportRow, type ImportWorld, reportOf } from './classify.ts';

export type ImportWish = {
  readonly connectionId: string;
  /** Undefined: all of the account. */
  readonly tenantIds: readonly string[] | undefined;
  /** Partner ids (MPN) that a person names for tenants on the hold list. */
  readonly resellers: readonly { readonly tenantId: string; readonly mpn: string }[];
};

export const ImportPlan = z.object({ connectionId: z.string(), rows: z.array(ImportRow) });
export type ImportPlan = z.infer<typeof ImportPlan>;

/** Reads the whole list of an account and previews what importing it would create, link, update, and what it would leave to people. */
export async function planImport(
  context: Context,
  wish: ImportWish,
): Promise<{ readonly status: 'planned'; readonly planId: string } | PlanRefusal> {
  const { connectionId } = wish;
  const account = await findAccount(context, connectionId);
  if (account === undefined) return refusal('not_found', 'There is no such Partner Center account.');
  const marketplace = await openMarketplace(context, connectionId);
  // A list that moves while it is read says some twice: a tenant is one row.
  const customers = new Map<string, MicrosoftCustomer>();
  for await (const page of marketplace.customers()) for (const customer of page.items) customers.set(customer.tenantId, customer);
  const resellers = account.partnerType === 'indirectProvider' ? await resellersOf(marketplace, wish) : undefined;
  if (resellers !== undefined && 'status' in resellers) return resellers;
  return inScope(context.db, context.scope, async (tx) => {
    const world = await readWorld(tx, connectionId, account.cloud);
    const chosen = wish.tenantIds === undefined ? undefined : new Set(wish.tenantIds);
    const rows = [...customers.values()].map((customer) => classify(customer, { ...world, resellers, chosen }));
    const plan: ImportPlan = { connectionId, rows };
    return {
      status: 'planned',
      planId: await keepPlan(tx, context, { kind: 'import', title: `Import ${rows.length} tenants`, wish: plan, counts: reportOf(rows) }),
    };
  });
}

/** Each tenant's reseller by its partner id; one that a person named must be a reseller of this account. */
async function resellersOf(
  marketplace: Marketplace,
  { resellers: named }: ImportWish,
): Promise<NonNullable<ImportWorld['resellers']> | PlanRefusal> {
  const known = (await marketplace.directory?.resellers?.()) ?? [];
  // Of several the one that comes first by its partner id, which is the last to be written here.
  const inOrder = known.toSorted((a, b) => (a.mpnId < b.mpnId ? 1 : -1));
  const byTenant = new Map(
    inOrder.flatMap(({ mpnId, name, customerTenantIds }) => customerTenantIds.map((id) => [id, { mpn: mpnId, name }] as const)),
  );
  for (const { tenantId, mpn } of named) {
    const reseller = known.find(({ mpnId }) => mpnId === mpn);
    if (reseller === undefined) return refusal('conflict', `No reseller of this account has the partner id ${mpn}.`);
    byTenant.set(tenantId, { mpn, name: reseller.name });
  }
  return byTenant;
}

async function readWorld(tx: Tx, connectionId: string, cloud: string): Promise<Pick<ImportWorld, 'held' | 'byDomain'>> {
  const { rows } = await sql<Held & { tenantId: string; customerDomain: string; isLive: boolean }>`
    select known.tenant_id as "tenantId", customer.customer_id as "customerId", customer.name, customer.domain, customer.domain as "customerDomain",
      customer.retired_at is null as "isLive", coalesce((select min(seller.mpn collate "C") from customer_reseller seller
        where seller.customer_id = customer.customer_id and seller.connection_id = ${connectionId}::uuid), '') as "resellerMpn",
      exists (select from customer_connection sold where sold.customer_id = customer.customer_id
        and sold.connection_id = ${connectionId}::uuid and sold.retired_at is null) as "isLinked"
    from customer_identity known join customer using (customer_id)
    where known.cloud = ${cloud}`.execute(tx);
  return {
    held: new Map(rows.map((row) => [row.tenantId, row])),
    byDomain: new Map(rows.filter((row) => row.isLive && row.customerDomain !== '').map((row) => [row.customerDomain, row])),
  };
}
