import { z } from 'zod';

/** Exports of billing data at Graph: their pace, and the forms of operation, manifest and blobs. */
export const exportSwitches = {
  billingExport: z.strictObject({
    notStartedSeconds: z.int().min(0).max(86_400).default(1).describe('how long an export waits before it runs'),
    runningSeconds: z.int().min(0).max(86_400).default(4).describe('how long it runs'),
    retryAfterSeconds: z.int().min(1).max(3600).default(5).describe('Retry-After of an export that is not done'),
    statusText: z
      .enum(['succeeded', 'completed'])
      .default('succeeded')
      .describe('status of an export that is done: metadata or page of the base type'),
    manifest: z
      .enum(['linked', 'inline'])
      .default('linked')
      .describe('whether the done operation links its manifest or carries it as resourceLocation, with sizes and counts of the blobs'),
    dataFormat: z
      .enum(['compressedJSON', 'compressedJSONLines'])
      .default('compressedJSON')
      .describe('what the manifest says of the format'),
    partition: z.enum(['Default', 'ItemCount']).default('Default').describe('partitionType of the manifest'),
    linesPerBlob: z.int().min(1).max(10_000_000).default(250_000).describe('lines after which another blob begins'),
    columns: z
      .union([z.literal(46), z.literal(48)])
      .default(46)
      .describe('attributes of a reconciliation line: those of the file, or the 48 of a newer reader'),
    reconciliationBasic: z
      .enum(['full', 'reduced'])
      .default('full')
      .describe('attribute set basic of reconciliation lines: as full, or without what basic usage leaves out'),
    amounts: z
      .enum(['numbers', 'text', 'eighteenDecimals'])
      .default('numbers')
      .describe('amounts as JSON numbers, as text, or as text with 18 decimals where zero is 0E-20'),
    guardedNumbers: z.boolean().default(false).describe('an apostrophe before texts that are numbers (MPNID, SkuId)'),
    chargeType: z.enum(['camel', 'pascal', 'mixed']).default('camel').describe('casing of ChargeType'),
    byteOrderMark: z.boolean().default(false).describe('a byte order mark before the first line of a blob'),
    multiMember: z.boolean().default(false).describe('each blob is several gzip members one after the other'),
    blobListedTwice: z.boolean().default(false).describe('the manifest lists its first blob twice'),
    republished: z.int().min(0).max(99).default(0).describe('how often billed data were published again: another eTag, the same lines'),
    renamedOnRepublish: z.boolean().default(true).describe('blobs of data published again have other names'),
    sasMinutes: z.int().min(1).max(10_080).default(720).describe('how long links to blobs live; the manifest gives new ones'),
    linkDays: z.int().min(1).max(3650).default(30).describe('days after which operation and manifest are gone'),
    goneStatus: z
      .union([z.literal(410), z.literal(404)])
      .default(410)
      .describe('answer of operation and manifest that are gone'),
    unknownInvoice: z
      .enum(['notFound', 'failedOperation'])
      .default('notFound')
      .describe('export of an invoice that the partner does not have: 404, or an operation that fails with 5000'),
    usageHeldUntilInvoice: z
      .boolean()
      .default(false)
      .describe('unbilled usage of a new month is not there before the invoice of the month before is ready'),
  }),
  /** Metered usage of Azure. */
  usage: z.strictObject({
    lagHours: z.int().min(0).max(240).default(24).describe('hours after the end of a day until its rated usage is known'),
    utilizationLagHours: z
      .int()
      .min(0)
      .max(240)
      .default(6)
      .describe('hours after the end of a day until its utilization records are there'),
    utilizationNotReady: z.boolean().default(false).describe('utilization is not ready: 204 with Retry-After'),
  }),
} as const;
