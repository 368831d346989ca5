import { z } from 'zod';
import { defineJob } from '../jobs/index.ts';
import { resolveDue } from './resolve-due.ts';
import { runApply } from './run-apply.ts';
import { runUndo } from './undo-plan.ts';

const input = z.object({ planId: z.uuid() });

export const applyPlanJob = defineJob({ kind: 'applyPlan', input, run: (context, { planId }, job) => runApply(context, planId, job) });

export const undoPlanJob = defineJob({ kind: 'undoPlan', input, run: (context, { planId }, job) => runUndo(context, planId, job) });

/** For an operator who does not want to wait for the next half minute. */
export const lookUpJob = defineJob({
  kind: 'lookUp',
  input: z.object({}),
  run: async (context) => ({ result: { ...(await resolveDue(context)) } }),
});
