import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { AzureEntitlement, Subscription } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { readBody, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call, callRoute } from '../call.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { paces } from '../pace.ts';
import { collection, link } from '../paging.ts';
import { subscriptionUri } from './answers.ts';
import { azureEntitlementsOf } from './azure-entitlements.ts';
import { no } from './codes.ts';
import { findSubscription } from './find.ts';
import { kindOf } from './kinds.ts';

const path = '/v1/customers/{customerId}/subscriptions/{subscriptionId}/azureEntitlements';

type Found = { readonly plan: Subscription; readonly row: AzureEntitlement };

function planOf(call: Call): Subscription | Refusal {
  const row = findSubscription(call);
  if (isRefusal(row)) return row;
  return kindOf(call.world, row) === 'azurePlan' ? row : refuseWith(400, 800011, "This subscription isn't a valid Azure subscription");
}

function find(call: Call): Found | Refusal {
  const plan = planOf(call);
  if (isRefusal(plan)) return plan;
  const id = (call.params['entitlementId'] ?? '').toLowerCase();
  const row = azureEntitlementsOf(call.world, plan).find((one) => one.id === id);
  return row === undefined ? no(800111) : { plan, row };
}

function list(call: Call): RemoteAnswer | Refusal {
  const plan = planOf(call);
  if (isRefusal(plan)) return plan;
  return json(200, collection(azureEntitlementsOf(call.world, plan).map((row) => answer({ plan, row }))));
}

function get(call: Call): RemoteAnswer | Refusal {
  const found = find(call);
  return isRefusal(found) ? found : json(200, answer(found));
}

/** Only for a compromised subscription; it takes about ten minutes, and until then it is shown as it was. */
function cancel(call: Call): RemoteAnswer | Refusal {
  const reason = wordOf(readBody(call.request.body), 'cancellationReason').toLowerCase();
  const found = find(call);
  if (isRefusal(found)) return found;
  if (reason !== 'compromise') return refuse(800002);
  return found.row.status === 'active'
    ? changed(call, found, 'cancelling')
    : refuseWith(400, 800012, "This subscription isn't an active subscription");
}

function reactivate(call: Call): RemoteAnswer | Refusal {
  const found = find(call);
  if (isRefusal(found)) return found;
  return found.row.status === 'inactive' ? changed(call, found, 'reactivating') : refuse(800096);
}

function changed(call: Call, { plan, row }: Found, status: AzureEntitlement['status']): RemoteAnswer {
  const after: AzureEntitlement = { ...row, status, changedAt: call.world.now() };
  call.world.apply({
    kind: `azureEntitlement.${status}`,
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: plan.customerId, subscriptionId: plan.id },
    changes: [put('azureEntitlements', after)],
  });
  return json(200, answer({ plan, row: after }));
}

const shown = { active: 'active', cancelling: 'active', inactive: 'inactive', reactivating: 'inactive' } as const;

const answer = ({ plan, row }: Found) => ({
  id: row.id,
  friendlyName: row.friendlyName,
  status: shown[row.status],
  subscriptionId: plan.id,
  links: { self: link(`${subscriptionUri(plan)}/azureEntitlements/${row.id}`) },
});

export const azureEntitlementRoutes: readonly Route[] = [
  callRoute('GET', path, { audience: 'app', right: 'view', pace: [paces.subscriptions] }, list),
  callRoute('GET', `${path}/{entitlementId}`, { audience: 'app', right: 'view', pace: [paces.subscriptions] }, get),
  callRoute('POST', `${path}/{entitlementId}/cancel`, { audience: 'app', right: 'sell', pace: [paces.subscriptionUpdates] }, cancel),
  callRoute(
    'POST',
    `${path}/{entitlementId}/reactivate`,
    { audience: 'app', right: 'sell', pace: [paces.subscriptionUpdates] },
    reactivate,
  ),
];
