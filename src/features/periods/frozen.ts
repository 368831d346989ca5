import { z } from 'zod';
import { EvidenceRow } from '../evidence/index.ts';

const total = z.object({
  currency: z.string(),
  per: z.enum(['month', 'once']),
  count: z.number().int(),
  found: z.string(),
  resolved: z.string(),
  dismissed: z.string(),
  open: z.string(),
});

/** What is frozen when a month is signed off: enough to render its evidence again, byte for byte, whatever became of the rest. */
export const FrozenMonth = z.object({
  month: z.string(),
  signedOffBy: z.string(),
  signedOffAt: z.string(),
  reason: z.string().nullable(),
  counts: z.object({ todo: z.number(), waiting: z.number(), resolved: z.number(), dismissed: z.number() }),
  checks: z.array(z.object({ id: z.string(), state: z.enum(['met', 'notMet', 'notKnown']), sentence: z.string(), count: z.number() })),
  totals: z.array(total),
  /** The same without what tells a cost, for those who may not see costs. */
  totalsWithoutCosts: z.array(total),
  invoices: z.array(z.object({ currency: z.string(), invoices: z.number(), header: z.string().optional(), lines: z.string() })),
  differences: z.array(EvidenceRow),
});
export type FrozenMonth = z.infer<typeof FrozenMonth>;
