import { Decimal } from '../../src/lib/decimal.ts';
import { periodAt } from '../ledger/periods.ts';
import type { DueDay } from '../world/due.ts';
import { dayMs } from '../world/estate/times.ts';
import type { NewEvent, World } from '../world/world.ts';
import { dailyLine, usedBy } from './days.ts';
import { plansOfCustomer } from './spending.ts';

/** Every midnight: customers whose month went over its budget with the usage that arrived since the midnight before. */
export const usageThresholds: DueDay = {
  name: 'usageThresholds',
  next: (afterMs) => (Math.floor(afterMs / dayMs) + 1) * dayMs,
  happen: (world, atMs) => budgetsOf(world).flatMap((budget) => (isCrossed(world, budget, atMs) ? [exceeded(budget)] : [])),
};

type Budget = { readonly accountId: string; readonly customerId: string; readonly amount: number };

function budgetsOf(world: World): Budget[] {
  const found: Budget[] = [];
  for (const [key, { fields }] of world.tables.partnerProfiles.entries()) {
    const [, accountId, customerId] = /^(.+):budget:(.+)$/.exec(key) ?? [];
    const amount = fields['amount'];
    if (accountId !== undefined && customerId !== undefined && typeof amount === 'number') found.push({ accountId, customerId, amount });
  }
  return found;
}

const isCrossed = (world: World, budget: Budget, atMs: number): boolean =>
  spentBy(world, budget, atMs, atMs).greaterThan(budget.amount) &&
  !spentBy(world, budget, atMs, atMs - dayMs).greaterThan(budget.amount) &&
  wasSetBefore(world, budget, atMs);

/** Midnights are looked at again after a restart: a budget says nothing about those before it was set. */
function wasSetBefore(world: World, { accountId, customerId }: Budget, atMs: number): boolean {
  const set = world.events.findLast(
    ({ kind, about }) => kind === 'customer.budgetSet' && about['accountId'] === accountId && about['customerId'] === customerId,
  );
  return set !== undefined && Date.parse(set.at) <= atMs;
}

/** What had arrived at an instant of the usage of a month. */
function spentBy(world: World, { accountId, customerId }: Budget, monthMs: number, atMs: number): Decimal {
  const period = periodAt(monthMs);
  let sum = new Decimal(0);
  for (const plan of plansOfCustomer(world, `${accountId}:${customerId}`))
    for (const used of usedBy(world, plan.id, { accountId, period, untilMs: atMs + 1 }))
      sum = sum.plus(dailyLine(world, used, period).billingPreTaxTotal);
  return sum;
}

const exceeded = ({ accountId, customerId }: Budget): NewEvent => ({
  kind: 'usage.thresholdExceeded',
  actor: { kind: 'system', name: 'Microsoft' },
  cause: 'time',
  about: { accountId, customerId },
  changes: [],
});
