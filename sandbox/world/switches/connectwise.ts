import { z } from 'zod';

const areas = ['companies', 'agreements', 'catalog', 'invoices', 'callbacks', 'system'] as const;

/** ConnectWise PSA, where sources are silent or single. */
export const connectwiseSwitches = {
  connectwise: z.strictObject({
    productPatch: z
      .enum(['unlessSent', 'always', 'never'])
      .default('unlessSent')
      .describe('a changed product brings its price, cost and texts: unless they are sent along, always, never'),
    agreementMoves: z.boolean().default(false).describe('an addition that changes moves lastUpdated of its agreement, and calls it back'),
    emptyDates: z
      .enum(['some', 'all', 'none'])
      .default('some')
      .describe('unset dates that come as an empty text instead of being left out'),
    missingRights: z.array(z.enum(areas)).default([]).describe('what the API member may not see'),
    missingRightAnswers: z
      .enum(['403', 'empty'])
      .default('403')
      .describe('what a missing right answers to a read; writes always answer 403'),
    deleteInvoiced: z.enum(['allowed', 'refused']).default('allowed').describe('deleting an addition that stands on an invoice'),
    callbackTries: z.number().int().min(1).max(10).default(1).describe('how often a callback is tried'),
  }),
} as const;
