export { distributorPriceSyncer } from './distributor/sync.ts';
export { priceSyncer } from './sync.ts';
