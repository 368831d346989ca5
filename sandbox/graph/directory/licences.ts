import { Seeded } from '../../../src/lib/seeded.ts';
import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { type ServicePlan, servicePlansOf } from '../../world/people/service-plans.ts';
import type { TenantSku } from '../../world/people/tenant.ts';
import type { World } from '../../world/world.ts';
import { type GraphRefusal, isRefusal, notFound } from '../errors.ts';
import { entity } from '../odata/entity.ts';
import { page } from '../odata/page.ts';
import { type InTenant, tenantRoute } from './route.ts';
import { skusOf, type Tenant } from './tenant.ts';

const context = '/v1.0/$metadata#subscribedSkus';

/** How a plan of a licence is shown. */
export const planAnswer = ({ id, serviceName, targetType }: ServicePlan, provisioningStatus: string) => ({
  servicePlanId: id,
  servicePlanName: serviceName,
  provisioningStatus,
  appliesTo: targetType === 'Tenant' ? 'Company' : 'User',
});

export const statusOf = ({ active, warning }: Pick<TenantSku, 'active' | 'warning'>): string => {
  if (active > 0) return 'Enabled';
  return warning > 0 ? 'Warning' : 'Suspended';
};

/** The directory has ids of its own for what Partner Center calls a subscription. */
export const directoryIdOf = (subscriptionId: string): string => new Seeded(`directory/${subscriptionId.toLowerCase()}`).uuid();

function subscriptionIds(world: World, tenant: Tenant, skuId: string): string[] {
  return world.tables.subscriptions
    .by('customerId', tenant.id)
    .filter((row) => world.tables.skus.get(`${row.productId}:${row.skuId}`)?.provisioningId === skuId)
    .filter(({ status }) => ['active', 'expired', 'suspended', 'disabled'].includes(status))
    .map(({ id }) => directoryIdOf(id));
}

const skuAnswer = (world: World, tenant: Tenant, found: TenantSku) => ({
  accountName: (tenant.customer?.defaultDomain ?? tenant.account.domain).split('.')[0] ?? '',
  accountId: tenant.id,
  appliesTo: 'User',
  capabilityStatus: statusOf(found),
  consumedUnits: found.consumed,
  id: `${tenant.id}_${found.sku.provisioningId}`,
  skuId: found.sku.provisioningId,
  skuPartNumber: found.sku.skuPartNumber,
  subscriptionIds: subscriptionIds(world, tenant, found.sku.provisioningId),
  prepaidUnits: { enabled: found.active, suspended: found.suspended, warning: found.warning, lockedOut: 0 },
  servicePlans: servicePlansOf(found.sku).map((plan) => planAnswer(plan, found.active + found.warning > 0 ? 'Success' : 'Disabled')),
});

/** `$select` only, as documented; all on one page. */
function list(call: InTenant): RemoteAnswer | GraphRefusal {
  const found = page(call.request, skusOf(call.world, call.tenant), {
    context,
    paths: [],
    read: () => undefined,
    keyOf: ({ sku }) => sku.provisioningId,
    answer: (one) => skuAnswer(call.world, call.tenant, one),
    maxTop: 999,
    inOrder: true,
  });
  return isRefusal(found) ? found : json(200, found);
}

function one(call: InTenant): RemoteAnswer | GraphRefusal {
  const wanted = (call.params['skuId'] ?? '').toLowerCase();
  const found = skusOf(call.world, call.tenant).find(({ sku }) => `${call.tenant.id}_${sku.provisioningId}`.toLowerCase() === wanted);
  return found === undefined ? notFound() : entity(call.request, context, skuAnswer(call.world, call.tenant, found));
}

export const licenceRoutes: readonly Route[] = [
  tenantRoute('GET', '/v1.0/subscribedSkus', 'directory', list),
  tenantRoute('GET', '/v1.0/subscribedSkus/{skuId}', 'directory', one),
];
