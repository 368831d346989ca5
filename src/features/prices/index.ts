export { priceSyncer } from './sync.ts';
