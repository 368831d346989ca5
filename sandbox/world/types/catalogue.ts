import type { BillingCycle, Term } from './common.ts';

/** `id` = `CFQ7TTC0LCHC` */
export type Product = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly productType: string;
  readonly publisherName: string;
  /** Azure and reservations only. */
  readonly subType?: string;
};

/** How a SKU is sold. Absent on a row: `seats`. */
export type SkuKind = 'seats' | 'trial' | 'azurePlan' | 'reservation' | 'perpetual' | 'software' | 'saas';

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
  readonly kind?: SkuKind;
  /** Trials: the SKU that it becomes. */
  readonly trialOf?: string;
  /** Buyers must say that they meet its terms. */
  readonly attestation?: true;
};

/** Price of one term and billing cycle. `id` = `${productId}:${skuId}:${availabilityId}`. */
export type Availability = {
  readonly id: string;
  /** As it was when the world began; what is shown changes with time and country (world/prices/availability-ids.ts). */
  readonly availabilityId: string;
  readonly productId: string;
  readonly skuId: string;
  /** Azure plans and perpetual software have none: what stands here is not shown. */
  readonly term: Term;
  readonly billingCycle: BillingCycle;
  readonly segment: 'commercial' | 'education' | 'charity' | 'government';
  readonly country: string;
  readonly currency: string;
  /** What the partner pays for one unit and one billing cycle, in the month in which the world began (see world/prices/price-at.ts). */
  readonly unitPrice: string;
  /** Suggested retail price (ERP) for one unit and one billing cycle. */
  readonly erpPrice: string;
  /** What the distributor charges the reseller for one unit and one billing cycle. */
  readonly distributorPrice: string;
};
