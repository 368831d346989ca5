export { listSchedules, type Schedules } from './list.ts';
export { startDue } from './start-due.ts';
