import { availabilityIdAt } from '../../world/prices/availability-ids.ts';
import type { Availability, Product, Sku } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { isRefusal, type Refusal, refuseWith } from '../errors.ts';

/** A sale with all that is said of it. */
export type Item = { readonly product: Product; readonly sku: Sku; readonly sale: Availability; readonly availabilityId: string };

export const noProduct = (): Refusal => refuseWith(404, 400013, "Product wasn't found");
export const noSku = (): Refusal => refuseWith(404, 400018, "SKU wasn't found");
export const noAvailability = (): Refusal =>
  refuseWith(
    404,
    400019,
    'Availability not found. This error can occur when checking out a cart. Partners that get this error should issue a new GET to ensure they have the current availability ID and retry the cart check out.',
  );

export const findProduct = (world: World, productId: string): Product | Refusal =>
  world.tables.products.get(productId.toUpperCase()) ?? noProduct();

export function findSku(world: World, productId: string, skuId: string): Sku | Refusal {
  const product = findProduct(world, productId);
  if (isRefusal(product)) return product;
  return world.tables.skus.get(`${productId}:${skuId}`.toUpperCase()) ?? noSku();
}

export const salesOf = (world: World, sku: Pick<Sku, 'id'>): readonly Availability[] => world.tables.availabilities.by('sku', sku.id);

/** The sale that is shown under these ids in a country at an instant; a stale id is not found. */
export function findItem(
  world: World,
  ids: { readonly productId: string; readonly skuId: string; readonly availabilityId: string },
  country: string,
  atMs: number = world.clock.nowMs(),
): Item | Refusal {
  const product = world.tables.products.get(ids.productId.toUpperCase());
  if (product === undefined) return noProduct();
  const sku = world.tables.skus.get(`${ids.productId}:${ids.skuId}`.toUpperCase());
  if (sku === undefined) return noSku();
  const wanted = ids.availabilityId.toUpperCase();
  const sale = salesOf(world, sku).find((row) => availabilityIdAt(world, row, country, atMs) === wanted);
  return sale === undefined ? noAvailability() : { product, sku, sale, availabilityId: wanted };
}

/** `CFQ7TTC0LH18:0001:CFQ7TTC0K971` */
export function idsOf(catalogItemId: string): { productId: string; skuId: string; availabilityId: string } | undefined {
  const [productId, skuId, availabilityId, ...more] = catalogItemId.split(':').map((part) => part.trim());
  if (productId === undefined || skuId === undefined || availabilityId === undefined || more.length > 0) return undefined;
  return { productId, skuId, availabilityId };
}

/** How a sale's billing cycle is called where it is sold: what is paid once has no cycle, what is free none either. */
export function cycleOf(sku: Pick<Sku, 'kind'>, sale: Pick<Availability, 'billingCycle'>): string {
  switch (sku.kind) {
    case 'azurePlan':
    case 'reservation':
    case 'perpetual':
      return 'one_time';
    case 'trial':
      return 'none';
    default:
      return sale.billingCycle;
  }
}

/** Its term; Azure plans and perpetual software have none. */
export const termOf = (sku: Pick<Sku, 'kind'>, sale: Pick<Availability, 'term'>): string =>
  sku.kind === 'azurePlan' || sku.kind === 'perpetual' ? '' : sale.term;
