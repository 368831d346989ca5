export { exportConflicts } from './export.ts';
export { type Conflict, listConflicts } from './list.ts';
export { type NewConflict, noteConflicts } from './note.ts';
