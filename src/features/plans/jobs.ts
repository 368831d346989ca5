import { z } from 'zod';
import { defineJob } from '../jobs/index.ts';
import { resolveDue } from './resolve-due.ts';
import { runApply } from './run-apply.ts';
import { runUndo } from './undo-plan.ts';

/** `stepId`: only that step, after a person decided about it. */
const input = z.object({ planId: z.uuid(), stepId: z.uuid().optional() });

export const applyPlanJob = defineJob({
  kind: 'applyPlan',
  input,
  run: (context, { planId, stepId }, job) => runApply(context, planId, job, stepId),
});

export const undoPlanJob = defineJob({
  kind: 'undoPlan',
  input,
  run: (context, { planId, stepId }, job) => runUndo(context, planId, job, stepId),
});

/** For an operator who does not want to wait for the next half minute. */
export const lookUpJob = defineJob({
  kind: 'lookUp',
  input: z.object({}),
  run: async (context) => ({ result: { ...(await resolveDue(context)) } }),
});
