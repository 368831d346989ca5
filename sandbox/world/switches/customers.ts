import { z } from 'zod';

/** Customers, agreements and tenants, where the sources differ or are silent. */
export const customersSwitches = {
  customers: z.strictObject({
    staleEtag: z
      .enum(['2055', '412'])
      .default('2055')
      .describe('a profile written with an old etag: 400 with code 2055, or 412 with an empty body (both documented)'),
    createdRelationship: z
      .enum(['asDocumented', 'none', 'reseller'])
      .default('asDocumented')
      .describe('what the answer to a creation says; documented: none, and reseller for the customer of an indirect reseller'),
    listedAfterMinutes: z
      .number()
      .min(0)
      .max(1440)
      .default(0)
      .describe('a new customer appears in the list so much later (up to 24 hours)'),
    newStatus: z
      .enum(['none', 'Unknown', 'UnderReview', 'Allowed', 'NotAllowed', 'Not Ready'])
      .default('none')
      .describe('account validation of customers that are created from now on; none: no validation was found'),
    deletable: z
      .enum(['created', 'all', 'none'])
      .default('created')
      .describe('which customers DELETE takes away: those made by the API (integration sandbox), all, or none (production)'),
    activeSubscriptionsBlockRemoval: z
      .boolean()
      .default(true)
      .describe('a reseller relationship cannot be ended while a subscription is active'),
    vettingHours: z.number().min(0).max(720).default(24).describe('hours that a qualification stays InReview before it is approved'),
    supportByApi: z.boolean().default(false).describe('requests for support can be opened by the API (older SDK), not in the portal only'),
    consentExists: z
      .union([z.literal(200), z.literal(400), z.literal(409)])
      .default(409)
      .describe('status of "Permission entry already exists" when an app is consented again (not documented)'),
  }),
  agreements: z.strictObject({
    model: z
      .enum(['byDate', 'old', 'enhanced', 'direct'])
      .default('byDate')
      .describe(
        'how a partner tells of an acceptance: plain confirmation, enhanced attestation, only the customer himself; byDate: old before 2026-01-05, enhanced from then on',
      ),
    oldAcceptanceEnds: z.boolean().default(true).describe('from 2026-01-05 an acceptance from before 2023-04-01 must be given again'),
    directSigned: z.boolean().default(false).describe('customers without an answer of their own count as having signed at Microsoft'),
  }),
  tenants: z.strictObject({
    rolesNeeded: z
      .boolean()
      .default(true)
      .describe('users and licences of a tenant need delegated access with one of the documented roles'),
    conditionalAccessBlocks: z.boolean().default(false).describe('licence calls answer 403 with code 900309'),
    deletedUsersKeptDays: z.number().int().min(1).max(90).default(30).describe('days that a deleted user can be brought back'),
  }),
} as const;
