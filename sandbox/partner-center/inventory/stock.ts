import type { Sku } from '../../world/types.ts';

/** Regions in which nothing of some products is left; the sandbox's own. */
const soldOut: Readonly<Record<string, readonly string[]>> = { '0038': ['japanwest'], '0039': ['japanwest', 'europe'] };

/** Regions of a SKU without stock. Only reservations are counted. */
export const restrictionsOf = (sku: Pick<Sku, 'skuId' | 'kind'>): readonly string[] =>
  sku.kind === 'reservation' ? (soldOut[sku.skuId] ?? []) : [];

export const isRestrictedIn = (sku: Pick<Sku, 'skuId' | 'kind'>, region: string | undefined): boolean =>
  region !== undefined && restrictionsOf(sku).includes(region.toLowerCase());
