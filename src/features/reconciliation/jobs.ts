import { z } from 'zod';
import { defineJob } from '../jobs/index.ts';
import { runReconciliation } from './run.ts';

export const reconciliationJob = defineJob({
  kind: 'reconciliation',
  input: z.object({}),
  run: (context, _input, job) => runReconciliation(context, job),
});
