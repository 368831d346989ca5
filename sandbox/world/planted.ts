/**
 * A difference planted in the sample estate, with the right answer beside it. `kind` in the words of the product's public contract.
 * `impact`: decimal text, USD a month; positive = the partner loses, negative = the customer is charged too much.
 */
export type Planted = {
  readonly id: string;
  readonly kind: string;
  /** In words: what happened. */
  readonly story: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly customerName: string;
  /** Subscription at Microsoft. */
  readonly subscriptionId?: string;
  readonly distributorSubscriptionId?: string;
  /** Ids of the agreement lines concerned. */
  readonly psaAdditionIds: readonly number[];
  readonly gdapId?: string;
  readonly productName?: string;
  /** What would be right, and what stands there. */
  readonly expected: string;
  readonly actual: string;
  readonly impact: string;
  readonly currency: 'USD';
};
