import { empty, type RemoteAnswer, type RemoteRequest } from '../../remote.ts';
import type { DistributorAccount, DistributorSubscription } from '../../world/types.ts';
import { put, type World } from '../../world/world.ts';
import { subscriptionDetail } from '../answers/subscription.ts';
import { objectBody } from '../bodies.ts';
import { readDay } from '../dates.ts';
import { badParameter, problem, unprocessable } from '../errors.ts';
import { body } from '../pages.ts';
import { followCancellation, followQuantity } from './at-microsoft.ts';
import { changeSubscription } from './change.ts';
import { commitmentNow, isWindowOpen, statusNow } from './commitment.ts';
import { stateOf } from './state.ts';

type Write = { readonly request: RemoteRequest; readonly world: World; readonly account: DistributorAccount };

/** PUT: one of four members at least; the whole resource may be sent along and its other members are ignored. */
export function putSubscription({ request, world, account }: Write, before: DistributorSubscription): RemoteAnswer {
  const wanted = objectBody(request);
  if (wanted === undefined) return problem(request, 400, 'BAD_REQUEST', 'The body must be a JSON object');
  const changed = changeSubscription(world, before, wanted);
  if (isReasons(changed)) return unprocessable(request, changed);
  const after: DistributorSubscription = { ...changed, updatedAt: world.now(), history: [...before.history, stateOf(before)] };
  world.apply({
    kind: after.quantity === before.quantity ? 'distributor.subscriptionChanged' : 'distributor.quantityChanged',
    ...by(account),
    about: about(world, after),
    changes: [put('distributorSubscriptions', after)],
  });
  followQuantity(world, before, after);
  return body(200, subscriptionDetail(world, after));
}

/**
 * DELETE: 204. With `cancelDate` it waits as PendingCancel; without one it ends now when that is still possible and else at the end of its
 * commitment. (the second half is unverified)
 */
export function cancelSubscription({ request, world, account }: Write, before: DistributorSubscription): RemoteAnswer {
  const today = world.today();
  const asked = request.query.get('cancelDate');
  const day = asked === null ? undefined : readDay(asked);
  if (asked !== null && day === undefined) return badParameter(request, 'cancelDate', 'cancelDate must be a date');
  if (day !== undefined && day < today) return unprocessable(request, ['cancelDate must not lie in the past']);
  if (statusNow(before, today) === 'Cancelled') return unprocessable(request, ['The subscription is cancelled']);
  const end = day ?? (isWindowOpen(before, today) ? today : (commitmentNow(before, today)?.endDate.slice(0, 10) ?? today));
  const after: DistributorSubscription = {
    ...before,
    status: end <= today ? 'Cancelled' : 'PendingCancel',
    endDate: end,
    updatedAt: world.now(),
    history: [...before.history, stateOf(before)],
  };
  world.apply({
    kind: 'distributor.subscriptionCancelled',
    ...by(account),
    about: about(world, after),
    changes: [put('distributorSubscriptions', after)],
  });
  followCancellation(world, after);
  return empty(204);
}

const by = (account: DistributorAccount) => ({ actor: { kind: 'api' as const, name: account.clientId }, cause: 'pax8' });

function about(world: World, subscription: DistributorSubscription): Readonly<Record<string, string>> {
  const customerId = world.tables.distributorCompanies.get(subscription.companyId)?.customerId;
  return {
    distributorAccountId: subscription.accountId,
    companyId: subscription.companyId,
    distributorSubscriptionId: subscription.id,
    subscriptionId: subscription.vendorSubscriptionId,
    ...(customerId === undefined ? {} : { customerId }),
  };
}

const isReasons = (value: DistributorSubscription | readonly string[]): value is readonly string[] => Array.isArray(value);
