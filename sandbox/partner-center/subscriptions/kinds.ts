import type { SkuKind, Subscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';

/** Families of subscriptions with rules and answers of their own. */
export type Kind = 'licence' | 'software' | 'perpetual' | 'marketplace' | 'reservation' | 'azurePlan' | 'legacy' | 'legacyAzure';

const kinds: Readonly<Record<SkuKind, Kind>> = {
  seats: 'licence',
  trial: 'licence',
  saas: 'marketplace',
  software: 'software',
  perpetual: 'perpetual',
  reservation: 'reservation',
  azurePlan: 'azurePlan',
};

export function kindOf(world: World, { legacy, productId, skuId }: Pick<Subscription, 'legacy' | 'productId' | 'skuId'>): Kind {
  if (legacy !== undefined) return legacy.offerId.toUpperCase().startsWith('MS-AZR') ? 'legacyAzure' : 'legacy';
  return kinds[world.tables.skus.get(`${productId}:${skuId}`)?.kind ?? 'seats'];
}

/** `productId:skuId:availabilityId`, or the offer of a legacy subscription. */
export const catalogItemOf = (row: Subscription): string => row.legacy?.offerId ?? `${row.productId}:${row.skuId}:${row.availabilityId}`;

/** The etag of the old commerce: base64 of id and version. */
export const etagOf = ({ id, version }: Pick<Subscription, 'id' | 'version'>): string =>
  Buffer.from(JSON.stringify({ id: id.toLowerCase(), version })).toString('base64');
