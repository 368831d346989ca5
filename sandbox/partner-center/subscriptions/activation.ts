import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { Subscription } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { actorOf, byWhom, type Call, callRoute } from '../call.ts';
import { findCustomer, hasDelegatedAccess } from '../customers/find.ts';
import { wireInstant } from '../dates.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { paces } from '../pace.ts';
import { subscriptionUri } from './answers.ts';
import { no } from './codes.ts';
import { findSubscription } from './find.ts';
import { keep } from './keep.ts';
import { kindOf } from './kinds.ts';
import { byCall } from './patch.ts';

const path = '/v1/customers/{customerId}/subscriptions/{subscriptionId}';

/** Marketplace products of the integration sandbox are activated by the partner instead of the publisher; once. */
function activate(call: Call): RemoteAnswer | Refusal {
  const row = findSubscription(call);
  if (isRefusal(row)) return row;
  if (kindOf(call.world, row) !== 'marketplace') return no(800042);
  const mark = `${row.id}/activated`;
  if (call.world.tables.registrations.get(mark) !== undefined) return no(800041);
  const marked = put('registrations', { id: mark, requestedAt: call.world.now() });
  keep(call.world, row, row.status === 'pending' ? { ...row, status: 'active' } : row, byCall(call), { changes: [marked] });
  return json(200, { subscriptionId: row.id, status: 'Success' });
}

/** A subscription is registered before reservations can be bought on it. */
function register(call: Call): RemoteAnswer | Refusal {
  const row = findSubscription(call);
  if (isRefusal(row)) return row;
  if (row.status !== 'active') return refuse(800091);
  if (call.world.tables.registrations.get(row.id) === undefined) {
    call.world.apply({
      kind: 'subscription.registered',
      actor: actorOf(call),
      cause: call.requestId,
      about: { ...byWhom(call), customerId: row.customerId, subscriptionId: row.id },
      changes: [put('registrations', { id: row.id, requestedAt: call.world.now() })],
    });
  }
  return { status: 202, headers: { Location: `${subscriptionUri(row)}/registrationstatus` } };
}

function registrationStatus(call: Call): RemoteAnswer | Refusal {
  const row = findSubscription(call);
  if (isRefusal(row)) return row;
  return json(200, {
    subscriptionId: row.id,
    status: statusOf(call, row),
    attributes: { objectType: 'SubscriptionRegistrationStatus' },
  });
}

function statusOf({ world }: Call, { id }: Subscription): 'NotRegistered' | 'Registering' | 'Registered' {
  const asked = world.tables.registrations.get(id);
  if (asked === undefined) return 'NotRegistered';
  const doneMs = Date.parse(asked.requestedAt) + world.switch('subscriptionUpdates').registrationSeconds * 1000;
  return world.clock.nowMs() >= doneMs ? 'Registered' : 'Registering';
}

/** What the customer's tenant has got of it: needs access to the tenant. */
function provisioningStatus(call: Call): RemoteAnswer | Refusal {
  const row = findSubscription(call);
  if (isRefusal(row)) return row;
  const known = findCustomer(call.world, call.account, row.customerId);
  if (isRefusal(known)) return known;
  if (!hasDelegatedAccess(call.world, known)) return refuse(900308);
  const sku = call.world.tables.skus.get(`${row.productId}:${row.skuId}`);
  return json(200, {
    skuId: sku?.provisioningId ?? row.legacy?.offerId ?? '',
    status: provisioning(call, row),
    quantity: row.quantity,
    endDate: wireInstant(row.commitmentEndAt),
    attributes: { objectType: 'SubscriptionProvisioningStatus' },
  });
}

function provisioning({ world }: Call, { status, modifiedAt }: Subscription): 'success' | 'pending' | 'failed' {
  const doneMs = Date.parse(modifiedAt) + world.switch('subscriptionUpdates').provisioningSeconds * 1000;
  return status === 'pending' || world.clock.nowMs() < doneMs ? 'pending' : 'success';
}

const write = { audience: 'app', right: 'sell', pace: [paces.subscriptionUpdates] } as const;

export const activationRoutes: readonly Route[] = [
  callRoute('POST', `${path}/activate`, write, activate),
  callRoute('POST', `${path}/registrations`, write, register),
  callRoute('GET', `${path}/registrationstatus`, { audience: 'app', right: 'view', pace: [paces.subscriptions] }, registrationStatus),
  callRoute('GET', `${path}/provisioningstatus`, { audience: 'user', right: 'view', pace: [paces.subscriptions] }, provisioningStatus),
];
