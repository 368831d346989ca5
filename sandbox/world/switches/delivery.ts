import { z } from 'zod';

/** What can be wrong with a notification that a receiver must refuse. */
export const forgeries = [
  'badSignature',
  'otherIssuer',
  'foreignHost',
  'missingHeader',
  'changedBody',
  'otherOrganisation',
  'unknownAlgorithm',
  'missingSignature',
  'plainHttp',
  'unknownEvent',
  'replayed',
] as const;

/** How notifications travel and how limits behave. */
export const deliverySwitches = {
  webhooks: z.strictObject({
    mode: z.enum(['deliver', 'hold', 'drop']).default('deliver').describe('hold keeps until released, drop loses, deliver sends'),
    copies: z.number().int().min(1).max(100).default(1).describe('sends each notification so many times'),
    delayMs: z.number().int().min(0).max(172_800_000).default(0).describe('milliseconds before a notification leaves'),
    shuffle: z.boolean().default(false).describe('sends in another order'),
    forge: z.enum(forgeries).optional().describe('what is wrong with the next notifications; null: nothing'),
    perSecond: z.number().min(0).max(10_000).default(0).describe('at most so many notifications leave in a second; 0: no limit'),
    retrySeconds: z.number().min(0.001).max(86_400).default(0.5).describe('before the second try; not documented'),
    retryGrowth: z.number().min(1).max(10).default(2).describe('how many times longer each further wait is'),
    retryMostSeconds: z.number().min(0.001).max(86_400).default(30).describe('no wait between two tries is longer'),
    tries: z.number().int().min(1).max(10).default(10).describe('then the notification is parked; ten are documented'),
    indirectEvent: z
      .enum(['own', 'usual', 'both', 'none'])
      .default('own')
      .describe('what an indirect reseller hears when a customer accepts: the newer event of its own, the usual one, both, none'),
  }),
  throttling: z.strictObject({
    enabled: z.boolean().default(true).describe('limits of the documentation hold'),
    factor: z.number().min(0.0001).max(1000).default(1).describe('0.1 allows a tenth of the documented numbers'),
    shape: z
      .enum(['strict', 'sliding', 'window', 'tokenBucket'])
      .default('strict')
      .describe(
        'strict: the last 60 seconds, refused calls count too (documented); sliding: they do not; window: whole minutes; tokenBucket: refills',
      ),
    calls: z
      .record(z.string(), z.number().int().min(1))
      .default({})
      .describe('own numbers by limit, such as {"customers": 100, "subscriptions": 50}'),
  }),
  acceptedRelationship: z.strictObject({
    operation: z
      .enum(['extend_relationship', 'add_customer', 'create_partner_relationship', 'none'])
      .default('extend_relationship')
      .describe('operation that the activity log names when a customer accepts; none: no record'),
    auditDelayMinutes: z.number().min(0).max(10_080).default(0).describe('how much later that record shows'),
  }),
} as const;
