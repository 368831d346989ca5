import type { z } from 'zod';
import type { Attention } from '#contract/overview.ts';

export type AttentionKind = z.infer<typeof Attention>['kind'];

/** What the button of a card says. */
export const attentionActs: Readonly<Record<AttentionKind, string>> = {
  differences: 'Review differences',
  connection: 'Fix connections',
  signIns: 'Renew sign-ins',
  mapping: 'Map them',
  access: 'Show customers',
  failedJobs: 'Show jobs',
  syncProblems: 'Show records',
  decisions: 'Decide',
  newProducts: 'Map them',
  accessEnding: 'Ask for replacements',
  accessDisagrees: 'Look at them',
};
