import { z } from 'zod';

/** How money is counted and written: the ledger, invoices, reconciliation files. */
export const billingSwitches = {
  billing: z.strictObject({
    rounding: z
      .enum(['seat-unit-first', 'product-first', 'half-up-unit', 'half-up-product', 'half-up-day', 'as-published'])
      .default('seat-unit-first')
      .describe(
        'how a prorated seat line becomes cents: seat-unit-first cuts the unit price, product-first the product; half-up-* are those of older pages; as-published: seat changes product-first, cancels, upgrades and plan changes seat-unit-first',
      ),
    decimals: z
      .union([z.literal(2), z.literal(18)])
      .default(2)
      .describe('decimal places in which EffectiveUnitPrice is written; amounts do not depend on it'),
    refundFirstDay: z
      .enum(['24h', 'midnight', 'none'])
      .default('24h')
      .describe('full refund of a cancelled subscription: for 24 hours, to the next 00:00 UTC, or never (by day from the start)'),
    referenceJsonFrom: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d$/)
      .default('2026-06-15')
      .describe('day from which files carry ReferenceID as a JSON object; 9999-12-31: never'),
    referenceForm: z
      .enum(['osId', 'idOnly'])
      .default('osId')
      .describe('members of that object: osId, id and v as in the files, or id and v as in the first notice; readers join on id'),
    monthEnd: z
      .enum(['published', 'clamped'])
      .default('published')
      .describe(
        'published: a monthly term stays on the day to which a short month has cut it, charge cycles of longer terms begun on the 30th keep to the day before the month ends; clamped: all are counted from the first day',
      ),
    extendedServiceTerm: z
      .enum(['skuName', 'priceAdjustment', 'priceRatio'])
      .default('skuName')
      .describe('how a line of an extended service term is told: in the SKU name, in PriceAdjustmentDescription, or only by its price'),
    extendedServiceTermPrice: z
      .enum(['monthlyList', 'annualRate'])
      .default('monthlyList')
      .describe('UnitPrice on such a line: the monthly list price, or the old rate of the year'),
    telcoLines: z
      .enum(['two', 'one'])
      .default('two')
      .describe('products with telephony in them (Microsoft 365 E5) are two lines, telephony and the rest, or one'),
    taxPercent: z
      .string()
      .regex(/^\d{1,2}(\.\d{1,4})?$/)
      .default('0')
      .describe('tax on every line'),
    invoiceDay: z
      .union([z.literal('6-8'), z.literal(6), z.literal(7), z.literal(8)])
      .default('6-8')
      .describe('day of the month after on which an invoice is ready; 6-8: one of them for each account and month'),
    historyMonths: z.number().int().min(0).max(48).default(12).describe('months before the start of the world that have invoices'),
    legacyInvoices: z.boolean().default(true).describe('recurring invoices (D...) of a few legacy subscriptions on the own billing day'),
    v1Lines: z
      .enum(['open', 'frozen'])
      .default('open')
      .describe('frozen: new-commerce lines only of invoices before 2025-05-15 and no unbilled ones, as since 2026'),
    v1Amounts: z
      .enum(['mixed', 'numbers', 'text'])
      .default('mixed')
      .describe('amounts of one-time lines as JSON numbers or text; mixed: text for seats, numbers for the rest'),
  }),
} as const;
