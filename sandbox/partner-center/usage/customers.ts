import { Decimal, printDecimal } from '../../../src/lib/decimal.ts';
import { lastDayOf, periodAt } from '../../ledger/periods.ts';
import { json, type RemoteAnswer } from '../../remote.ts';
import { type Cost, costOf, noCost, plansOfCustomer } from '../../usage/spending.ts';
import type { World } from '../../world/world.ts';
import type { Call } from '../call.ts';
import { customersOf, type KnownCustomer } from '../customers/find.ts';
import { collection, link } from '../paging.ts';
import { amount, budgetAnswer, budgetOf, costs, modified, month } from './amounts.ts';

/** What one customer with an Azure plan spends this month. */
type Spender = { readonly known: KnownCustomer; readonly cost: Cost; readonly budget: number | null; readonly currency: string };

const spendersOf = (call: Call): Spender[] => customersOf(call.world, call.account.id).flatMap((known) => spenderOf(call, known) ?? []);

function spenderOf({ world, account }: Call, known: KnownCustomer): Spender | undefined {
  const plans = plansOfCustomer(world, known.relationship.id);
  if (plans.length === 0) return undefined;
  const cost = plans.map((plan) => costOf(world, plan)).reduce(sum, noCost);
  return { known, cost, budget: budgetOf(world, account.id, known.customer.id), currency: plans[0]?.currency ?? account.currency };
}

const sum = (left: Cost, right: Cost): Cost => ({ billing: left.billing.plus(right.billing), usd: left.usd.plus(right.usd) });

const isOver = ({ cost, budget }: Spender): boolean => budget !== null && cost.billing.greaterThan(budget);

/** At this pace the month will come to more than the budget. */
function isTrending(world: World, spender: Spender): boolean {
  if (spender.budget === null || isOver(spender)) return false;
  const days = Number(lastDayOf(periodAt(world.clock.nowMs())).slice(8));
  const passed = Math.max(1, Number(world.today().slice(8)) - 1);
  return spender.cost.billing.times(days).div(passed).greaterThan(spender.budget);
}

/** `GET /v1/usagesummary` */
export function partnerSummary(call: Call): RemoteAnswer {
  const { world, account } = call;
  const spenders = spendersOf(call);
  const total = spenders.map(({ cost }) => cost).reduce(sum, noCost);
  return json(200, {
    customersOverBudget: spenders.filter(isOver).length,
    customersTrendingOver: spenders.filter((one) => isTrending(world, one)).length,
    customersWithUsageBasedSubscription: spenders.length,
    resourceId: account.tenantId,
    id: account.tenantId,
    resourceName: account.name,
    name: account.name,
    ...month(world),
    totalCost: amount(printDecimal(total.billing)),
    currencyLocale: account.culture,
    ...modified(world),
    links: { self: link('/usagesummary') },
    attributes: { objectType: 'PartnerUsageSummary' },
  });
}

/** `GET /v1/customers/usagerecords`: customers with an Azure plan. */
export function customerRecords(call: Call): RemoteAnswer {
  const { world } = call;
  const items = spendersOf(call).map(({ known: { customer }, cost, budget, currency }) => ({
    budget: budgetAnswer(budget),
    percentUsed: amount(
      budget === null || budget === 0 ? '0' : printDecimal(cost.billing.times(100).div(budget).toDecimalPlaces(2, Decimal.ROUND_HALF_UP)),
    ),
    isUpgraded: true,
    resourceId: customer.id,
    id: customer.id,
    resourceName: customer.name,
    name: customer.name,
    ...costs(cost, currency),
    ...modified(world),
    attributes: { objectType: 'CustomerMonthlyUsageRecord' },
  }));
  return json(200, collection(items, { self: link('/customers/usagerecords') }));
}

/** `GET /v1/customers/{id}/usagesummary` */
export function customerSummary(call: Call, known: KnownCustomer): RemoteAnswer {
  const { world, account } = call;
  const { customer } = known;
  const { cost = noCost, currency = account.currency } = spenderOf(call, known) ?? {};
  return json(200, {
    budget: budgetAnswer(budgetOf(world, account.id, customer.id)),
    resourceId: customer.id,
    resourceName: customer.name,
    ...month(world),
    ...costs(cost, currency),
    ...modified(world),
    attributes: { objectType: 'CustomerUsageSummary' },
  });
}
