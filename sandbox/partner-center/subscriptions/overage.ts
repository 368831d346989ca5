import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { Overage } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { flagOf, readBody, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call, callRoute } from '../call.ts';
import { findCustomer, type KnownCustomer } from '../customers/find.ts';
import { trail } from '../customers/trail.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { collection, link } from '../paging.ts';
import { azureEntitlementsOf } from './azure-entitlements.ts';
import { no } from './codes.ts';
import { subscriptionsOf } from './find.ts';
import { kindOf } from './kinds.ts';

const path = '/v1/customers/{customerId}/subscriptions/overage';

function get(call: Call): RemoteAnswer | Refusal {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  if (isRefusal(known)) return known;
  const row = call.world.tables.overages.get(known.relationship.id);
  return json(200, collection(row === undefined ? [] : [answer(known, row)]));
}

/** Calls beyond a plan are paid on one Azure subscription below the customer's Azure plan. */
function update(call: Call): RemoteAnswer | Refusal {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  if (isRefusal(known)) return known;
  const body = readBody(call.request.body);
  const overageEnabled = flagOf(body, 'overageEnabled');
  const azureEntitlementId = wordOf(body, 'azureEntitlementId').toLowerCase();
  const type = wordOf(body, 'type');
  if (overageEnabled === undefined || type.toLowerCase() !== 'phoneservices') return refuse(800002);
  const refused = checkEntitlement(call, known, azureEntitlementId) ?? checkOthers(call, known);
  if (refused !== undefined) return refused;
  const partnerId = wordOf(body, 'partnerId') === '' ? call.account.mpnId : wordOf(body, 'partnerId');
  const row: Overage = { id: known.relationship.id, azureEntitlementId, partnerId, type: 'PhoneServices', overageEnabled };
  call.world.apply({
    kind: 'overage.changed',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: known.customer.id },
    changes: [
      put('overages', row),
      trail(call, {
        customer: known.customer,
        resourceId: known.customer.id,
        resourceType: 'customer',
        operationType: 'manage_overage',
        new: { azureEntitlementId, partnerId, type: row.type, overageEnabled },
      }),
    ],
  });
  return json(200, answer(known, row));
}

function checkEntitlement({ world }: Call, known: KnownCustomer, id: string): Refusal | undefined {
  const rows = subscriptionsOf(world, known).filter(({ status }) => status === 'active');
  if (rows.some((row) => kindOf(world, row) === 'legacyAzure')) return no(800112);
  const plans = rows.filter((row) => kindOf(world, row) === 'azurePlan');
  if (plans.length === 0) return no(800114);
  const entitlements = plans.flatMap((plan) => azureEntitlementsOf(world, plan));
  return entitlements.some((one) => one.id === id && one.status === 'active') ? undefined : no(800111);
}

/** Another partner of the customer has it already. */
function checkOthers({ world, account }: Call, { customer }: KnownCustomer): Refusal | undefined {
  const others = world.tables.relationships.by('customerId', customer.id).filter(({ accountId }) => accountId !== account.id);
  return others.some(({ id }) => world.tables.overages.get(id)?.overageEnabled === true) ? no(800115) : undefined;
}

const answer = ({ customer }: KnownCustomer, { azureEntitlementId, partnerId, type, overageEnabled }: Overage) => ({
  azureEntitlementId,
  partnerId,
  type,
  overageEnabled,
  links: { overage: link(`/customers/${customer.id}/subscriptions/overage`) },
  attributes: { objectType: 'Overage' },
});

export const overageRoutes: readonly Route[] = [
  callRoute('GET', path, { audience: 'app', right: 'view' }, get),
  callRoute('PUT', path, { audience: 'app', right: 'sell' }, update),
];
