export { type DeadLetterRecord, listDeadLetters, retryDeadLetter } from './dead-letters.ts';
export { defineJob, type JobDefinition, type JobEnd, type JobError, type JobHandle, type StartJob } from './job.ts';
export { cancelJob, findJob, listJobItems, listJobs } from './queries.ts';
export { queueHealth } from './queue-health.ts';
export { jobQueue, jobQueues } from './queue-name.ts';
export { failJob, type RunVerdict, runJob } from './run-job.ts';
export { type StartedJob, startJob } from './start-job.ts';
export { findJoinable as findOpenJob, type JobItemRow, type JobRecord } from './store.ts';
