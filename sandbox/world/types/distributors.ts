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
    readonly provisioningDetails: readonly { readonly key: string; readonly values: readonly string[] }[];
  }[];
};
