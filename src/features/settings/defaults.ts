import { z } from 'zod';
import { Money } from '../../model/money.ts';

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
  version: z.number().int().default(0),
});
export type BusinessSettings = z.infer<typeof BusinessSettings>;

export const defaultSettings: BusinessSettings = BusinessSettings.parse({});
