import { z } from 'zod';

/** How notifications travel and how limits behave. */
export const deliverySwitches = {
  webhooks: z.strictObject({
    mode: z.enum(['deliver', 'hold', 'drop']).default('deliver').describe('hold keeps until released, drop loses, deliver sends'),
    copies: z.number().int().min(1).max(100).default(1).describe('sends each notification so many times'),
    delayMs: z.number().int().min(0).max(3_600_000).default(0).describe('milliseconds before a notification leaves'),
    shuffle: z.boolean().default(false).describe('sends in another order'),
    forge: z
      .enum(['badSignature', 'otherIssuer', 'foreignHost', 'missingHeader', 'changedBody'])
      .optional()
      .describe('what is wrong with the next notifications; null: nothing'),
  }),
  throttling: z.strictObject({
    enabled: z.boolean().default(true).describe('limits of the documentation hold'),
    factor: z.number().min(0.0001).max(1000).default(1).describe('0.1 allows a tenth of the documented numbers'),
  }),
} as const;
