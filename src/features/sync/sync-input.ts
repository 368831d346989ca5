import { z } from 'zod';

export const SyncInput = z.strictObject({
  connectionId: z.uuid(),
  reach: z.enum(['full', 'incremental', 'customer', 'billing']),
  customerId: z.uuid().optional(),
});
export type SyncInput = z.infer<typeof SyncInput>;
