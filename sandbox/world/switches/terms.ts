import { z } from 'zod';

const day = z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/);

/** What happens when terms end, and how long Microsoft takes for it. */
export const termSwitches = {
  extendedTerm: z.strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe('a term that does not renew itself goes on month by month; false: expired 30 days, disabled 90 days'),
    endsFrom: day.default('2026-05-04').describe('terms that end on this day or later; empty: all'),
    boughtFrom: day.default('').describe('only subscriptions bought on this day or later, 2025-04-01 by one witness; empty: all'),
    government: z.boolean().default(true).describe('products of the government segment too (single witness)'),
    upliftPercent: z.number().min(0).default(3).describe('on the price of the monthly plan'),
    upliftWithoutMonthlyPercent: z.number().min(0).default(23).describe('on a month of the old plan where there is no monthly one'),
    shown: z.enum(['never', 'withoutRenewal', 'always']).default('withoutRenewal').describe('when answers carry scheduledActions'),
    backfill: z.boolean().default(false).describe('subscriptions in an extended service term are shown with automatic renewal on'),
  }),
  renewals: z.strictObject({
    queueHours: z
      .number()
      .min(0)
      .max(24)
      .default(0)
      .describe('a renewal waits up to so many hours after 00:00 UTC; changes are refused meanwhile'),
    refusal: z.enum(['900278', '800082']).default('900278').describe('code of the 409 while a renewal waits'),
  }),
  subscriptionUpdates: z.strictObject({
    most: z.number().int().min(0).default(0).describe('a subscription that was changed so often answers 900311; 0: never'),
    registrationSeconds: z.number().int().min(0).default(60).describe('seconds until a registration is through'),
    entitlementSeconds: z.number().int().min(0).default(600).describe('seconds until an Azure subscription is cancelled or active again'),
    provisioningSeconds: z.number().int().min(0).default(0).describe('seconds in which the provisioning status is pending after a change'),
  }),
  movements: z.strictObject({
    migrationMinutes: z.number().min(0).max(4320).default(60).describe('minutes that a migration to new commerce takes; usually up to 6 h'),
    migrationFails: z.boolean().default(false).describe('migrations end as Failed'),
    transferDays: z.number().int().min(1).default(30).describe('days until a transfer that nobody answers expires'),
  }),
} as const;
