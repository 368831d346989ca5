import { printDecimal } from '../../../src/lib/decimal.ts';
import type { ExactNumber } from '../../../src/lib/exact-json.ts';
import { exact } from '../../json.ts';
import { periodAfter, periodAt } from '../../ledger/periods.ts';
import type { Cost } from '../../usage/spending.ts';
import type { World } from '../../world/world.ts';

export const amount = (text: string): ExactNumber => exact(text);

/** `totalCost` and its dollars, with all their digits as in the samples. */
export const costs = ({ billing, usd }: Cost, currency: string) => ({
  totalCost: exact(printDecimal(billing)),
  currencyCode: currency,
  usdTotalCost: exact(printDecimal(usd)),
});

/** The running month and when its estimate was made: usage arrives by day. */
export const month = (world: World) => {
  const period = periodAt(world.clock.nowMs());
  return { billingStartDate: `${period}-01T00:00:00+00:00`, billingEndDate: `${periodAfter(period)}-01T00:00:00+00:00` };
};
export const modified = (world: World) => ({ lastModifiedDate: `${world.today()}T00:00:00+00:00` });

/** What a partner lets a customer spend; null until it is set. */
export function budgetOf(world: World, accountId: string, customerId: string): number | null {
  const found = world.tables.partnerProfiles.get(`${accountId}:budget:${customerId}`)?.fields['amount'];
  return typeof found === 'number' ? found : null;
}
export const budgetAnswer = (value: number | null) => ({ amount: value, attributes: { objectType: 'SpendingBudget' } });
