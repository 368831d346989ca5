import { z } from 'zod';
import { defineJob } from '../jobs/index.ts';
import { importCharges } from './import-charges.ts';

export const importChargesJob = defineJob({
  kind: 'importCharges',
  input: z.object({ fileId: z.uuid() }),
  run: (context, { fileId }, job) => importCharges(context, fileId, job),
});
