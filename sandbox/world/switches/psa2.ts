import { z } from 'zod';

/** What is not known for certain about Autotask and HaloPSA (psa.md 4, 5 and 11). */
export const psa2Switches = {
  autotask: z.strictObject({
    contractPeriodType: z.enum(['letter', 'number']).default('letter').describe('Contracts say m, q, s, y (as samples do) or 2, 3, 4, 5'),
    zeroUnitChange: z.enum(['accept', 'refuse']).default('accept').describe('an adjustment of 0 units with other prices (unverified)'),
    patchPrice: z
      .enum(['nextPeriod', 'openPeriods', 'recordOnly'])
      .default('nextPeriod')
      .describe('from when a patched price of a contract service changes its unit rows (unverified)'),
    thresholdStatus: z.enum(['429', '500']).default('429').describe('status beyond the hourly threshold (unverified)'),
    amountDecimals: z.number().int().min(2).max(4).default(4).describe('decimals of price and cost of a unit row'),
    postDay: z.number().int().min(1).max(28).default(5).describe('day of the next month on which a period is approved and posted'),
    workMs: z
      .number()
      .int()
      .min(0)
      .max(5000)
      .default(0)
      .describe('how long a call is worked on; parallel calls then meet the 3-thread rule'),
  }),
  psaWebhooks: z.strictObject({
    tries: z.number().int().min(1).max(20).default(3).describe('how often Autotask and HaloPSA try to tell a webhook (unverified)'),
    retryMinutes: z.number().min(0).max(1440).default(5).describe('so much later they try again (unverified)'),
  }),
  halo: z.strictObject({
    limit: z.enum(['500in180s', '700in300s']).default('500in180s').describe('requests in so many seconds; both are quoted (unverified)'),
    manualQuantityType: z
      .number()
      .int()
      .min(0)
      .max(20)
      .default(0)
      .describe('recurring_invoice_quantity_type of a manual line (unverified)'),
    countedQuantityType: z.number().int().min(0).max(20).default(4).describe('the same of a line that follows a licence (unverified)'),
    newLines: z
      .enum(['both', 'lines', 'add_lines'])
      .default('both')
      .describe('how a line is made: /RecurringInvoice/Lines, add_lines (unverified)'),
    sync: z.enum(['on', 'off']).default('on').describe('the own Microsoft integration counts licences every night'),
    syncHour: z.number().int().min(0).max(23).default(2).describe('hour (UTC) at which it does'),
  }),
} as const;
