import { z } from 'zod';
import { BillingBehaviour } from './billing-behaviour.ts';
import { TimeOfDay } from './cadence.ts';
import { Money } from './money.ts';
import { GroupBy } from './worklist.ts';

/** Business choices of the partner, each with its default. */
export const settingFields = {
  /** Above it a second person approves a plan; per month, absolute. */
  approvalLimit: Money,
  /** Data older than this many minutes are not corrected on (M13). */
  staleAfterMinutes: z.number().int().min(5).max(10_080),
  /** Minutes between automatic full reads. */
  syncEveryMinutes: z.number().int().min(5).max(1_440),
  /** Price differences per seat and month up to this amount are not reported. */
  priceTolerance: z.string().regex(/^\d+(\.\d+)?$/),
  /** Tax on invoices of a provider by the customer's country, in per cent: `{"DE": "19"}`. Of countries that are left out tax is not recomputed. */
  taxRates: z.record(z.string().regex(/^[A-Z]{2}$/), z.string().regex(/^\d{1,2}(\.\d{1,4})?$/)),
  /** A customer is Ready only when a read inside its tenant worked within so many hours; 0: that is not asked for. */
  readyReadHours: z.number().int().min(0).max(8_760),
  /** Access that Microsoft does not prolong is asked for anew so many days before its end, where access may be written; 0: never by itself. */
  replaceAccessDays: z.number().int().min(0).max(90),
  /** Which books are held against Microsoft's. One that is left out is read on, and nothing is reported of it. */
  compared: z.strictObject({ distributor: z.boolean(), psa: z.boolean() }),
  /** How the list of differences is gathered when it is opened; null: not at all. */
  grouping: GroupBy.nullable(),
  /** When channels that want one get their daily digest, in the time zone of the schedules. */
  digestAt: TimeOfDay,
  /** How corrections are billed, unless a billing exception says otherwise. */
  billing: BillingBehaviour,
};
