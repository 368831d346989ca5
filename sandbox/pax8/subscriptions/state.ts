import type { DistributorSubscription, DistributorSubscriptionState } from '../../world/types.ts';

/** A subscription as it stands, for its history. */
export const stateOf = (row: DistributorSubscription): DistributorSubscriptionState => {
  const { quantity, price, partnerCost, billingTerm, status, startDate, billingStart, updatedAt } = row;
  return { quantity, price, partnerCost, billingTerm, status, startDate, billingStart, updatedAt };
};
