export { listNotices, type Notice } from './list.ts';
export { raise } from './raise.ts';
