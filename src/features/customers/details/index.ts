export { type ChangedDetails, changeDetails } from './change-details.ts';
export type { Detail } from './detail-of.ts';
export { findDetails } from './details.ts';
