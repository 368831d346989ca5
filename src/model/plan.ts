import { z } from 'zod';

/** correction: of the books. access: of customers' delegated access and consent. profile: of their billing profiles. */
export const PlanType = z.enum(['correction', 'access', 'profile']);
export type PlanType = z.infer<typeof PlanType>;

export const PlanState = z.enum([
  'previewed',
  'waitingForApproval',
  'approved',
  'applying',
  'applied',
  'appliedInPart',
  'failed',
  'undoing',
  'undone',
  'expired',
  'stale',
]);
export type PlanState = z.infer<typeof PlanState>;

/** Which state may follow which. A plan's steps never change once it is made; when the world moves it becomes `stale` and a new plan is made. */
export const planNext = {
  previewed: ['waitingForApproval', 'approved', 'expired', 'stale'],
  waitingForApproval: ['approved', 'expired', 'stale'],
  approved: ['applying', 'expired', 'stale'],
  applying: ['applied', 'appliedInPart', 'failed', 'stale'],
  applied: ['undoing'],
  appliedInPart: ['undoing', 'applying'],
  failed: ['applying'],
  undoing: ['undone', 'applied', 'appliedInPart'],
  undone: [],
  expired: [],
  stale: [],
} as const satisfies Record<PlanState, readonly PlanState[]>;

/** A step's outcome (ux reference 4.5). `checking`: the answer was lost and is being looked up; nothing is sent again. */
export const StepState = z.enum(['planned', 'applying', 'done', 'skipped', 'refused', 'failed', 'checking', 'needsDecision', 'undone']);
export type StepState = z.infer<typeof StepState>;

export const Reversibility = z.enum(['undoableHere', 'reversibleUntil', 'cannotBeUndone']);
export type Reversibility = z.infer<typeof Reversibility>;

/** The life of one intended remote effect (reliability reference, section 3). */
export const CommandState = z.enum([
  'draft',
  'approved',
  'ready',
  'submitting',
  'confirmed',
  'rejected',
  'unknown',
  'not_placed',
  'needs_operator',
]);
export type CommandState = z.infer<typeof CommandState>;

export const commandNext = {
  draft: ['approved'],
  approved: ['ready'],
  ready: ['submitting', 'rejected'],
  submitting: ['confirmed', 'rejected', 'unknown'],
  unknown: ['confirmed', 'not_placed', 'needs_operator', 'ready'],
  not_placed: ['ready'],
  needs_operator: ['confirmed', 'not_placed'],
  confirmed: [],
  rejected: [],
} as const satisfies Record<CommandState, readonly CommandState[]>;
