import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { historyOf } from '../../world/history.ts';
import type { Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { type Call, callRoute } from '../call.ts';
import { findCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal } from '../errors.ts';
import { paces } from '../pace.ts';
import { collection, link } from '../paging.ts';
import { activationRoutes } from './activation.ts';
import { subscriptionAnswer, subscriptionUri } from './answers.ts';
import { azureEntitlementRoutes } from './azure-entitlement-routes.ts';
import { addOnsOf } from './carry-out.ts';
import { customEndRoutes } from './custom-end-routes.ts';
import { entitlementRoutes } from './entitlements.ts';
import { findSubscription, subscriptionsOf } from './find.ts';
import { legacyRoutes } from './legacy-routes.ts';
import { overageRoutes } from './overage.ts';
import { patch } from './patch.ts';
import { supportContactRoutes } from './support-contact.ts';
import { transitionRoutes } from './transition-routes.ts';

const read = { audience: 'app', right: 'view', pace: [paces.subscriptions] } as const;
const one = '/v1/customers/{customerId}/subscriptions/{subscriptionId}';

/** All subscriptions of a customer in one answer; `order_id` and `mpn_id` narrow (underscores as documented). */
function list(call: Call): RemoteAnswer | Refusal {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  if (isRefusal(known)) return known;
  const orderId = call.request.query.get('order_id')?.toLowerCase();
  const mpnId = call.request.query.get('mpn_id');
  const rows = subscriptionsOf(call.world, known)
    .flatMap((row) => lagging(call.world, row) ?? [])
    .filter((row) => orderId === undefined || row.orderId.toLowerCase() === orderId)
    .filter(() => mpnId === null || known.relationship.resellerMpnId === mpnId);
  const items = rows.map((row) => subscriptionAnswer(call.world, row));
  return json(200, collection(items, { self: link(`/customers/${known.customer.id}/subscriptions${call.request.rawQuery}`) }));
}

/** A list shows each subscription as it was some minutes ago, when the switch says so; what is newer is not in it. */
function lagging(world: World, row: Subscription): Subscription | undefined {
  const { listLagMinutes } = world.switch('idempotency');
  if (listLagMinutes === 0) return row;
  const atMs = world.clock.nowMs() - listLagMinutes * 60_000;
  return historyOf(world, row.id, atMs).findLast((moment) => moment.atMs <= atMs)?.row;
}

function get(call: Call): RemoteAnswer | Refusal {
  const row = findSubscription(call);
  return isRefusal(row) ? row : json(200, subscriptionAnswer(call.world, row));
}

/** Legacy add-ons hang below a parent; new-commerce add-ons are subscriptions of their own. */
function addons(call: Call): RemoteAnswer | Refusal {
  const parent = findSubscription(call);
  if (isRefusal(parent)) return parent;
  const items = addOnsOf(call.world, parent).map((row) => subscriptionAnswer(call.world, row));
  return json(200, collection(items, { self: link(`${subscriptionUri(parent)}/addons`) }));
}

export const subscriptionRoutes: readonly Route[] = [
  // Words that the pattern of one subscription would take for an id come first.
  ...customEndRoutes,
  ...overageRoutes,
  callRoute('GET', '/v1/customers/{customerId}/subscriptions', read, list),
  callRoute('GET', one, read, get),
  callRoute('PATCH', one, { audience: 'app', right: 'sell', pace: [paces.subscriptions, paces.subscriptionUpdates] }, patch),
  callRoute('GET', `${one}/addons`, read, addons),
  ...transitionRoutes,
  ...legacyRoutes,
  ...supportContactRoutes,
  ...activationRoutes,
  ...azureEntitlementRoutes,
  ...entitlementRoutes,
];
