import { z } from 'zod';

/** How writes behave. */
export const writingSwitches = {
  idempotency: z.strictObject({
    honourRequestId: z.enum(['yes', 'no', 'minutes']).default('yes').describe('a repeated MS-RequestId is answered from memory'),
    minutes: z.number().min(0).default(0).describe('how long, with honourRequestId = minutes'),
    checkout: z.enum(['idempotent', 'repeats', 'answers800065']).default('idempotent').describe('a second checkout of one cart'),
    listLagMinutes: z.number().min(0).default(0).describe('lists show changes so much later'),
    auditLagMinutes: z.number().min(0).default(0).describe('the activity log shows changes so much later'),
  }),
  accepted: z.strictObject({
    seconds: z
      .number()
      .min(0)
      .max(86_400)
      .default(0)
      .describe('PATCH of a subscription answers 202 and takes hold so much later; 0 = 200 at once'),
  }),
} as const;
