import type { Address, Contact } from './common.ts';

export type DistributorAccount = {
  readonly id: string;
  readonly kind: 'pax8';
  readonly name: string;
  /** The partner's id at the distributor. */
  readonly partnerId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** A key made by a lesser user answers lists with 200 and nothing in them. */
  readonly adminKey: boolean;
  readonly currency: string;
};

export type DistributorContact = Contact & {
  readonly id: string;
  readonly phone: string;
  readonly types: readonly { readonly type: string; readonly primary: boolean }[];
};

export type DistributorCompany = {
  readonly id: string;
  readonly accountId: string;
  /** The Microsoft tenant behind it. Truth only: the distributor's API does not say it. */
  readonly customerId?: string;
  readonly name: string;
  readonly address: Address;
  readonly phone: string;
  readonly website: string;
  readonly status: 'Active' | 'Inactive' | 'Deleted';
  readonly externalId?: string;
  readonly billOnBehalfOfEnabled: boolean;
  readonly selfServiceAllowed: boolean;
  readonly orderApprovalRequired: boolean;
  readonly contacts: readonly DistributorContact[];
  readonly createdAt: string;
  readonly updatedAt: string;
};

/** A price row: one billing term x commitment. Amounts for one unit and one billing term. */
export type DistributorPrice = {
  /** `Monthly`, `Annual`, `3-Year` */
  readonly billingTerm: string;
  /** `Monthly`, `1-Year`, `3-Year` */
  readonly commitmentTerm: string;
  readonly commitmentTermId: string;
  readonly partnerBuyRate: string;
  readonly suggestedRetailPrice: string;
  readonly currency: string;
};

/** `id` is the distributor's GUID; `skuKey` = Sku.id at Microsoft. */
export type DistributorProduct = {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly vendorName: string;
  readonly vendorSku: string;
  readonly sku: string;
  readonly shortDescription: string;
  readonly unitOfMeasurement: string;
  readonly requiresCommitment: boolean;
  readonly skuKey: string;
  readonly prices: readonly DistributorPrice[];
};

export type DistributorSubscription = {
  readonly id: string;
  readonly accountId: string;
  readonly companyId: string;
  readonly productId: string;
  readonly quantity: number;
  /** What the partner's price list says for one unit and one billing term (cost of the partner). */
  readonly partnerCost: string;
  /** What the partner asks of the company for one unit and one billing term. */
  readonly price: string;
  readonly currency: string;
  readonly billingTerm: string;
  readonly commitment?: { readonly id: string; readonly term: string; readonly endDate: string };
  readonly status:
    | 'Active'
    | 'Cancelled'
    | 'PendingManual'
    | 'PendingAutomated'
    | 'PendingCancel'
    | 'WaitingForDetails'
    | 'Trial'
    | 'Converted'
    | 'Activated';
  readonly startDate: string;
  readonly endDate?: string;
  readonly billingStart: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Subscription.id at Microsoft; '' while pending. */
  readonly vendorSubscriptionId: string;
  readonly vendorSkuId: string;
  readonly parentSubscriptionId?: string;
  /** Billed by use and not by seats (Azure plan): it has usage summaries, and its invoice items are in arrears. */
  readonly usage?: boolean;
  /** What the order said of the customer's tenant, until it is provisioned. */
  readonly provisioning?: { readonly tenantId?: string; readonly domain?: string };
  /** Earlier states, oldest first, without the present one. */
  readonly history: readonly DistributorSubscriptionState[];
};

export type DistributorSubscriptionState = {
  readonly quantity: number;
  readonly price: string;
  readonly billingTerm: string;
  readonly status: DistributorSubscription['status'];
  readonly startDate: string;
  readonly billingStart: string;
  readonly updatedAt: string;
  /** Absent in states written before costs were kept: the present cost stood then too. */
  readonly partnerCost?: string;
};

export type DistributorOrder = {
  readonly id: string;
  readonly accountId: string;
  readonly companyId: string;
  readonly createdAt: string;
  readonly orderedBy: string;
  readonly orderedByUserEmail?: string;
  readonly lines: readonly {
    readonly id: string;
    readonly lineItemNumber: number;
    readonly productId: string;
    readonly subscriptionId?: string;
    readonly commitmentTermId?: string;
    readonly billingTerm: string;
    readonly quantity: number;
    readonly parentSubscriptionId?: string;
    readonly parentLineItemNumber?: number;
    readonly provisionStartDate?: string;
    readonly provisioningDetails: readonly { readonly key: string; readonly values: readonly string[] }[];
  }[];
};

/** An invoice that was wrong: it becomes Credited, and another with a new id takes its place. `id` = that of the wrong one. */
export type DistributorCreditedInvoice = {
  readonly id: string;
  readonly accountId: string;
  /** `2026-11` */
  readonly month: string;
  readonly creditedAt: string;
  readonly reissuedAs: string;
  /** From when the new one is readable. */
  readonly readableAt: string;
  /** What the new one says of a subscription instead. */
  readonly corrections: readonly { readonly subscriptionId: string; readonly quantity?: number; readonly partnerCost?: string }[];
};

export type DistributorFilter = {
  readonly action: string;
  readonly conditions: readonly { readonly field: string; readonly operator: string; readonly value: readonly string[] }[];
};

/** A webhook of the distributor's API v2. */
export type DistributorWebhook = {
  readonly id: string;
  readonly accountId: string;
  readonly displayName: string;
  readonly url: string;
  /** Sent as the Authorization header with every delivery: the only proof there is. */
  readonly authorization: string;
  readonly active: boolean;
  readonly contactEmail: string;
  readonly errorThreshold: number;
  readonly integrationId?: string;
  readonly topics: readonly { readonly id: string; readonly topic: string; readonly filters: readonly DistributorFilter[] }[];
  readonly lastDeliveryStatus?: DistributorDeliveryStatus;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type DistributorDeliveryStatus = 'PENDING' | 'SUCCESS' | 'FAILED' | 'RETRYING';

/** One notification of a webhook with all its tries. */
export type DistributorWebhookLog = {
  readonly id: string;
  readonly webhookId: string;
  readonly accountId: string;
  readonly topic: string;
  /** The body as sent. */
  readonly payload: string;
  readonly status: DistributorDeliveryStatus;
  readonly calls: readonly {
    readonly id: string;
    readonly at: string;
    readonly status: DistributorDeliveryStatus;
    readonly httpStatusCode?: number;
    readonly errorMessage?: string;
  }[];
  readonly createdAt: string;
  /** Instant of the next try while it is RETRYING. */
  readonly nextAt?: string;
};
