import { z } from 'zod';

/** Delegated access at Graph, where the sources differ or are silent. */
export const gdapSwitches = {
  gdap: z.strictObject({
    china: z
      .enum(['asDocumented', 'all', 'none'])
      .default('asDocumented')
      .describe("delegated access in 21Vianet's cloud; asDocumented: all but the deletion of an access assignment"),
    withoutEtag: z
      .union([z.literal(428), z.literal(412)])
      .default(428)
      .describe('status of a PATCH or DELETE without If-Match (not documented)'),
    approvalDays: z.number().int().min(1).max(365).default(90).describe('days after which an invitation that nobody accepted lapses'),
    lapsedAs: z.enum(['expired', 'terminated']).default('expired').describe('status of an invitation that lapsed (not documented)'),
    stepSeconds: z.number().int().min(1).max(86_400).default(2).describe('seconds that Microsoft takes for each step of its own'),
    extendDays: z.number().int().min(1).max(366).default(180).describe('days by which an automatic extension moves the end'),
    pageSize: z.number().int().min(1).max(300).default(300).describe('rows of a page when $top is not given (not documented)'),
  }),
} as const;
