import { z } from 'zod';
import { BillingChoice } from './billing-behaviour.ts';
import { Blackout, Cadence, ScheduleName } from './cadence.ts';
import { Cloud } from './cloud.ts';
import { CauseCode, DifferenceKind } from './difference.ts';
import { Money } from './money.ts';
import { settingFields } from './settings.ts';
import { DismissReason } from './worklist.ts';

/** A customer as another installation knows it too: its tenant in its cloud (ruling 1). */
export const PortableCustomer = z.strictObject({
  cloud: Cloud,
  tenantId: z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'is a tenant id'),
});
export type PortableCustomer = z.infer<typeof PortableCustomer>;

const text = (longest: number) => z.string().trim().min(1).max(longest);
const limit = Money.refine(({ amount }) => !amount.startsWith('-'), { message: 'is zero or more' });

export const PortableException = z.strictObject({
  customer: PortableCustomer.optional(),
  product: z.strictObject({ productId: text(100), skuId: text(100) }).optional(),
  choice: BillingChoice,
  reason: text(500).optional(),
});
export type PortableException = z.infer<typeof PortableException>;

/** A rule that accepts small differences by itself; it is known by its name. */
export const PortableRule = z.strictObject({
  name: text(100),
  isActive: z.boolean(),
  kinds: z.array(DifferenceKind).min(1).max(50),
  causes: z.array(CauseCode).max(50).default([]),
  customer: PortableCustomer.optional(),
  product: text(500).optional(),
  onlyCertain: z.boolean(),
  limitEach: limit,
  limitTotal: limit,
  because: DismissReason,
  reason: text(500),
  expiresOn: z.iso.date().optional(),
});
export type PortableRule = z.infer<typeof PortableRule>;

/**
 * How books are compared, approved, ignored, billed and read, as one file (S74): what one installation exports another may import. What is left
 * out stays as it is, so a file with one line changes one thing.
 */
export const Preferences = z
  .strictObject({
    format: z.literal(1),
    settings: z.strictObject(z.object(settingFields).partial().shape).optional(),
    billingExceptions: z.array(PortableException).max(5_000).optional(),
    rules: z.array(PortableRule).max(500).optional(),
    schedules: z
      .strictObject({
        timeZone: text(60).optional(),
        blackouts: z.array(Blackout).max(20).optional(),
        cadences: z.partialRecord(ScheduleName, Cadence.nullable()).optional(),
        /** What an account has for itself, by the name of its connection; null inherits again. */
        ofConnections: z.record(text(100), z.partialRecord(ScheduleName, Cadence.nullable())).optional(),
      })
      .optional(),
  })
  .meta({ id: 'Preferences' });
export type Preferences = z.infer<typeof Preferences>;
