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

/** What the subscription was before it went into its extended service term: the plan to which it goes back. */
export type ExtendedTerm = {
  /** Start of the first month in it. */
  readonly since: string;
  readonly term: Term;
  readonly billingCycle: BillingCycle;
};

/** A subscription of the old commerce: an offer instead of a catalogue item, an etag instead of windows. */
export type LegacyPlan = {
  /** GUID of the offer. */
  readonly offerId: string;
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
  /** Last second of the running term: `2027-01-13T23:59:59Z`; `9999-12-31T23:59:59Z` when it has none (Azure plan). */
  readonly commitmentEndAt: string;
  readonly cancellationAllowedUntil: string;
  /**
   * End of the charge cycle that ran when the row was written. Cycles move on without an event: ask `runningCycleEnd` for the present
   * one and `cyclesOf` for all (world/terms-cycle.ts).
   */
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
  /** Chosen for the end of a term that does not renew itself; absent: what the policy of the day brings. */
  readonly atTermEnd?: 'cancel' | 'extend';
  /** Runs in an extended service term: month by month, dearer, to be cancelled at any time. Present exactly while it does. */
  readonly extended?: ExtendedTerm;
  /** Present: a subscription of the old commerce. `productId` and `skuId` are then what it would migrate to, '' when nothing. */
  readonly legacy?: LegacyPlan;
  /** The legacy subscription that this one came from. */
  readonly migratedFromSubscriptionId?: string;
  readonly cancelledAt?: string;
  readonly suspendedAt?: string;
  readonly modifiedAt: string;
  readonly version: number;
  /** The distributor account through which it was bought; absent when bought at Microsoft directly. */
  readonly distributorAccountId?: string;
};

/** A change that was answered 202 and takes hold at `dueAt`. `id` = subscription id: one at a time. */
export type SubscriptionChange = {
  readonly id: string;
  readonly dueAt: string;
  /** The subscription as it was when asked, and as it was asked to become. */
  readonly base: Subscription;
  readonly row: Subscription;
  readonly actor: { readonly kind: 'user' | 'api' | 'system' | 'control'; readonly name: string };
  readonly cause: string;
  readonly about: Readonly<Record<string, string>>;
};

/** Who supports a legacy subscription. `id` = subscription id. */
export type SupportContact = {
  readonly id: string;
  readonly supportTenantId: string;
  readonly supportMpnId: string;
  readonly name: string;
};

/** That a subscription was registered for reservations. `id` = subscription id. */
export type SubscriptionRegistration = { readonly id: string; readonly requestedAt: string };

/** Whether calls beyond a calling plan are paid, and on which Azure subscription. `id` = `${accountId}:${customerId}`. */
export type Overage = {
  readonly id: string;
  readonly azureEntitlementId: string;
  readonly partnerId: string;
  readonly type: string;
  readonly overageEnabled: boolean;
};

/** An Azure subscription below an Azure plan, kept once something changed it. `id` = the Azure subscription's id. */
export type AzureEntitlement = {
  readonly id: string;
  /** The Azure plan. */
  readonly subscriptionId: string;
  readonly friendlyName: string;
  readonly status: 'active' | 'cancelling' | 'inactive' | 'reactivating';
  readonly changedAt: string;
};

/** An upgrade of a subscription, as its history shows it. `id` = operation id. */
export type Transition = {
  readonly id: string;
  readonly subscriptionId: string;
  readonly fromCatalogItemId: string;
  readonly toCatalogItemId: string;
  readonly toSubscriptionId?: string;
  readonly quantity: number;
  readonly term: Term;
  readonly billingCycle: BillingCycle;
  readonly transitionType: 'transition_only' | 'transition_with_license_transfer';
  readonly startedAt: string;
  readonly completedAt: string;
};

/** What a migration makes of one legacy subscription. */
export type MigrationPlan = {
  readonly currentSubscriptionId: string;
  readonly catalogItemId: string;
  readonly quantity: number;
  readonly term: Term;
  readonly billingCycle: BillingCycle;
  readonly purchaseFullTerm: boolean;
  readonly customTermEndDate?: string;
  /** End of the first term in new commerce; of a schedule: end of the legacy term. */
  readonly subscriptionEndAt: string;
};

/** A legacy subscription on its way into new commerce. */
export type Migration = MigrationPlan & {
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly status: 'Processing' | 'Completed' | 'Failed';
  readonly addOns: readonly MigrationPlan[];
  readonly externalReferenceId?: string;
  readonly startedAt: string;
  /** When it is through. */
  readonly dueAt: string;
  readonly completedAt?: string;
  readonly newSubscriptionId?: string;
  readonly newOrderId?: string;
  readonly errorCode?: number;
  readonly errorText?: string;
  readonly events: readonly { readonly name: string; readonly status: string; readonly at: string }[];
};

/** A migration for a later day. */
export type MigrationSchedule = MigrationPlan & {
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly status: 'Created' | 'Cancelled' | 'Migrated' | 'Failed';
  readonly addOns: readonly MigrationPlan[];
  readonly targetDate?: string;
  readonly migrateOnRenewal: boolean;
  readonly externalReferenceId?: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly migrationId?: string;
};

/** Subscriptions that another partner wants to take over. */
export type Transfer = {
  readonly id: string;
  readonly customerId: string;
  readonly sourceAccountId: string;
  readonly targetAccountId: string;
  readonly status: 'Pending' | 'InProgress' | 'Complete' | 'Reject' | 'Cancelled' | 'Expired';
  readonly subscriptionIds: readonly string[];
  /** `${subscription of the source}>${subscription of the target}` for what was taken over. */
  readonly taken: readonly string[];
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly modifiedBy: string;
  readonly expiresAt: string;
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
  readonly customizedData: readonly { readonly key: string; readonly value: string | null }[];
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
