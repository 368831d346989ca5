import type { z } from 'zod';
import type { JobItem } from '#contract/jobs.ts';
import type { StateWord } from '../../ui/state-badge.tsx';
import { jobWords } from '../../ui/words.ts';

export const itemWords: Readonly<Record<z.infer<typeof JobItem>['outcome'], StateWord>> = {
  done: { word: 'Done', intent: 'success' },
  changed: { word: 'Changed', intent: 'info' },
  failed: { word: 'Failed', intent: 'danger' },
  skipped: { word: 'Skipped', intent: 'neutral' },
};

export const jobChoices = Object.fromEntries(Object.entries(jobWords).map(([name, { word }]) => [name, word]));

export const activityTabs = {
  jobs: 'Jobs',
  plans: 'Plans',
  decisions: 'Decisions',
  sync: 'Sync',
  runs: 'Sync runs',
  problems: 'Problems',
  conflicts: 'Conflicts',
  notices: 'Notices',
  audit: 'Audit log',
};
export type ActivityTab = keyof typeof activityTabs;
export const isActivityTab = (text: string | undefined): text is ActivityTab => text !== undefined && text in activityTabs;
