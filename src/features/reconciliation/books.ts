import type { Decimal } from '../../lib/decimal.ts';
import type { Verdict } from '../../model/completeness.ts';
import type { PartnerType } from '../../model/connection.ts';
import type { MappingState } from '../../model/mapping.ts';
import { type ProductKey, productKeyText, type SubscriptionStatus } from '../../model/subscription.ts';
import type { BillingFrequency, Term } from '../../model/term.ts';
import type { BookChange } from './causes/history.ts';

/** What a record was before, as far as it is known. */
export type History = {
  readonly changes: readonly BookChange[];
  /** RFC 3339: from then on no change is missing; undefined: nobody knows. */
  readonly since: string | undefined;
};
export const noHistory: History = { changes: [], since: undefined };

/** How far a source can be trusted: what its last reading proved (rule B7); `never`: it was not read yet, so nothing is said about it. */
export type SourceVerdict = Verdict | 'never';

export type Source = {
  readonly connectionId: string;
  readonly name: string;
  /** RFC 3339; undefined when never read. */
  readonly readAt: string | undefined;
  readonly verdict: SourceVerdict;
};

/** A subscription at Microsoft, as compared. */
export type BoughtSubscription = {
  readonly id: string;
  readonly connectionId: string;
  /** Lower-case GUID. */
  readonly remoteId: string;
  readonly name: string;
  readonly key: ProductKey;
  readonly seats: number;
  readonly status: SubscriptionStatus;
  readonly isTrial: boolean;
  readonly isUsage: boolean;
  readonly autoRenew: boolean;
  /** Seats and plan scheduled for the next term. */
  readonly next: { readonly seats: number; readonly plan: string } | undefined;
  /** What its end is to bring; undefined when Microsoft does not tell it. */
  readonly termEnd: string | undefined;
  /** Last day of the running term. */
  readonly endsOn: string | undefined;
  /** Last UTC calendar date on which it can be cancelled; undefined when Microsoft does not say. */
  readonly cancelUntil: string | undefined;
  readonly readAt: string;
  /** When its seats, status or term were last seen to change after it was first seen; undefined: never. */
  readonly movedAt: string | undefined;
  /** When it was bought, RFC 3339; undefined when Microsoft does not say. */
  readonly createdAt: string | undefined;
  readonly history: History;
};

/** A subscription at the distributor. Amounts are for one seat and one charge of its own frequency. */
export type SuppliedSubscription = {
  readonly connectionId: string;
  readonly remoteId: string;
  readonly microsoftId: string | undefined;
  /** `productId:skuId` at Microsoft, lower case, when the distributor tells it. */
  readonly sku: string | undefined;
  readonly name: string;
  readonly term: Term;
  readonly frequency: BillingFrequency;
  readonly seats: number;
  readonly status: SubscriptionStatus;
  readonly unitCost: Decimal | undefined;
  readonly currency: string | undefined;
  readonly readAt: string;
  /** When a reading last found it other than before, RFC 3339; its first reading counts. */
  readonly changedAt: string | undefined;
};

/** A line of an agreement at the PSA. Amounts are for one unit and one bill of the agreement. */
export type BilledLine = {
  readonly connectionId: string;
  readonly remoteId: string;
  readonly agreementRemoteId: string;
  readonly serviceRemoteId: string;
  readonly description: string;
  readonly quantity: Decimal;
  readonly unitPrice: Decimal;
  readonly unitCost: Decimal;
  readonly isBilled: boolean;
  readonly fromOn: string | undefined;
  readonly cancelledOn: string | undefined;
  /** Lower case. */
  readonly vendorId: string | undefined;
  readonly readAt: string;
  readonly history: History;
};

export type Agreement = {
  readonly remoteId: string;
  readonly active: boolean;
  readonly cycleMonths: number | undefined;
  readonly currency: string | undefined;
  readonly endsOn: string | undefined;
};

export type Service = { readonly remoteId: string; readonly name: string; readonly price: Decimal; readonly cost: Decimal };

/** What one PSA sells and which product each service bills: the same for all customers of that connection. */
export type Catalogue = {
  readonly services: ReadonlyMap<string, Service>;
  /** By `productKeyText`. */
  readonly mappings: ReadonlyMap<string, { readonly state: MappingState; readonly serviceRemoteId: string | undefined }>;
  /** The product keys that each service is mapped to. */
  readonly keysOf: ReadonlyMap<string, readonly ProductKey[]>;
};

export type PsaBook = {
  readonly source: Source;
  readonly accountState: MappingState;
  readonly lines: readonly BilledLine[];
  readonly agreements: ReadonlyMap<string, Agreement>;
  readonly catalogue: Catalogue;
  /** Lines that named a subscription and that a complete reading no longer found: somebody deleted them. */
  readonly deleted: readonly { readonly remoteId: string; readonly vendorId: string; readonly goneOn: string }[];
  /** When several tenants share the PSA account: what belongs to the others. */
  readonly elsewhere: { readonly subscriptionIds: ReadonlySet<string>; readonly serviceIds: ReadonlySet<string> };
};

export type DistributorBook = {
  readonly source: Source;
  readonly accountState: MappingState;
  readonly subscriptions: readonly SuppliedSubscription[];
};

/** One partner account that lists the customer. */
export type Seller = {
  readonly source: Source;
  readonly relationship: string;
  readonly partnerType: PartnerType;
  /** False when the last reading of this customer's subscriptions there failed. */
  readonly isComplete: boolean;
};

/** Business choices that bear on comparing. */
export type Policy = {
  /** Per seat and month; smaller price differences are not reported. */
  readonly priceTolerance: Decimal;
  /** Distributor and Microsoft are read at different times: a change younger than this is not yet a difference (distributors reference 9.13). */
  readonly settlingMinutes: number;
  /** Which books are held against Microsoft's. Of one that is left out nothing is found, and what was found before is gone (S74). */
  readonly compared: { readonly distributor: boolean; readonly psa: boolean };
};

/** Everything that is compared for one customer. */
export type CustomerBooks = {
  readonly customerId: string;
  readonly customerName: string;
  /** Lower-case GUID of its Microsoft tenant. */
  readonly tenantId: string;
  /** What the PSA bills in when its agreements do not say. */
  readonly currency: string;
  /** UTC calendar date. */
  readonly today: string;
  readonly now: Temporal.Instant;
  readonly access: { readonly state: string; readonly endsAt: string | undefined };
  readonly sellers: readonly Seller[];
  /** Every Partner Center account was read whole: a customer that none of them lists is really gone. */
  readonly isMarketplaceComplete: boolean;
  readonly subscriptions: readonly BoughtSubscription[];
  /** Read before, and in no complete reading since: by Microsoft's id. */
  readonly gone: ReadonlyMap<string, { readonly name: string; readonly goneOn: string }>;
  readonly distributors: readonly DistributorBook[];
  readonly psas: readonly PsaBook[];
  readonly policy: Policy;
};

/** A catalogue from its rows; a mapping that is not `mapped` maps to nothing. */
export function toCatalogue(
  services: readonly Service[],
  mappings: readonly { readonly key: ProductKey; readonly state: MappingState; readonly serviceRemoteId: string | undefined }[],
): Catalogue {
  const keysOf = new Map<string, ProductKey[]>();
  for (const { key, state, serviceRemoteId } of mappings) {
    if (state !== 'mapped' || serviceRemoteId === undefined) continue;
    keysOf.set(serviceRemoteId, [...(keysOf.get(serviceRemoteId) ?? []), key]);
  }
  return {
    services: new Map(services.map((service) => [service.remoteId, service])),
    mappings: new Map(mappings.map(({ key, state, serviceRemoteId }) => [productKeyText(key), { state, serviceRemoteId }])),
    keysOf,
  };
}

/** What is said of a product: of its promotion by itself, else as of the product without one. */
export const mappingOf = ({ mappings }: Catalogue, key: Parameters<typeof productKeyText>[0]) =>
  mappings.get(productKeyText(key)) ?? mappings.get(productKeyText({ ...key, promotionId: undefined }));

/** The service that bills a product; undefined while nobody (or nothing certain) has said which. */
export function serviceOf(catalogue: Catalogue, key: ProductKey): Service | undefined {
  const mapping = mappingOf(catalogue, key);
  if (mapping?.state !== 'mapped' || mapping.serviceRemoteId === undefined) return undefined;
  return catalogue.services.get(mapping.serviceRemoteId);
}

export const isSameSku = (a: ProductKey, b: ProductKey): boolean => a.productId === b.productId && a.skuId === b.skuId;

/** Everything that ever happened to it is known. */
export const isSeenFromBirth = ({ createdAt, history: { since } }: BoughtSubscription): boolean =>
  createdAt !== undefined && since !== undefined && since <= createdAt;
