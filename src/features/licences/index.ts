export { licenceProductSyncer } from './products.ts';
export { licenceSyncer } from './sync.ts';
