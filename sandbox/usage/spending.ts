import { Decimal } from '../../src/lib/decimal.ts';
import { periodAt } from '../ledger/periods.ts';
import type { DailyRatedLine, Subscription } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { dailyLine, usedBy } from './days.ts';
import { azurePlanProduct } from './running.ts';

/** What something came to: in the billing currency and in US dollars. */
export type Cost = { readonly billing: Decimal; readonly usd: Decimal };

export const noCost: Cost = { billing: new Decimal(0), usd: new Decimal(0) };

export const plus = (cost: Cost, line: DailyRatedLine): Cost => ({
  billing: cost.billing.plus(line.billingPreTaxTotal),
  usd: cost.usd.plus(line.pricingPreTaxTotal),
});

/** Azure plans of one customer, as one partner sees him. */
export const plansOfCustomer = (world: World, relationshipId: string): Subscription[] =>
  world.tables.subscriptions.by('relationship', relationshipId).filter((row) => row.productId === azurePlanProduct);

/** Lines of one plan in the running month, as far as they have arrived. */
export function* linesThisMonth(world: World, plan: Subscription): Generator<DailyRatedLine> {
  const nowMs = world.clock.nowMs();
  const period = periodAt(nowMs);
  for (const used of usedBy(world, plan.id, { accountId: plan.accountId, period, untilMs: nowMs + 1 }))
    yield dailyLine(world, used, period);
}

export function costOf(world: World, plan: Subscription): Cost {
  let cost = noCost;
  for (const line of linesThisMonth(world, plan)) cost = plus(cost, line);
  return cost;
}
