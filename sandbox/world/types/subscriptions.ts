import type { BillingCycle, Term } from './common.ts';

export type SubscriptionStatus = 'none' | 'active' | 'pending' | 'suspended' | 'expired' | 'disabled' | 'deleted';

/** Seats bought together; they may be given back until `refundableUntil` (168 h after `addedAt`). */
export type SeatBatch = { readonly quantity: number; readonly addedAt: string; readonly refundableUntil: string };

export type NextTerm = {
  readonly productId: string;
  readonly skuId: string;
  readonly availabilityId: string;
  readonly term: Term;
  readonly billingCycle: BillingCycle;
  readonly quantity: number;
  readonly promotionId?: string;
  readonly customTermEndDate?: string;
};

/** A new-commerce subscription at Microsoft. `id` is the commerce subscription id (GUID) that distributors call the vendor's id. */
export type Subscription = {
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly productId: string;
  readonly skuId: string;
  readonly availabilityId: string;
  readonly offerName: string;
  readonly friendlyName: string;
  readonly quantity: number;
  readonly seatBatches: readonly SeatBatch[];
  readonly term: Term;
  readonly billingCycle: BillingCycle;
  readonly status: SubscriptionStatus;
  readonly autoRenew: boolean;
  readonly isTrial: boolean;
  readonly createdAt: string;
  /** Start of the running term. */
  readonly effectiveStartAt: string;
  /** Instant from which terms and charge cycles are counted once it has renewed; absent: the start of the running term. */
  readonly anchorAt?: string;
  /** Last second of the running term: `2027-01-13T23:59:59Z`. */
  readonly commitmentEndAt: string;
  readonly cancellationAllowedUntil: string;
  readonly billingCycleEndAt: string;
  readonly orderId: string;
  /** What Microsoft or the provider charges for one unit and one billing cycle. Not shown by the subscription API. */
  readonly unitPrice: string;
  readonly currency: string;
  readonly promotionId?: string;
  readonly parentSubscriptionId?: string;
  readonly nextTerm?: NextTerm;
  /** Changed billing cycle that takes hold at the end of the running charge cycle. */
  readonly nextBillingCycle?: BillingCycle;
  readonly cancelledAt?: string;
  readonly suspendedAt?: string;
  readonly modifiedAt: string;
  readonly version: number;
  /** The distributor account through which it was bought; absent when bought at Microsoft directly. */
  readonly distributorAccountId?: string;
};

/** `id` has the form of Microsoft's: `{partnerId}_{customerId}_{resourceId}_{operation}_{ticks}`. */
export type AuditRecord = {
  readonly id: string;
  readonly accountId: string;
  readonly customerId?: string;
  readonly customerName?: string;
  readonly userPrincipalName: string;
  readonly applicationId: string;
  readonly resourceType: string;
  readonly operationType: string;
  readonly operationAt: string;
  readonly operationStatus: 'succeeded' | 'failed' | 'progress';
  /** JSON text, PascalCase. */
  readonly resourceOldValue: string;
  readonly resourceNewValue: string;
  readonly customizedData: readonly { readonly key: string; readonly value: string }[];
  readonly originalCorrelationId: string;
};

/** One for each partner tenant; `id` = partner account id. */
export type WebhookRegistration = {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly signatureInMsHeader: boolean;
  readonly registeredAt: string;
};

export type WebhookAttempt = {
  readonly at: string;
  readonly responseCode: string;
  readonly responseMessage: string;
  readonly systemError: boolean;
};

/** A notification on its way. `id` is a GUID. The body is kept as sent. */
export type WebhookDelivery = {
  readonly id: string;
  readonly accountId: string;
  readonly eventName: string;
  readonly url: string;
  readonly body: string;
  readonly createdAt: string;
  readonly status: 'held' | 'waiting' | 'delivered' | 'parked' | 'dropped';
  readonly attempts: readonly WebhookAttempt[];
  /** Validation events only. */
  readonly correlationId?: string;
};
