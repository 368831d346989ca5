import type { Availability, Product, Sku } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { type Refusal, refuseWith } from '../errors.ts';
import { salesOf } from './find.ts';

/** Parts of the catalogue (page "Get a list of products"); compared without case. */
const views: Readonly<Record<string, (product: Product, skus: readonly Sku[]) => boolean>> = {
  azure: (product) => product.productType === 'Azure',
  azurereservations: (_, skus) => skus.some((sku) => sku.kind === 'reservation'),
  azurereservationsvm: (product, skus) => product.subType === 'VirtualMachines' && skus.some((sku) => sku.kind === 'reservation'),
  azureazurereservationsvm: (product, skus) => product.subType === 'VirtualMachines' && skus.some((sku) => sku.kind === 'reservation'),
  azurereservationssql: () => false,
  azurereservationscosmosdb: () => false,
  microsoftazure: (_, skus) => skus.some((sku) => sku.kind === 'azurePlan'),
  onlineservices: (product) => product.productType === 'OnlineServicesNCE',
  software: (product) => product.productType === 'Software',
  softwaresuselinux: () => false,
  softwareperpetual: (_, skus) => skus.some((sku) => sku.kind === 'perpetual'),
  softwaresubscriptions: (_, skus) => skus.some((sku) => sku.kind === 'software'),
  specializedoffers: () => false,
  marketplacesaas: (product) => product.productType === 'SaaS',
};

const segments: Readonly<Record<string, Availability['segment']>> = {
  commercial: 'commercial',
  education: 'education',
  government: 'government',
  nonprofit: 'charity',
};

export const segmentWord = (segment: Availability['segment']): string => (segment === 'charity' ? 'nonprofit' : segment);

export function readView(text: string | null): ((product: Product, skus: readonly Sku[]) => boolean) | Refusal {
  const view = views[(text ?? '').toLowerCase()];
  return view ?? refuseWith(403, 400036, 'Access to the requested targetView is not allowed.');
}

/** The segments that a call asks for; without a word all but nonprofit. `allowed`: what a customer may buy. */
export function readSegments(
  text: string | null,
  allowed?: ReadonlySet<Availability['segment']>,
): ReadonlySet<Availability['segment']> | Refusal {
  const refused = refuseWith(403, 400030, 'Access to the requested targetSegment is not allowed.');
  if (text === null || text === '') return allowed ?? new Set(['commercial', 'education', 'government']);
  const segment = segments[text.toLowerCase()];
  if (segment === undefined || (allowed !== undefined && !allowed.has(segment))) return refused;
  return new Set([segment]);
}

/** What the qualifications of a customer open to him. */
const opens: Readonly<Record<string, Availability['segment']>> = {
  Education: 'education',
  GovernmentCommunityCloud: 'government',
  Nonprofit: 'charity',
};

export function segmentsOf(world: World, customerId: string): ReadonlySet<Availability['segment']> {
  const open = new Set<Availability['segment']>(['commercial']);
  for (const row of world.tables.qualifications.by('customerId', customerId)) {
    const segment = opens[row.qualification];
    if (segment !== undefined && row.decided === 'Approved') open.add(segment);
  }
  return open;
}

/** Products with something to sell in these segments. */
export function productsIn(
  world: World,
  view: (product: Product, skus: readonly Sku[]) => boolean,
  wanted: ReadonlySet<Availability['segment']>,
): readonly Product[] {
  return world.tables.products.all().filter((product) => {
    const skus = skusIn(world, product, wanted);
    return skus.length > 0 && view(product, skus);
  });
}

export const skusIn = (world: World, product: Pick<Product, 'id'>, wanted: ReadonlySet<Availability['segment']>): readonly Sku[] =>
  world.tables.skus.by('productId', product.id).filter((sku) => salesOf(world, sku).some((sale) => wanted.has(sale.segment)));
