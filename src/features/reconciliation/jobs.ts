import { z } from 'zod';
import { Month } from '../../model/invoice.ts';
import { defineJob } from '../jobs/index.ts';
import { publishedFiles } from './period/published-files.ts';
import { runPeriod } from './period/run-period.ts';
import { runOne, runReconciliation } from './run.ts';

export const reconciliationJob = defineJob({
  kind: 'reconciliation',
  /** With a month: of its invoices. Else of the books: all, one customer's, or those that changed. */
  input: z.object({
    period: Month.optional(),
    connectionIds: z.array(z.string()).optional(),
    customerId: z.string().optional(),
    all: z.boolean().optional(),
  }),
  run: (context, { period, connectionIds, customerId, all }, job) => {
    if (period !== undefined) return runPeriod(context, publishedFiles, { period, connectionIds }, job);
    return customerId === undefined ? runReconciliation(context, job, { all }) : runOne(context, job, customerId);
  },
});
