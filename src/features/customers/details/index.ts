export { type ChangedDetails, changeDetails } from './change-details.ts';
export { chooseFieldOwners } from './choose-owners.ts';
export type { Detail } from './detail-of.ts';
export { findDetails } from './details.ts';
