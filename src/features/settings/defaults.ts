import { z } from 'zod';
import { BillingBehaviour, safeBilling } from '../../model/billing-behaviour.ts';
import { TimeOfDay } from '../../model/cadence.ts';
import { Money } from '../../model/money.ts';
import { GroupBy } from '../../model/worklist.ts';

/** Business choices of the partner (reliability reference 10.1, product.md 7), each with its default. */
export const BusinessSettings = z.object({
  approvalLimit: Money.default({ amount: '500', currency: 'USD' }),
  staleAfterMinutes: z.number().int().default(60), // M13
  syncEveryMinutes: z.number().int().default(60),
  priceTolerance: z.string().default('0.02'), // distributors reference 8.4
  /** Read at different times: a change younger than this is not yet a difference (F25, distributors reference 9.13). */
  settlingMinutes: z.number().int().default(60),
  /** Per cent by country, as providers charge it; invoices name none. */
  taxRates: z.record(z.string(), z.string()).default({}),
  /** A customer is Ready only when a read inside its tenant worked within so many hours; 0: that is not asked for (S55). */
  readyReadHours: z.number().int().default(0),
  /** Access that Microsoft does not prolong is asked for anew so many days before its end; 0: never by itself. */
  replaceAccessDays: z.number().int().default(0),
  /** Which books are held against Microsoft's (S74). */
  compared: z.strictObject({ distributor: z.boolean(), psa: z.boolean() }).default({ distributor: true, psa: true }),
  /** How the list of differences is gathered when it is opened (ux reference 5.11). */
  grouping: GroupBy.nullable().default(null),
  /** When channels that want one get their daily digest; our choice. */
  digestAt: TimeOfDay.default('08:00'),
  /** How corrections are billed; what is otherwise for a customer or a product is a billing exception (S73). */
  billing: BillingBehaviour.default(safeBilling),
  version: z.number().int().default(0),
});
export type BusinessSettings = z.infer<typeof BusinessSettings>;

export const defaultSettings: BusinessSettings = BusinessSettings.parse({});
