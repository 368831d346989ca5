import { z } from 'zod';
import { defineJob } from '../../jobs/index.ts';
import { proveStored } from './prove-stored.ts';

/** Proves the version of an invoice that was put in use, so that its proof is there when somebody asks. */
export const proveInvoiceJob = defineJob({
  kind: 'proveInvoice',
  input: z.object({ invoiceId: z.uuid() }),
  run: async (context, { invoiceId }, job) => {
    const proved = await proveStored(context, invoiceId, { signal: job.signal });
    if (proved.status === 'refused') return { result: { refused: proved.because } };
    return { result: { version: proved.version, verdict: proved.proof.verdict, misfits: proved.proof.misfits.count } };
  },
});
