import { z } from 'zod';
import { ToleranceRule } from './tolerance.ts';

const day = z.iso.date();

/** An Azure specialization of the partner: while it holds, some consumption lines are discounted (S33). Days are UTC calendar days, `until` included. */
export const AzureSpecialization = z.strictObject({ name: z.string().trim().min(1).max(100), from: day, until: day.optional() });
export type AzureSpecialization = z.infer<typeof AzureSpecialization>;

/**
 * What a partner keeps about one Partner Center account besides how to sign in: one shape for REST, command line, connection file and form.
 * Everything may be left out; what is recommended is told by `providerFields`.
 */
export const ProviderRecord = z
  .strictObject({
    /** ISO 3166-1 alpha-2: where the account is registered. Market of catalogue and price sheets. */
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
    /** ISO 4217: what Microsoft invoices in. */
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    /** Legacy: the first day of the Azure "D" invoices; their month begins on its day of month. "G" invoices do not need it. */
    billingStartDate: day.optional(),
    /** The link by which customers accept this partner as reseller; held against the tenant of the connection. */
    resellerRelationshipUrl: z.string().max(2_000).optional(),
    /** Legacy: kept only to say that it no longer works. Delegated admin privileges ended; access is asked for by GDAP. */
    delegatedAdminUrl: z.string().max(2_000).optional(),
    /** Whether each reading of the charges reads price sheets too, as new dated rows. On unless it was switched off. */
    costManagement: z.boolean().optional(),
    /** How far an invoice of this account may be off before a person has to look: by currency and product family. */
    usageMismatchTolerance: z.array(ToleranceRule).max(50).optional(),
    azureSpecializations: z.array(AzureSpecialization).max(50).optional(),
  })
  .meta({ id: 'ProviderRecord', description: 'What a partner keeps about one Partner Center account besides how to sign in' });
export type ProviderRecord = z.infer<typeof ProviderRecord>;

/** What was read from the account itself, newest reading of each; absent until a probe has seen it. */
export const AccountFacts = z.looseObject({
  name: z.string().optional(),
  /** Of the partner's organisation profile; ISO 3166-1 alpha-2. */
  country: z.string().optional(),
  /** Of the newest invoice; ISO 4217. */
  currency: z.string().optional(),
  /** The partner's Microsoft AI Cloud Partner Program id (MPN id). */
  partnerId: z.string().optional(),
});
export type AccountFacts = z.infer<typeof AccountFacts>;
