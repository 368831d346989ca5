export { countAccess } from './counts.ts';
export { accessSyncer } from './keep.ts';
export { listAccess } from './list.ts';
export type { AccessRow } from './row.ts';
