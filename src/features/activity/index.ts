export { forgetOldActivity } from './forget.ts';
export { activitySyncer, firstDayToRead } from './keep.ts';
