import { Decimal, printDecimal } from '../../../src/lib/decimal.ts';
import { json, type RemoteAnswer } from '../../remote.ts';
import { type Cost, costOf, linesThisMonth, noCost, plansOfCustomer, plus } from '../../usage/spending.ts';
import type { DailyRatedLine, Subscription } from '../../world/types.ts';
import type { Call } from '../call.ts';
import type { KnownCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuseWith } from '../errors.ts';
import { collection, link } from '../paging.ts';
import { subscriptionUri } from '../subscriptions/answers.ts';
import { findSubscription } from '../subscriptions/find.ts';
import { catalogItemOf, kindOf } from '../subscriptions/kinds.ts';
import { amount, costs, modified, month } from './amounts.ts';

/** `GET /v1/customers/{id}/subscriptions/usagerecords`: the customer's Azure plans. */
export function planRecords(call: Call, known: KnownCustomer): RemoteAnswer {
  const { world } = call;
  const items = plansOfCustomer(world, known.relationship.id).map((plan) => ({
    status: plan.status,
    partnerOnRecord: known.relationship.resellerMpnId ?? call.account.mpnId,
    offerId: catalogItemOf(plan),
    resourceId: plan.id,
    id: plan.id,
    resourceName: plan.friendlyName,
    name: plan.friendlyName,
    ...costs(costOf(world, plan), plan.currency),
    ...modified(world),
    attributes: { objectType: 'SubscriptionMonthlyUsageRecord' },
  }));
  return json(200, collection(items, { self: link(`/customers/${known.customer.id}/subscriptions/usagerecords`) }));
}

/** The Azure plan in the path. */
export const withPlan =
  (work: (call: Call, plan: Subscription) => RemoteAnswer) =>
  (call: Call): RemoteAnswer | Refusal => {
    const row = findSubscription(call);
    if (isRefusal(row)) return row;
    return kindOf(call.world, row) === 'azurePlan'
      ? work(call, row)
      : refuseWith(400, 800011, "This subscription isn't a valid Azure subscription");
  };

/** `GET .../subscriptions/{id}/usagesummary` */
export const planSummary = ({ world }: Call, plan: Subscription): RemoteAnswer =>
  json(200, {
    resourceId: plan.id,
    resourceName: plan.friendlyName,
    ...month(world),
    ...costs(costOf(world, plan), plan.currency),
    ...modified(world),
    links: { self: link(`${subscriptionUri(plan)}/usagesummary`) },
    attributes: { objectType: 'SubscriptionUsageSummary' },
  });

type Group = { readonly first: DailyRatedLine; cost: Cost; quantity: Decimal };

/** Lines of the month put together by something that they share, in the order in which it came up first. */
function grouped({ world }: Call, plan: Subscription, keyOf: (line: DailyRatedLine) => string): Group[] {
  const groups = new Map<string, Group>();
  for (const line of linesThisMonth(world, plan)) {
    const key = keyOf(line);
    const group: Group = groups.get(key) ?? { first: line, cost: noCost, quantity: new Decimal(0) };
    groups.set(key, group);
    group.cost = plus(group.cost, line);
    group.quantity = group.quantity.plus(line.quantity);
  }
  return [...groups.values()];
}

/** `GET .../subscriptions/{id}/meterusagerecords` */
export function meterRecords(call: Call, plan: Subscription): RemoteAnswer {
  const items = grouped(call, plan, (line) => line.meterId).map(({ first, cost, quantity }) => ({
    subscriptionId: plan.id,
    meterId: `${first.productId}-${first.skuId}-${first.meterName} (${first.unit})`,
    meterName: first.meterName,
    category: first.meterCategory,
    subcategory: first.meterSubCategory,
    quantityUsed: amount(printDecimal(quantity)),
    unit: first.unit,
    ...costs(cost, plan.currency),
    ...modified(call.world),
    attributes: { objectType: 'MeterUsageRecord' },
  }));
  return json(200, collection(items, { self: link(`${subscriptionUri(plan)}/meterusagerecords`) }));
}

/** `GET .../subscriptions/{id}/resourceusagerecords` */
export function resourceRecords(call: Call, plan: Subscription): RemoteAnswer {
  const items = grouped(call, plan, (line) => line.resourceUri).map(({ first, cost }) => {
    const name = first.resourceUri.split('/').at(-1) ?? '';
    return {
      subscriptionId: plan.id,
      resourceUri: first.resourceUri,
      resourceType: first.resourceUri.split('/')[6] ?? '',
      entitlementId: first.entitlementId,
      entitlementName: first.entitlementDescription,
      resourceGroupName: first.resourceGroup,
      name,
      resourceName: name,
      ...costs(cost, plan.currency),
      ...modified(call.world),
      attributes: { objectType: 'ResourceUsageRecord' },
    };
  });
  return json(200, collection(items, { self: link(`${subscriptionUri(plan)}/resourceusagerecords`) }));
}
