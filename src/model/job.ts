import { z } from 'zod';

export const JobKind = z.enum([
  'sync',
  'reconciliation',
  'applyPlan',
  'undoPlan',
  'lookUp',
  'verifyConnection',
  'decideDifferences',
  'importInvoice',
  'importCharges',
  'proveInvoice',
  'checkAccess',
  'importCustomers',
]);
export type JobKind = z.infer<typeof JobKind>;

export const JobState = z.enum(['queued', 'running', 'paused', 'completed', 'completedWithErrors', 'failed', 'cancelled']);
export type JobState = z.infer<typeof JobState>;

export const jobNext = {
  queued: ['running', 'cancelled', 'failed'],
  running: ['paused', 'queued', 'completed', 'completedWithErrors', 'failed', 'cancelled'],
  paused: ['running', 'queued', 'cancelled', 'failed'],
  completed: [],
  completedWithErrors: [],
  failed: [],
  cancelled: [],
} as const satisfies Record<JobState, readonly JobState[]>;

export const isEnded = (state: JobState): boolean => jobNext[state].length === 0;
