import { empty, json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { instantAt } from '../../world/estate/times.ts';
import type { ProductUpgrade } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { readBody, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call, callRoute } from '../call.ts';
import { findCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import type { Pace } from '../pace.ts';
import { azureOf, upgradesOf } from './upgrade.ts';

/** From legacy Azure to the Azure plan; there is no other family. */
function asked(call: Call): { readonly customerId: string } | Refusal {
  const fields = readBody(call.request.body);
  if (fields === undefined || wordOf(fields, 'productFamily').toLowerCase() !== 'azure') return refuse(800002);
  const known = findCustomer(call.world, call.account, wordOf(fields, 'customerId'));
  return isRefusal(known) ? known : { customerId: known.customer.id };
}

const withCustomer = (work: (call: Call, customerId: string) => RemoteAnswer | Refusal) => (call: Call) => {
  const wanted = asked(call);
  return isRefusal(wanted) ? wanted : work(call, wanted.customerId);
};

function eligibility(call: Call, customerId: string): RemoteAnswer {
  const { old, plan } = azureOf(call.world, call.account.id, customerId);
  const running = upgradesOf(call.world, call.account.id, customerId).find((row) => row.completedAt === undefined);
  return json(200, {
    customerId,
    isEligible: old.length > 0 && plan === undefined && running === undefined,
    productFamily: 'azure',
    ...(running === undefined ? {} : { upgradeId: running.id }),
  });
}

function create(call: Call, customerId: string): RemoteAnswer | Refusal {
  const { world, account } = call;
  const before = upgradesOf(world, account.id, customerId);
  const running = before.find((row) => row.completedAt === undefined);
  if (running !== undefined) return refuseWith(409, 900109, `This upgrade isn't allowed as original upgrade ${running.id} is in progress`);
  const { old, plan } = azureOf(world, account.id, customerId);
  const done = before.at(-1);
  if (plan !== undefined && done !== undefined)
    return refuseWith(400, 900110, `Can't process the upgrade request for completed upgrade ${done.id}`);
  if (old.length === 0) return refuseWith(403, 900108, "Can't process Azure upgrade since customer has no Azure subscriptions.");
  if (old.some((row) => row.status === 'suspended'))
    return refuseWith(
      403,
      900105,
      "You have one or more Azure subscriptions in the suspended state. Suspended Azure subscriptions can't be transitioned to the Azure plan",
    );
  const row: ProductUpgrade = {
    id: world.newId(),
    accountId: account.id,
    customerId,
    sourceSubscriptionIds: old.map((one) => one.id),
    startedAt: world.now(),
    // At least a second later, so that it is seen on its way.
    dueAt: instantAt(world.clock.nowMs() + Math.max(1000, world.switch('orders').upgradeMinutes * 60_000)),
  };
  world.apply({
    kind: 'productUpgrade.started',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId },
    changes: [put('productUpgrades', row)],
  });
  return empty(202, { location: `/productUpgrades/${row.id}` });
}

/** Page "Get product upgrade status". */
function status(call: Call, customerId: string): RemoteAnswer | Refusal {
  const row = call.world.tables.productUpgrades.get((call.params['upgradeId'] ?? '').toLowerCase());
  if (row?.accountId !== call.account.id) return refuseWith(404, 900106, 'No upgrade request was found');
  if (row.customerId !== customerId)
    return refuseWith(
      400,
      900111,
      `The upgrade ID provided doesn't belong to customer ${customerId}. The customer is mapped to upgrade ID ${
        upgradesOf(call.world, call.account.id, customerId)[0]?.id ?? ''
      }`,
    );
  const word = row.completedAt === undefined ? 'InProgress' : 'Completed';
  return json(200, {
    id: row.id,
    status: word,
    productFamily: 'Azure',
    lineItems: row.sourceSubscriptionIds.map((id) => ({
      sourceProduct: { id, name: 'AzureSubscription' },
      ...(row.targetSubscriptionId === undefined ? {} : { targetProduct: { id: row.targetSubscriptionId, name: 'Microsoft Azure plan' } }),
      ...(row.completedAt === undefined ? {} : { upgradedDate: row.completedAt }),
      status: word,
    })),
  });
}

const pace: Pace = { name: 'product-upgrades', limit: { calls: 500, seconds: 60 }, per: 'partner' };
const needs = { audience: 'user', right: 'sell', pace: [pace] } as const;

export const productUpgradeRoutes: readonly Route[] = [
  callRoute('POST', '/v1/productUpgrades/eligibility', needs, withCustomer(eligibility)),
  callRoute('POST', '/v1/productUpgrades', needs, withCustomer(create)),
  callRoute('POST', '/v1/productUpgrades/{upgradeId}/status', needs, withCustomer(status)),
];
