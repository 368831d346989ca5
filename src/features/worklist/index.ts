export { type Assignee, listAssignees } from './assignees.ts';
export { type Change, type Changed, changeDifference } from './change.ts';
export { countDifferences, type TabCounts } from './counts.ts';
export { type DecidedMany, decideMany, type Selection } from './decide-many.ts';
export { listDifferenceEvents } from './events.ts';
export { type Group, type Groups, groupDifferences } from './groups.ts';
export { addNote, listNotes, type Note } from './notes.ts';
export { addView, changeView, findView, type KeptView, listViews, removeView, type SavedView, shareView } from './saved-views.ts';
export { type Part, partsOf, type Sums } from './sums.ts';
