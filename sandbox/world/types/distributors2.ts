import type { BillingCycle, Contact, Term } from './common.ts';

/** That a distributor which is laid at first use stands in the world. `id` = `ion` or `ingram`. */
export type OpenedDistributor = { readonly id: string; readonly openedAt: string };

/** A customer at StreamOne Ion. `id` is Ion's number as text. */
export type IonCustomer = {
  readonly id: string;
  /** The Microsoft tenant behind it; absent until one is known. */
  readonly customerId?: string;
  readonly organization: string;
  readonly address: {
    readonly street: string;
    readonly suite?: string;
    readonly city: string;
    readonly state: string;
    readonly zip: string;
    readonly country: string;
  };
  readonly contactName: string;
  readonly email: string;
  readonly title: string;
  readonly phone: string;
  readonly languageCode: string;
  readonly uid: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly createdAt: string;
  readonly updatedAt: string;
};

/** One entry of a subscription's activity log: also its history of quantities. */
export type IonLog = {
  readonly at: string;
  readonly action: 'CREATE' | 'UPDATE' | 'CANCEL' | 'SUSPEND' | 'RESUME' | 'RENEW' | 'SYNC';
  readonly quantity: number;
  readonly status: IonStatus;
  readonly autoRenew: boolean;
  readonly by: string;
};

export type IonStatus = 'active' | 'pending' | 'suspended' | 'cancelled' | 'expired' | 'disabled';

/** What a distributor knows of a subscription at Microsoft. Amounts are for one unit and one billing cycle. */
export type IonSubscription = {
  readonly id: string;
  readonly customerId: string;
  /** Subscription.id at Microsoft. */
  readonly vendorSubscriptionId: string;
  /** Sku.id at Microsoft. */
  readonly skuKey: string;
  readonly availabilityId: string;
  readonly term: Term;
  readonly billingCycle: BillingCycle;
  readonly name: string;
  readonly quantity: number;
  readonly status: IonStatus;
  readonly cost: string;
  readonly price: string;
  readonly msrp: string;
  readonly currency: string;
  readonly purchasedAt: string;
  readonly startAt: string;
  readonly endAt: string;
  readonly cancelUntil: string;
  readonly autoRenew: boolean;
  readonly isTrial: boolean;
  readonly resellerPo?: string;
  readonly customerPo?: string;
  /** Ion's subscription to which it was ordered as an add-on. */
  readonly baseId?: string;
  readonly updatedAt: string;
  readonly logs: readonly IonLog[];
  /** Version of Microsoft's row that the distributor has seen. */
  readonly seenVersion: number;
};

export type IonOrderStatus = 'NEW' | 'CONFIRMED' | 'IN_PROGRESS' | 'COMPLETED' | 'ERROR' | 'ON_HOLD' | 'CANCELED';

export type IonAttribute = { readonly name: string; readonly value: string };

/** What goes with a line of an order: ids of the catalogue as Ion has them. */
export type IonAddOn = {
  readonly id: string;
  readonly addOnId: string;
  readonly planId: string;
  readonly action: 'CREATE' | 'UPDATE';
  readonly quantity: number;
};

export type IonOrderItem = {
  readonly id: string;
  readonly referenceId: string;
  readonly action: 'CREATE' | 'UPDATE';
  readonly resourceId?: string;
  readonly productId: string;
  readonly skuId: string;
  readonly planId: string;
  readonly quantity: number;
  readonly endCustomerPO?: string;
  readonly resellerPO?: string;
  readonly addOns?: readonly IonAddOn[];
  readonly attributes: readonly IonAttribute[];
  readonly cartItemId?: string;
  readonly status: 'PENDING' | 'ACTIVE' | 'ERROR' | 'CANCELED';
  readonly errors: readonly { readonly code: string; readonly detail: string }[];
};

/** `nextAt`: instant at which it goes on by itself; absent when it rests. */
export type IonOrder = {
  readonly id: string;
  readonly customerId: string;
  readonly referenceId: string;
  readonly displayName: string;
  readonly status: IonOrderStatus;
  readonly cartId?: string;
  readonly items: readonly IonOrderItem[];
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly nextAt?: string;
};

export type IonCartItem = { readonly id: string; readonly planName: string; readonly quantity: number; readonly removed: boolean };

export type IonCart = {
  readonly id: string;
  readonly customerId: string;
  readonly displayName: string;
  readonly userName: string;
  readonly status: 'OPEN' | 'SAVED_FOR_LATER' | 'CHECKED_OUT' | 'QUOTE';
  readonly currencyCode: string;
  readonly paymentType: string;
  readonly items: readonly IonCartItem[];
  readonly removed: boolean;
  readonly createdAt: string;
};

/** A product that was switched off in the partner's catalogue. `id` = product id at Ion. */
export type IonProductState = { readonly id: string; readonly disabled: boolean; readonly updatedAt: string };

/** A report that was saved under another name or range. `id` = report id. `removed`: deleted by the partner. */
export type IonReport = {
  readonly id: string;
  readonly displayName: string;
  readonly specs: string;
  readonly removed: boolean;
  readonly updatedAt: string;
};

/** An invoice asked for by `POST /invoices/generate`. `id` = month, `2026-11`. */
export type IonInvoiceRun = { readonly id: string; readonly source: string; readonly generatedAt: string };

export type IngramContact = Contact & {
  readonly type: 'admin' | 'billing' | 'technical';
  readonly phoneNumber: string;
  readonly login?: string;
};

export type IngramAccountStatus = 'pending' | 'active' | 'creditHold' | 'adminHold' | 'cancelled' | 'error';

/** A customer, or with `kind: reseller` a reseller below the partner. */
export type IngramCustomer = {
  readonly id: string;
  readonly kind: 'customer' | 'reseller';
  /** The Microsoft tenant behind it. */
  readonly customerId?: string;
  readonly externalId?: string;
  readonly name: string;
  readonly address: {
    readonly streetAddress: string;
    readonly addressExtension?: string;
    readonly postalCode: string;
    readonly city: string;
    readonly state: string;
    readonly countryCode: string;
  };
  readonly contacts: readonly IngramContact[];
  readonly language: string;
  readonly taxRegId?: string;
  readonly status: IngramAccountStatus;
  readonly resellerId: string;
  readonly createdAt: string;
};

/** A marketplace subscription: a plan that holds one or more products. */
export type IngramSubscription = {
  readonly id: string;
  readonly customerId: string;
  readonly name: string;
  readonly planId: string;
  readonly status: 'pending' | 'active' | 'hold' | 'terminated' | 'removed';
  readonly renewalStatus: boolean;
  readonly term: Term;
  readonly billingCycle: BillingCycle;
  readonly attributes: string;
  readonly orderParameters: readonly { readonly name: string; readonly value: string }[];
  readonly createdAt: string;
  readonly startAt: string;
  readonly endAt: string;
  readonly updatedAt: string;
};

/** A product of a marketplace subscription. `id` = `${subscriptionId}:${productId}`. Amounts for one unit and one billing period. */
export type IngramItem = {
  readonly id: string;
  readonly subscriptionId: string;
  readonly productId: string;
  readonly mpn: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: string;
  readonly unitCost: string;
  readonly currency: string;
  readonly vendorSubscriptionId: string;
  readonly seenVersion: number;
  /** Earlier quantities, oldest first: until when each held. */
  readonly earlier: readonly { readonly quantity: number; readonly until: string }[];
  readonly endedAt?: string;
};

export type IngramOrderStatus = 'submitted' | 'processing' | 'error' | 'completed' | 'cancelled';

export type IngramOrderLine = {
  readonly productId: string;
  readonly mpn: string;
  readonly name: string;
  readonly quantity: number;
  /** Seats that come or go by it, as they stood when it was placed. */
  readonly more: number;
  /** Of a change: what the product is to become. */
  readonly becomes?: { readonly skuKey: string; readonly term: Term; readonly billingCycle: BillingCycle };
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  /** The members of the line as they were sent, JSON text: they are shown again. */
  readonly sent: string;
};

export type IngramOrder = {
  readonly id: string;
  readonly orderNumber: string;
  readonly type: 'sales' | 'change' | 'renewal' | 'cancellation' | 'migration';
  readonly customerId: string;
  readonly poNumber?: string;
  readonly subscriptionId?: string;
  readonly status: IngramOrderStatus;
  readonly creditCheck: boolean;
  readonly autorenewal: boolean;
  readonly term: Term;
  readonly billingCycle: BillingCycle;
  readonly planId: string;
  readonly lines: readonly IngramOrderLine[];
  /** The other members as they were sent, JSON text. */
  readonly sent: string;
  readonly createdAt: string;
  readonly provisionedAt?: string;
  readonly nextAt?: string;
};

export type IngramReport = {
  readonly id: string;
  readonly name: string;
  readonly customizationName: string;
  readonly type: 'periodic' | 'daily' | 'monthly' | 'onetime' | 'on_invoice';
  readonly format: 'csv' | 'xml' | 'xlsx' | 'json';
  readonly startDate: string;
  readonly endDate: string;
  readonly status: 'submitted' | 'processing' | 'error' | 'completed';
  readonly createdAt: string;
  readonly nextAt?: string;
};
