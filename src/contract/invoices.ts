import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import {
  InvoiceKind,
  InvoiceProvider,
  InvoiceSource,
  InvoiceState,
  Month,
  SuspenseReason,
  TieProblem,
  VersionState,
} from '../model/invoice.ts';
import { Money } from '../model/money.ts';
import { asOfIfRead } from './as-of.ts';
import { cost } from './costs.ts';
import { accepted, anyOf, instant, listQuery, pageOf } from './page.ts';
import { route } from './route.ts';

/** Amounts of one currency; never added to those of another (M10). */
const Sums = z.object({
  currency: z.string(),
  lines: z.number().int(),
  subtotal: cost(z.string()),
  tax: cost(z.string()),
  total: cost(z.string()),
});

/** What the invoice itself says its lines add up to. */
const InvoiceHeader = z
  .object({
    lines: z.number().int().nullable(),
    subtotal: cost(Money),
    tax: cost(Money),
    total: cost(Money),
  })
  .meta({ id: 'InvoiceHeader' });

/** `tied`: lines = header to the last digit. `notTied`: shown with what remains. `noHeader`: there is nothing to compare with. */
const Tie = z.enum(['tied', 'notTied', 'noHeader']);

export const ProviderInvoice = z
  .object({
    id: z.string(),
    provider: InvoiceProvider,
    kind: InvoiceKind,
    connectionId: z.string(),
    connectionName: z.string(),
    /** Empty for what is not billed yet. */
    number: z.string(),
    period: Month,
    currency: z.string().nullable(),
    state: InvoiceState,
    /** Of the newest version; null while there is none. */
    lines: z.number().int().nullable(),
    sums: z.array(Sums),
    tie: Tie.nullable(),
    /** Header less lines, when they differ. */
    rest: cost(Money),
    versions: z.number().int(),
    publishedVersion: z.number().int().nullable(),
    /** Lines of the published version (else the newest) that wait in suspense. */
    suspenseLines: z.number().int(),
    /** Of the newest version. What was issued does not age; what is not billed yet does. */
    ...asOfIfRead,
    changedAt: instant,
  })
  .meta({ id: 'ProviderInvoice' });

export const invoiceSorts = ['period', 'number', 'changedAt'] as const;

export const listInvoices = route({
  id: 'listInvoices',
  method: 'GET',
  path: '/invoices',
  summary: 'What Microsoft and the distributors charge, newest period first',
  tag: 'Invoices',
  may: 'invoices:read',
  tenantScope: 'rows',
  query: z.strictObject({
    ...listQuery(invoiceSorts),
    q: z.string().max(200).optional(),
    period: Month.optional(),
    state: anyOf(InvoiceState),
    kind: anyOf(InvoiceKind),
    connectionId: idSchema('connection').optional(),
  }),
  status: 200,
  reply: pageOf('InvoicePage', ProviderInvoice),
  problems: ['invalid_cursor'],
});

const params = z.object({ id: idSchema('invoice') });

export const InvoiceDetail = ProviderInvoice.extend({ header: InvoiceHeader.nullable() }).meta({ id: 'InvoiceDetail' });

export const getInvoice = route({
  id: 'getInvoice',
  method: 'GET',
  path: '/invoices/{id}',
  summary: 'One provider invoice with its header and control totals',
  tag: 'Invoices',
  may: 'invoices:read',
  tenantScope: 'rows',
  params,
  status: 200,
  reply: InvoiceDetail,
});

export const InvoiceVersion = z
  .object({
    n: z.number().int(),
    kind: InvoiceKind,
    state: VersionState,
    source: InvoiceSource,
    /** Hash over the distinct contents: the same files in any order and under any name have the same. */
    contentHash: z.string(),
    etag: z.string().nullable(),
    fetchedAt: instant,
    lines: z.number().int(),
    sums: z.array(Sums),
    tie: Tie,
    rest: cost(Money),
    problems: z.array(z.object({ code: TieProblem, sentence: z.string(), count: z.number().int() })),
    files: z.array(
      z.object({
        /** All names under which this content came; the second and later ones were not counted again. */
        names: z.array(z.string()),
        contentHash: z.string(),
        /** Of the bytes as they came, packed or not, one for each name. */
        receivedHashes: z.array(z.string()),
        lines: z.number().int(),
        bytes: z.number().int(),
        keptBytes: z.number().int(),
      }),
    ),
    /** Against the version that was used before it, else the one before; null for the first. */
    changes: z
      .object({ against: z.number().int(), added: z.number().int(), removed: z.number().int(), effect: z.array(cost(Money)) })
      .nullable(),
    publishedAt: instant.nullable(),
    publishedBy: z.string().nullable(),
    /** Why a person published what did not tie. */
    reason: z.string().nullable(),
  })
  .meta({ id: 'InvoiceVersion' });

export const listInvoiceVersions = route({
  id: 'listInvoiceVersions',
  method: 'GET',
  path: '/invoices/{id}/versions',
  summary: 'Every download of an invoice, newest first; none is ever overwritten',
  tag: 'Invoices',
  may: 'invoices:read',
  tenantScope: 'rows',
  params,
  status: 200,
  reply: z.object({ data: z.array(InvoiceVersion) }),
});

/** One line as the provider sent it. Ids are the provider's own beside ours, which are null while in suspense. */
export const InvoiceLine = z
  .object({
    /** From 0 over the distinct files in order of first listing. */
    lineNo: z.number().int(),
    customerId: z.string().nullable(),
    customerKey: z.string(),
    customerName: z.string(),
    subscriptionId: z.string().nullable(),
    subscriptionKey: z.string(),
    productName: z.string(),
    chargeType: z.string(),
    chargeStart: z.string(),
    chargeEnd: z.string(),
    quantity: z.string(),
    unitPrice: cost(z.string()),
    subtotal: cost(z.string()),
    tax: cost(z.string()),
    total: cost(z.string()),
    currency: z.string(),
    /** Every column with its text, nothing left out. */
    raw: cost(z.record(z.string(), z.string())),
  })
  .meta({ id: 'InvoiceLine' });

/** Lines are read from files, in the files' order only. */
const filePage = {
  ...listQuery(['lineNo']),
  sort: z.literal('lineNo').optional().meta({ description: 'The order of the files; there is no other' }),
};

export const listInvoiceLines = route({
  id: 'listInvoiceLines',
  method: 'GET',
  path: '/invoices/{id}/lines',
  summary: 'Lines of an invoice in the order of the files; of one subscription or customer when asked',
  tag: 'Invoices',
  may: 'invoices:read',
  tenantScope: 'rows',
  params,
  query: z.strictObject({
    ...filePage,
    version: z.coerce
      .number()
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .meta({ description: 'The published one, else the newest, if left out' }),
    subscriptionId: z.string().min(1).max(200).optional().meta({ description: "Ours (sub_...) or the provider's" }),
    customerId: z.string().min(1).max(200).optional().meta({ description: "Ours (cus_...) or the provider's" }),
  }),
  status: 200,
  reply: pageOf('InvoiceLinePage', InvoiceLine),
  problems: ['invalid_cursor'],
});

/** A line that came or went with a re-issue: money of an earlier time that is told now (feature N12). */
export const InvoiceChange = z
  .object({
    change: z.enum(['added', 'removed']),
    /** What it does to what we are charged: an added charge or a removed credit costs more. */
    effect: cost(Money),
    direction: z.enum(['charge', 'credit', 'none']),
    /** The day the line is about, and the day we learnt of it. */
    dated: z.string(),
    noticedOn: z.string(),
    line: InvoiceLine,
  })
  .meta({ id: 'InvoiceChange' });

export const listInvoiceChanges = route({
  id: 'listInvoiceChanges',
  method: 'GET',
  path: '/invoices/{id}/versions/{n}/changes',
  summary: 'Lines that came and went against the version before, as dated adjustments',
  tag: 'Invoices',
  may: 'invoices:read',
  tenantScope: 'rows',
  params: z.object({ id: idSchema('invoice'), n: z.coerce.number().int().min(1).max(100_000) }),
  query: z.strictObject(filePage),
  status: 200,
  reply: pageOf('InvoiceChangePage', InvoiceChange),
  problems: ['invalid_cursor'],
});

const SuspenseGroup = z
  .object({
    reasons: z.array(SuspenseReason),
    /** What nobody here knows, by reason. */
    customer: z.string().nullable(),
    customerName: z.string().nullable(),
    product: z.string().nullable(),
    productName: z.string().nullable(),
    chargeType: z.string().nullable(),
    currency: z.string(),
    lines: z.number().int(),
    total: cost(z.string()),
  })
  .meta({ id: 'SuspenseGroup' });

export const getSuspense = route({
  id: 'getSuspense',
  method: 'GET',
  path: '/invoices/{id}/suspense',
  summary: 'Lines that wait until somebody knows their customer, product, charge type or currency',
  tag: 'Invoices',
  may: 'invoices:read',
  tenantScope: 'rows',
  params,
  status: 200,
  reply: z.object({
    lines: z.number().int(),
    /** A line with two reasons counts in both. */
    byReason: z.array(z.object({ reason: SuspenseReason, lines: z.number().int(), totals: z.array(cost(Money)) })),
    /** The dearest first, 200 at most. */
    groups: z.array(SuspenseGroup),
    more: z.number().int(),
    /** Lines that could not be read at all, the first hundred, with file and line. */
    unreadable: z.array(z.object({ file: z.string(), line: z.number().int(), reason: z.string() })),
  }),
});

export const publishInvoice = route({
  id: 'publishInvoice',
  method: 'POST',
  path: '/invoices/{id}/publish',
  summary: 'Use a version that does not tie to its header, with a reason',
  tag: 'Invoices',
  may: 'invoices:write',
  tenantScope: 'rows',
  params,
  body: z.strictObject({ version: z.int32().min(1), reason: z.string().trim().min(1).max(500) }),
  status: 200,
  reply: InvoiceDetail,
  problems: ['conflict'],
});

/**
 * Files as multipart/form-data: one or more files of lines, and when at hand the invoice header and the manifest as Partner Center gives them
 * (both known by their content). What is not said is read from the lines.
 */
export const importInvoice = route({
  id: 'importInvoice',
  method: 'POST',
  path: '/invoice-imports',
  summary: 'Upload the files of one provider invoice',
  tag: 'Invoices',
  may: 'invoices:write',
  tenantScope: 'installation',
  query: z.strictObject({
    connectionId: idSchema('connection'),
    kind: InvoiceKind.optional().meta({ description: 'Known by the columns if left out' }),
    number: z.string().trim().min(1).max(100).optional(),
    period: Month.optional(),
    source: z.enum(['upload', 'cli']).optional(),
  }),
  upload: true,
  status: 202,
  reply: accepted,
  problems: ['too_large', 'unsupported_media_type', 'file_unusable'],
});
