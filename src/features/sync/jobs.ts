import { defineJob } from '../jobs/index.ts';
import { runSync, SyncInput } from './run-sync.ts';

export const syncJob = defineJob({ kind: 'sync', input: SyncInput, run: runSync });
