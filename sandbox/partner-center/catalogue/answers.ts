import { Seeded } from '../../../src/lib/seeded.ts';
import { availabilityIdAt } from '../../world/prices/availability-ids.ts';
import { prerequisitesOf, upgradesOf } from '../../world/prices/extra-catalogue.ts';
import { marketOf } from '../../world/prices/markets.ts';
import type { Availability, Product, Sku } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { link } from '../paging.ts';
import { cycleOf, salesOf, termOf } from './find.ts';
import { segmentWord } from './views.ts';

// Pages "Get a product by ID", "Get a SKU by ID", "Get an availability by ID", "Product resources".

const isMicrosofts = (product: Product): boolean => product.publisherName.startsWith('Microsoft');

export const productUri = (productId: string): string => `/products/${productId}`;
const skuUri = (sku: Sku): string => `${productUri(sku.productId)}/skus/${sku.skuId}`;

export const productAnswer = (product: Product, country: string) => ({
  id: product.id,
  title: product.title,
  description: product.description,
  productType: {
    id: product.productType,
    displayName: product.productType,
    ...(product.subType === undefined ? {} : { subType: { id: product.subType, displayName: product.subType } }),
  },
  isMicrosoftProduct: isMicrosofts(product),
  publisherName: product.publisherName,
  links: {
    skus: link(`${productUri(product.id)}/skus?country=${country}`),
    self: link(`${productUri(product.id)}?country=${country}`),
  },
});

/** A customer's Azure plan product says in words which offers there are. */
export const localized = [
  { key: 'OfferType', value: 'OfferType' },
  { key: 'Standard', value: 'Standard' },
  { key: 'DevTest', value: 'Dev/Test' },
];

const prerequisites = (sku: Sku): readonly string[] => {
  if (sku.kind === 'azurePlan') return ['MicrosoftCustomerAgreement'];
  return sku.kind === 'reservation' ? ['InventoryCheck', 'AzureSubscriptionRegistration'] : ['MicrosoftCloudAgreement'];
};

export function skuAnswer(world: World, sku: Sku, country: string, segment?: string) {
  const product = world.tables.products.get(sku.productId);
  const cycles = new Set(salesOf(world, sku).map((sale) => cycleOf(sku, sale)));
  return {
    id: sku.skuId,
    productId: sku.productId,
    title: sku.title,
    description: sku.description,
    minimumQuantity: sku.minimumQuantity,
    maximumQuantity: sku.maximumQuantity,
    isTrial: sku.isTrial,
    supportedBillingCycles: [...cycles].toSorted(),
    purchasePrerequisites: prerequisites(sku),
    inventoryVariables: sku.kind === 'reservation' ? ['AzureSubscriptionId', 'ArmRegionName'] : [],
    provisioningVariables: sku.kind === 'reservation' ? ['Scope', 'SubscriptionId', 'Duration'] : [],
    actions: ['Refund'],
    dynamicAttributes: attributes(sku, product === undefined || isMicrosofts(product)),
    ...(sku.attestation === undefined
      ? {}
      : { attestationProperties: { attestationType: segmentTitle(world, sku), enforceAttestation: true } }),
    links: {
      availabilities: link(`${skuUri(sku)}/availabilities?country=${country}${segment === undefined ? '' : `&targetSegment=${segment}`}`),
      self: link(`${skuUri(sku)}?country=${country}`),
    },
  };
}

const segmentTitle = (world: World, sku: Sku): string => segmentWord(salesOf(world, sku)[0]?.segment ?? 'commercial');

const attributes = (sku: Sku, isMicrosoftProduct: boolean): Readonly<Record<string, unknown>> =>
  sku.kind === 'azurePlan'
    ? { isMicrosoftProduct, pilotProgram: 'modernazurepilot' }
    : {
        isMicrosoftProduct,
        hasConstraints: sku.maximumQuantity < 10_000,
        isAddon: sku.isAddon,
        prerequisiteSkus: prerequisitesOf(sku.id),
        isSoftwareAssuranceApplicable: false,
        upgradeTargetOffers: upgradesOf(sku.id),
        ...(sku.trialOf === undefined ? {} : { conversionInstructions: sku.trialOf }),
        provisioningId: sku.provisioningId,
        internal: false,
      };

const termWords: Readonly<Record<string, string>> = {
  P1M: 'One-Month commitment for monthly billing',
  P1Y: 'One-Year commitment for monthly/yearly billing',
  P3Y: 'Three-Year commitment for monthly/yearly/3-yearly billing',
  '': 'No commitment',
};

const cycleWords: Readonly<Record<string, string>> = {
  monthly: 'Monthly',
  annual: 'Annual',
  triennial: 'Triennial',
  one_time: 'OneTime',
  none: 'None',
};

const termId = (row: Availability): string => {
  const random = new Seeded(`term/${row.id}`);
  return Array.from({ length: 12 }, () => random.pick('abcdefghijklmnopqrstuvwxyz0123456789'.split(''))).join('');
};

const renewable: ReadonlySet<string> = new Set(['seats', 'software', 'saas']);

const renewals = (sku: Sku, sale: Availability) => [
  { applicableTermIds: [termId(sale)], renewalOptions: [{ renewToId: sku.id, isAutoRenewable: true }] },
];

const termAnswer = (sku: Sku, sale: Availability) => ({
  id: termId(sale),
  duration: termOf(sku, sale),
  description: termWords[termOf(sku, sale)] ?? '',
  billingCycle: cycleWords[cycleOf(sku, sale)] ?? '',
  cancellationPolicies: [{ refundOptions: [{ sequenceId: 0, type: 'Full', expiresAfter: 'P1D' }] }],
});

/** `full`: with its links as a single one, its product and its SKU. */
export function availabilityAnswer(
  world: World,
  sku: Sku,
  sale: Availability,
  country: string,
  wants: { full: boolean; lifeCycle: boolean },
) {
  const id = availabilityIdAt(world, sale, country, world.clock.nowMs());
  const market = marketOf(country) ?? { currency: sale.currency, symbol: '$' };
  const product = world.tables.products.get(sku.productId);
  const isRenewable = renewable.has(sku.kind ?? 'seats');
  return {
    id,
    productId: sale.productId,
    skuId: sale.skuId,
    catalogItemId: `${sku.id}:${id}`,
    defaultCurrency: { code: market.currency, symbol: market.symbol },
    segment: segmentWord(sale.segment),
    country: country.toUpperCase(),
    isPurchasable: true,
    isRenewable,
    ...(wants.lifeCycle ? { lifeCycleState: 'GenerallyAvailable' } : {}),
    renewalInstructions: isRenewable ? renewals(sku, sale) : [],
    terms: [termAnswer(sku, sale)],
    ...(wants.full && product !== undefined ? { product: productAnswer(product, country), sku: skuAnswer(world, sku, country) } : {}),
    links: wants.full
      ? { self: link(`${skuUri(sku)}/availabilities/${id}?country=${country}`) }
      : { availabilities: link(`${skuUri(sku)}/availabilities?country=${country}`), self: link(`${skuUri(sku)}?country=${country}`) },
  };
}
