import { Decimal } from '../../lib/decimal.ts';
import { amountOf, type Money, moneyText } from '../../model/money.ts';

/**
 * A second person approves above the limit (product.md 7). All steps count with their absolute money: a plan that adds 600 and takes away 600
 * moves 1,200. Money in another currency than the limit's cannot be measured by it, so a person looks.
 */
export function needsApproval(impacts: readonly Money[], limit: Money): boolean {
  if (impacts.some((impact) => impact.currency !== limit.currency && !amountOf(impact).isZero())) return true;
  const sum = impacts.reduce((total, impact) => total.plus(amountOf(impact).abs()), new Decimal(0));
  return sum.gt(amountOf(limit));
}

/** Who approved when nobody had to. */
export const policyName = (limit: Money): string => `Policy: up to ${moneyText(amountOf(limit), limit.currency)} a month`;
