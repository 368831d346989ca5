import type { Day } from './days.ts';

/** What a subscription is sold as; only licences have charge cycles of their own. */
export type Offering = 'licence' | 'azure' | 'legacy';
export type Term = 'P1M' | 'P1Y' | 'P3Y' | '';
export type Billing = 'monthly' | 'annual' | 'none';

/** A subscription as Partner Center lists it; prices are not part of it. */
export type Subscription = {
  readonly id: string;
  readonly customerId: string;
  /** Tenant of the partner account that lists it. */
  readonly partnerId: string;
  readonly offering: Offering;
  readonly productId: string;
  readonly skuId: string;
  readonly name: string;
  /** Millionths, as all quantities here. */
  readonly quantity: number;
  readonly isGone: boolean;
  readonly isTrial: boolean;
  readonly term: Term;
  readonly billing: Billing;
  /** Absent where none is told. */
  readonly promotionId?: string;
  readonly startsOn: Day;
  /** Last day of the term, or the day on which it ended. */
  readonly endsOn: Day;
  readonly createdOn: Day | undefined;
  readonly currency: string;
  /** At the end of its term it goes on by the month, because nobody decided it; absent where that is not known. */
  readonly goesOnByTheMonth?: boolean;
  /** Seats that are scheduled for its next term, in millionths; absent where none are. */
  readonly nextSeats?: number;
};

export type Customer = { readonly id: string; readonly name: string; readonly country: string };

/** A seat change or cancellation as the audit log tells it. */
export type AuditEvent = {
  readonly subscriptionId: string;
  readonly on: Day;
  readonly from: number;
  readonly to: number;
  readonly isCancellation: boolean;
};

export type PsaLine = {
  readonly id: string;
  readonly companyId: string;
  readonly code: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly currency: string;
  readonly startsOn: Day | undefined;
  /** Vendor subscription id, '' when the line carries none. */
  readonly subscriptionId: string;
};

export type DistributorSubscription = {
  readonly id: string;
  readonly companyId: string;
  readonly productId: string;
  readonly subscriptionId: string;
  readonly quantity: number;
  readonly isActive: boolean;
  readonly term: Term;
  readonly billing: Billing;
  readonly unitCost: number;
  readonly currency: string;
};

export type CustomerMapping = {
  readonly customerId: string;
  readonly name: string;
  readonly distributorCompanyId: string;
  readonly psaCompanyId: string;
};

export type ProductMapping = {
  readonly productId: string;
  readonly skuId: string;
  readonly term: Term;
  readonly billing: Billing;
  /** Only subscriptions of this promotion; absent: all that no mapping of a promotion is about. */
  readonly promotionId?: string;
  readonly distributorProductId: string;
  readonly psaCode: string;
};

/** One key for what is sold: product, SKU, term and billing frequency. */
export const productKey = (of: { productId: string; skuId: string; term: string; billing: string }): string =>
  `${of.productId}:${of.skuId}:${of.term}:${of.billing}`;
