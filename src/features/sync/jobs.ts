import { defineJob } from '../jobs/index.ts';
import { runSync } from './run-sync.ts';
import { SyncInput } from './sync-input.ts';

export const syncJob = defineJob({ kind: 'sync', input: SyncInput, run: runSync });
