import { follow } from '../../acts/follow.ts';
import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { type Fields, readBody, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call, callRoute } from '../call.ts';
import { findCustomer, type KnownCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { paces } from '../pace.ts';
import { collection, link } from '../paging.ts';
import { accept, hasPending } from './accepted.ts';
import { subscriptionAnswer, subscriptionUri } from './answers.ts';
import { changed } from './change.ts';
import { keep } from './keep.ts';
import { readAsked } from './read.ts';

const read = { audience: 'app', right: 'view', pace: [paces.subscriptions] } as const;

/** All subscriptions of a customer in one answer; `order_id` and `mpn_id` narrow (underscores as documented). */
function list(call: Call): RemoteAnswer | Refusal {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  if (isRefusal(known)) return known;
  const orderId = call.request.query.get('order_id')?.toLowerCase();
  const mpnId = call.request.query.get('mpn_id');
  const rows = subscriptionsOf(call.world, known)
    .filter((row) => orderId === undefined || row.orderId.toLowerCase() === orderId)
    .filter(() => mpnId === null || known.relationship.resellerMpnId === mpnId);
  const items = rows.map((row) => subscriptionAnswer(call.world, row));
  return json(200, collection(items, { self: link(`/customers/${known.customer.id}/subscriptions${call.request.rawQuery}`) }));
}

const subscriptionsOf = (world: World, { relationship }: KnownCustomer): Subscription[] =>
  world.tables.subscriptions.by('relationship', relationship.id);

function find(call: Call): Subscription | Refusal {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  if (isRefusal(known)) return known;
  const id = (call.params['subscriptionId'] ?? '').toLowerCase();
  const row = subscriptionsOf(call.world, known).find((one) => one.id.toLowerCase() === id);
  return row ?? refuse(20003, call.params['subscriptionId'] ?? '');
}

function get(call: Call): RemoteAnswer | Refusal {
  const row = find(call);
  return isRefusal(row) ? row : json(200, subscriptionAnswer(call.world, row));
}

/** Legacy add-ons hang below a parent; new-commerce add-ons are subscriptions of their own. */
function addons(call: Call): RemoteAnswer | Refusal {
  const parent = find(call);
  if (isRefusal(parent)) return parent;
  const rows = call.world.tables.subscriptions
    .by('relationship', `${parent.accountId}:${parent.customerId}`)
    .filter((row) => row.parentSubscriptionId === parent.id);
  return json(
    200,
    collection(
      rows.map((row) => subscriptionAnswer(call.world, row)),
      { self: link(`${subscriptionUri(parent)}/addons`) },
    ),
  );
}

/** The sent resource must be this one, with the partner of record it has. */
function checkSame(world: World, before: Subscription, body: Fields): Refusal | undefined {
  const id = wordOf(body, 'id').toLowerCase();
  if (id !== '' && id !== before.id.toLowerCase()) return refuse(3000);
  const partner = wordOf(body, 'partnerId');
  const known = world.tables.relationships.get(`${before.accountId}:${before.customerId}`)?.resellerMpnId ?? '';
  return partner === '' || partner === known ? undefined : refuse(800098);
}

function patch(call: Call): RemoteAnswer | Refusal {
  const before = find(call);
  if (isRefusal(before)) return before;
  const body = readBody(call.request.body);
  if (body === undefined) return refuse(800002);
  const refused = checkSame(call.world, before, body);
  if (refused !== undefined) return refused;
  if (hasPending(call.world, before.id)) return refuse(900278);
  const asked = readAsked(body);
  if (isRefusal(asked)) return asked;
  const after = changed(call.world, before, asked);
  if (isRefusal(after)) return after;

  const by = { actor: actorOf(call), cause: call.requestId, about: byWhom(call) };
  const seconds = call.world.switch('accepted').seconds;
  if (seconds > 0) {
    accept(call.world, before, after, by, seconds);
    return { status: 202, headers: { Location: subscriptionUri(before) } };
  }
  const kept = keep(call.world, before, after, by);
  follow(call.world, kept);
  return json(200, subscriptionAnswer(call.world, kept));
}

export const subscriptionRoutes: readonly Route[] = [
  callRoute('GET', '/v1/customers/{customerId}/subscriptions', read, list),
  callRoute('GET', '/v1/customers/{customerId}/subscriptions/{subscriptionId}', read, get),
  callRoute(
    'PATCH',
    '/v1/customers/{customerId}/subscriptions/{subscriptionId}',
    { audience: 'app', right: 'sell', pace: [paces.subscriptions, paces.subscriptionUpdates] },
    patch,
  ),
  callRoute('GET', '/v1/customers/{customerId}/subscriptions/{subscriptionId}/addons', read, addons),
];
