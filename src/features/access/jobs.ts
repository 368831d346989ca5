import { z } from 'zod';
import { defineJob } from '../jobs/index.ts';
import { checkAll } from './refresh.ts';

export const checkAccessJob = defineJob({
  kind: 'checkAccess',
  input: z.object({ customerIds: z.array(z.uuid()) }),
  run: (context, { customerIds }, job) => checkAll(context, customerIds, job),
});
