export { accessSyncer } from './keep.ts';
