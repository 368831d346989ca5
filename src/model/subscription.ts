import { z } from 'zod';
import { BillingFrequency, Term } from './term.ts';

export const SubscriptionStatus = z.enum(['active', 'pending', 'suspended', 'expired', 'cancelled', 'unknown']);
export type SubscriptionStatus = z.infer<typeof SubscriptionStatus>;

/**
 * What one product is, across all books: Microsoft's product and SKU, the term and how often it is charged, and the promotion where the
 * subscription tells one (partner-center-api reference 8.2). The segment is the SKU's own.
 */
export const ProductKey = z
  .object({ productId: z.string(), skuId: z.string(), term: Term, frequency: BillingFrequency, promotionId: z.string().optional() })
  .meta({ id: 'ProductKey' });
export type ProductKey = z.infer<typeof ProductKey>;

type KeyParts = {
  readonly productId: string;
  readonly skuId: string;
  readonly term: string;
  readonly frequency: string;
  readonly promotionId?: string | undefined;
};
export const productKeyText = ({ productId, skuId, term, frequency, promotionId }: KeyParts): string =>
  `${productId}:${skuId}|${term}|${frequency}${promotionId === undefined ? '' : `|${promotionId}`}`;

/** A subscription as Partner Center tells it. Dates are UTC calendar dates as given (ruling 8). */
export type MicrosoftSubscription = {
  /** Lower-case GUID. */
  readonly remoteId: string;
  readonly offerId: string;
  readonly offerName: string;
  readonly key: ProductKey;
  /** Whole seats. */
  readonly seats: number;
  readonly status: SubscriptionStatus;
  readonly remoteStatus: string;
  readonly isTrial: boolean;
  /** Usage-based (Azure plan): has no seats to compare. */
  readonly isUsage: boolean;
  readonly autoRenew: boolean;
  /** What the next term is to be, where somebody scheduled it: seats, and product, SKU, term and frequency as text. */
  readonly next: { readonly seats: number; readonly plan: string } | undefined;
  /** What the end of the term is to bring; undefined when Microsoft does not tell it. */
  readonly termEnd: 'renew' | 'extend' | 'cancel' | undefined;
  readonly promotionId: string | undefined;
  readonly startsOn: string | undefined;
  readonly endsOn: string | undefined;
  readonly cancelUntil: string | undefined;
  readonly parentRemoteId: string | undefined;
  readonly createdAt: string | undefined;
};

/** A subscription as the distributor tells it; unit amounts are decimal text per charge of its own frequency. */
export type DistributorSubscription = {
  readonly remoteId: string;
  readonly accountRemoteId: string;
  /** Microsoft's subscription id, lower case, when the distributor knows it. */
  readonly microsoftId: string | undefined;
  readonly productRemoteId: string;
  readonly productName: string;
  readonly term: Term;
  readonly frequency: BillingFrequency;
  readonly seats: number;
  readonly status: SubscriptionStatus;
  readonly remoteStatus: string;
  readonly unitCost: string | undefined;
  readonly unitPrice: string | undefined;
  readonly currency: string | undefined;
  readonly startsOn: string | undefined;
  readonly endsOn: string | undefined;
};

/** What the distributor sells, with Microsoft's key when it tells it. */
export type DistributorProduct = { readonly remoteId: string; readonly name: string; readonly vendorSku: string | undefined };

/** Is money owed for it now? Suspended is still charged (bench rules; partner-center-api 8.4). */
export const isCharged = (status: SubscriptionStatus): boolean => status === 'active' || status === 'suspended';
