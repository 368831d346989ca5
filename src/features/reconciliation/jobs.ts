import { z } from 'zod';
import { Month } from '../../model/invoice.ts';
import { defineJob } from '../jobs/index.ts';
import { publishedFiles } from './period/published-files.ts';
import { runPeriod } from './period/run-period.ts';
import { runReconciliation } from './run.ts';

export const reconciliationJob = defineJob({
  kind: 'reconciliation',
  /** Without a month: of the books. */
  input: z.object({ period: Month.optional(), connectionIds: z.array(z.string()).optional() }),
  run: (context, { period, connectionIds }, job) =>
    period === undefined ? runReconciliation(context, job) : runPeriod(context, publishedFiles, { period, connectionIds }, job),
});
