export { changeLabels } from './change-labels.ts';
export { addExternalId, type ExternalIdOutcome, removeExternalId } from './external-ids.ts';
export { importLabels } from './import-labels.ts';
export { type CustomerLabels, findLabels, listSegments } from './queries.ts';
export { assignSegments } from './segments.ts';
