import { z } from 'zod';
import { defineJob } from '../jobs/index.ts';
import { runUpload } from './uploads.ts';

export const importInvoiceJob = defineJob({
  kind: 'importInvoice',
  input: z.object({ uploadId: z.uuid() }),
  run: (context, { uploadId }, job) => runUpload(context, uploadId, job),
});
