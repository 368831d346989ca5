import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { type ServicePlan, servicePlansOf } from '../../world/people/service-plans.ts';
import { subscribedSkusOf, type TenantSku } from '../../world/people/tenant.ts';
import type { Sku, UserLicence } from '../../world/types.ts';
import { type Call, callRoute } from '../call.ts';
import type { KnownCustomer } from '../customers/find.ts';
import { withRight } from '../customers/with.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { collection } from '../paging.ts';
import { findActiveUser } from '../users/find.ts';
import { checkLicenceCall, updateLicences } from './update.ts';

const needs = { audience: 'user', right: 'view' } as const;
const base = '/v1/customers/{customerId}';

/** Group 1: products that Entra manages. Group 2: those it does not, such as Minecraft; their part numbers are catalogue ids. */
const groupOf = (sku: Sku): 'group1' | 'group2' => (sku.skuPartNumber.includes('/') ? 'group2' : 'group1');

/** `licenseGroupIds=Group1&licenseGroupIds=Group2`; group 1 when nothing is asked. */
function askedGroups(call: Call): readonly string[] | Refusal {
  const asked = [...call.request.query]
    .filter(([name]) => name.toLowerCase() === 'licensegroupids')
    .flatMap(([, value]) => value.toLowerCase().split(','));
  if (asked.some((one) => !['group1', 'group2'].includes(one))) return { ...refuse(3000), data: ['licenseGroupIds'] };
  return asked.length === 0 ? ['group1'] : asked;
}

const skuAnswer = ({ sku, active, warning, suspended, consumed }: TenantSku) => ({
  availableUnits: Math.max(0, active - consumed),
  activeUnits: active,
  consumedUnits: consumed,
  suspendedUnits: suspended,
  totalUnits: active + warning + suspended,
  warningUnits: warning,
  productSku: {
    id: sku.provisioningId,
    name: sku.title,
    skuPartNumber: sku.skuPartNumber,
    targetType: 'User',
    licenseGroupId: groupOf(sku),
  },
  servicePlans: servicePlansOf(sku).map(({ displayName, serviceName, id, targetType }) => ({
    displayName,
    serviceName,
    id,
    capabilityStatus: statusOf(active, warning),
    targetType,
  })),
  capabilityStatus: statusOf(active, warning),
  attributes: { objectType: 'SubscribedSku' },
});

const statusOf = (active: number, warning: number): string => {
  if (active > 0) return 'Enabled';
  return warning > 0 ? 'Warning' : 'Suspended';
};

function subscribed(call: Call, { customer }: KnownCustomer): RemoteAnswer | Refusal {
  const groups = askedGroups(call);
  const refused = checkLicenceCall(call);
  if (refused !== undefined) return refused;
  if (isRefusal(groups)) return groups;
  const skus = subscribedSkusOf(call.world, customer.id).filter(({ sku }) => groups.includes(groupOf(sku)));
  return json(200, collection(skus.map(skuAnswer)));
}

const planAnswer = ({ displayName, serviceName, id, targetType }: ServicePlan, { excludedPlans }: UserLicence) => ({
  displayName,
  serviceName,
  id,
  capabilityStatus: excludedPlans.includes(id) ? 'Disabled' : 'Assigned',
  targetType,
});

function ofUser(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  const groups = askedGroups(call);
  const refused = checkLicenceCall(call);
  if (refused !== undefined) return refused;
  if (isRefusal(groups)) return groups;
  const user = findActiveUser(call, known);
  if (isRefusal(user)) return user;
  const skus = new Map(subscribedSkusOf(call.world, known.customer.id).map(({ sku }) => [sku.provisioningId, sku]));
  const items = user.licences.flatMap((licence) => {
    const sku = skus.get(licence.skuId);
    if (sku === undefined || !groups.includes(groupOf(sku))) return [];
    return [
      {
        servicePlans: servicePlansOf(sku).map((plan) => planAnswer(plan, licence)),
        productSku: { id: sku.provisioningId, name: sku.title, skuPartNumber: sku.skuPartNumber, licenseGroupId: groupOf(sku) },
        attributes: { objectType: 'License' },
      },
    ];
  });
  return json(200, collection(items));
}

export const licenseRoutes: readonly Route[] = [
  callRoute('GET', `${base}/subscribedskus`, needs, withRight('read', subscribed)),
  callRoute('GET', `${base}/users/{userId}/licenses`, needs, withRight('read', ofUser)),
  // An application's own token has a code of its own here.
  callRoute('POST', `${base}/users/{userId}/licenseupdates`, { audience: 'app', right: 'view' }, withRight('licences', updateLicences)),
];
