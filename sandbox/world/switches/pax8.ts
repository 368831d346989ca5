import { z } from 'zod';

/** Pax8, where sources are silent or single. */
export const pax8Switches = {
  pax8: z.strictObject({
    listVendorSubscriptionId: z.boolean().default(true).describe('GET /subscriptions (the list) tells vendorSubscriptionId'),
    tellsTenant: z
      .enum(['some', 'all', 'none'])
      .default('some')
      .describe('which subscriptions tell msTenantId in their provisioning details'),
    provisioningMinutes: z.number().min(0).max(43_200).default(10).describe('from an order until its subscriptions are Active'),
    stuckPending: z.boolean().default(false).describe('new orders stay PendingAutomated for ever'),
    itemsBeforeFifth: z.enum(['empty', 'notFound']).default('empty').describe('what the items of an invoice answer before the 5th'),
    draftItemsTimeout: z.boolean().default(false).describe('draft items asked for all companies at once answer 408'),
    webhookDelaySeconds: z.number().min(0).max(300).default(0).describe('how late a webhook leaves'),
    webhookRetryMinutes: z.number().min(1).max(1440).default(5).describe('between two tries of a webhook'),
  }),
} as const;
