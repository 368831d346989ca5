export { noteConsent } from './consent.ts';
export { countAccess } from './counts.ts';
export { accessSyncer, keepAccessOf } from './keep.ts';
export { listAccess } from './list.ts';
export { refreshAccess } from './refresh.ts';
export type { AccessRow } from './row.ts';
export { listTemplates, removeTemplate, saveTemplate, type Template } from './templates.ts';
export { watchAccess } from './watch.ts';
