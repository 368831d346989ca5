import type { z } from 'zod';
import type { JobItem } from '#contract/jobs.ts';
import type { PlanState } from '#model/plan.ts';
import type { StateWord } from '../../ui/state-badge.tsx';
import { jobWords } from '../../ui/words.ts';

export const itemWords: Readonly<Record<z.infer<typeof JobItem>['outcome'], StateWord>> = {
  done: { word: 'Done', intent: 'success' },
  changed: { word: 'Changed', intent: 'info' },
  failed: { word: 'Failed', intent: 'danger' },
  skipped: { word: 'Skipped', intent: 'neutral' },
};

export const planWords: Readonly<Record<PlanState, StateWord>> = {
  previewed: { word: 'Preview', intent: 'info' },
  waitingForApproval: { word: 'Waiting for approval', intent: 'warning' },
  approved: { word: 'Approved', intent: 'success' },
  applying: { word: 'Applying', intent: 'info' },
  applied: { word: 'Applied', intent: 'success' },
  appliedInPart: { word: 'Applied in part', intent: 'warning' },
  failed: { word: 'Failed', intent: 'danger' },
  undoing: { word: 'Undoing', intent: 'info' },
  undone: { word: 'Undone', intent: 'neutral' },
  expired: { word: 'Expired', intent: 'neutral' },
  stale: { word: 'Out of date', intent: 'warning' },
};

export const jobChoices = Object.fromEntries(Object.entries(jobWords).map(([name, { word }]) => [name, word]));

export const activityTabs = {
  jobs: 'Jobs',
  plans: 'Corrections',
  decisions: 'Decisions',
  runs: 'Sync runs',
  problems: 'Problems',
  audit: 'Audit log',
};
export type ActivityTab = keyof typeof activityTabs;
export const isActivityTab = (text: string | undefined): text is ActivityTab => text !== undefined && text in activityTabs;
