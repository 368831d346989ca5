import type { BillingCycle, Term } from './common.ts';

/** `id` = `CFQ7TTC0LCHC` */
export type Product = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly productType: string;
  readonly publisherName: string;
};

/** `id` = `${productId}:${skuId}`, for example `CFQ7TTC0LCHC:0002`. */
export type Sku = {
  readonly id: string;
  readonly productId: string;
  readonly skuId: string;
  readonly title: string;
  readonly description: string;
  readonly minimumQuantity: number;
  readonly maximumQuantity: number;
  readonly isTrial: boolean;
  /** Graph's skuId (GUID) and Pax8's vendorSkuId. */
  readonly provisioningId: string;
  readonly skuPartNumber: string;
  readonly isAddon: boolean;
};

/** Price of one term and billing cycle. `id` = `${productId}:${skuId}:${availabilityId}`. */
export type Availability = {
  readonly id: string;
  readonly availabilityId: string;
  readonly productId: string;
  readonly skuId: string;
  readonly term: Term;
  readonly billingCycle: BillingCycle;
  readonly segment: 'commercial' | 'education' | 'charity' | 'government';
  readonly country: string;
  readonly currency: string;
  /** What the partner pays for one unit and one billing cycle. */
  readonly unitPrice: string;
  /** Suggested retail price (ERP) for one unit and one billing cycle. */
  readonly erpPrice: string;
  /** What the distributor charges the reseller for one unit and one billing cycle. */
  readonly distributorPrice: string;
};
