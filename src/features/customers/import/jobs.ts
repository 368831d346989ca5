import { z } from 'zod';
import type { Context } from '../../context.ts';
import { defineJob } from '../../jobs/index.ts';
import { importCustomers } from './apply-import.ts';

/** The import as a job; `readSubscriptions` starts the sync of the account whose customers have come. */
export const importCustomersJob = (readSubscriptions: (context: Context, connectionId: string) => Promise<unknown>) =>
  defineJob({
    kind: 'importCustomers',
    input: z.object({ planId: z.uuid() }),
    run: async (context, { planId }, job) => {
      const { connectionId, counts, kept } = await importCustomers(context, planId, job);
      if (connectionId !== undefined) await readSubscriptions(context, connectionId);
      return { result: { ...counts, kept } };
    },
  });
