export { type ChainVerdict, type Checkpoint } from './chain.ts';
export { readCheckpointLines, writeCheckpointLine } from './checkpoint.ts';
export { type AuditRow, listEvents } from './queries.ts';
export { type AuditEntry, record } from './record.ts';
export { currentHead, verifyTrail } from './verify-trail.ts';
