export { findDistributorPrice, listDistributorPrices, type PriceRow } from './distributor/list.ts';
export { distributorPriceSyncer } from './distributor/sync.ts';
export { priceSyncer } from './sync.ts';
