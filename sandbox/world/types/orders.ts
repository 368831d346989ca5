/** Why a line of a cart cannot be bought as it stands. */
export type CartLineError = {
  readonly code: string;
  readonly description: string;
  readonly availableQuantity?: number;
  readonly purchasedQuantity?: number;
};

/** A line of a cart or of an order that was sent without one; values as they were sent. */
export type CartLine = {
  readonly id: number;
  readonly catalogItemId: string;
  readonly friendlyName?: string;
  readonly quantity: number;
  readonly currencyCode: string;
  /** `monthly`, `annual`, `triennial`, `one_time`, `none`. */
  readonly billingCycle: string;
  readonly termDuration?: string;
  readonly participants?: readonly { readonly key: string; readonly value: string }[];
  readonly provisioningContext?: Readonly<Record<string, string>>;
  /** Lines with the same word become one order. */
  readonly orderGroup: string;
  /** Legacy offers only. */
  readonly addonItems?: readonly CartLine[];
  readonly renewsTo?: { readonly termDuration: string };
  readonly attestationAccepted?: boolean;
  readonly promotionId?: string;
  /** A day: `2027-01-13`. */
  readonly customTermEndDate?: string;
  readonly partnerIdOnRecord?: string;
  readonly additionalPartnerIdsOnRecord?: string;
  readonly error?: CartLineError;
};

/** `id` is a GUID. It lapses at `expiresAt` without an event. */
export type Cart = {
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly expiresAt: string;
  /** Object id of the user. */
  readonly modifiedBy: string;
  readonly status: 'Active' | 'Ordered';
  readonly attested: boolean;
  readonly lines: readonly CartLine[];
  /** Groups that were bought, with their orders. */
  readonly bought: readonly { readonly orderGroup: string; readonly orderId: string }[];
  readonly failed: readonly CartFailure[];
};

/** A group of lines that did not become an order. */
export type CartFailure = { readonly orderGroup: string; readonly code: string; readonly description: string };

export type OrderStatus =
  | 'pending'
  | 'completed'
  | 'cancelled'
  | 'suspended'
  | 'pending_review'
  | 'pending_po_upload'
  | 'po_upload_complete'
  | 'po_review_rejected'
  | 'partial_success'
  | 'error';

export type OrderLine = {
  readonly lineItemNumber: number;
  /** Catalogue item, or GUID of a legacy offer. */
  readonly offerId: string;
  /** Row id of the availability that was bought; absent: a legacy offer. */
  readonly saleId?: string;
  readonly subscriptionId?: string;
  readonly parentSubscriptionId?: string;
  readonly termDuration?: string;
  readonly billingCycle: string;
  readonly transactionType: string;
  readonly friendlyName: string;
  readonly quantity: number;
  /** For one unit and one billing cycle, in the currency of the order: on the list, and after a promotion. */
  readonly listPrice: string;
  readonly price: string;
  readonly customTermEndDate?: string;
  readonly partnerIdOnRecord?: string;
  readonly additionalPartnerIdsOnRecord?: string;
  readonly provisioningContext?: Readonly<Record<string, string>>;
  readonly renewsTo?: { readonly termDuration: string };
  readonly attestationAccepted?: boolean;
  readonly promotionId?: string;
};

/** `id`: GUID (legacy), 12 hexadecimal digits (new commerce). Orders of the estate's subscriptions are derived, not kept. */
export type Order = {
  readonly id: string;
  readonly alternateId?: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly billingCycle: string;
  readonly currency: string;
  readonly createdAt: string;
  readonly status: OrderStatus;
  readonly transactionType: 'UserPurchase' | 'SystemPurchase' | 'SystemBilling';
  readonly lines: readonly OrderLine[];
  readonly cartId?: string;
  /** Instant at which its subscriptions come to life, while they have not. */
  readonly provisionAt?: string;
  /** Raised by every change: its etag (legacy). */
  readonly version: number;
  readonly attachments?: readonly { readonly id: string; readonly kind: string; readonly fileName: string; readonly size: number }[];
};

/** A customer's way from legacy Azure into an Azure plan. */
export type ProductUpgrade = {
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly sourceSubscriptionIds: readonly string[];
  readonly startedAt: string;
  readonly dueAt: string;
  readonly completedAt?: string;
  readonly targetSubscriptionId?: string;
};
