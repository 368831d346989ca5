import { z } from 'zod';
import { ColumnChoice, DistributorFileField, DistributorFileKind, ToldInvoice } from '../model/distributor-file.ts';
import { idSchema } from '../model/ids.ts';
import { cost } from './costs.ts';
import { calendarDate, instant } from './page.ts';
import { route } from './route.ts';

// A distributor of which only files come (capabilities S44): a file is uploaded, looked at, and then applied.

const writes = { tag: 'Connections', may: 'providers:write', tenantScope: 'installation' } as const;
const params = z.object({ id: idSchema('distributorFile') });

const effect = z.object({ create: z.number().int(), change: z.number().int(), gone: z.number().int(), unchanged: z.number().int() });
const effects = z.object({
  customers: effect,
  subscriptions: effect,
  /** What a file of charges holds. */
  charges: z.object({ invoices: z.number().int(), lines: z.number().int() }),
});

export const DistributorFile = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    name: z.string(),
    sha256: z.string(),
    bytes: z.number().int(),
    receivedAt: instant,
    receivedBy: z.string(),
    /** The connection is read from it now. */
    isInUse: z.boolean(),
    /** Null until it was applied: then nothing of it counts. */
    applied: z.object({ kind: DistributorFileKind, asOf: instant, at: instant, by: z.string(), effects }).nullable(),
  })
  .meta({ id: 'DistributorFile' });

export const DistributorFilePreview = z
  .object({
    file: DistributorFile,
    kind: DistributorFileKind,
    asOf: instant,
    /** The headings of the file, in its order. */
    headings: z.array(z.string()),
    /** What is read from which heading; '' says that a person left it out. */
    columns: ColumnChoice,
    /** Headings that nothing is read from. They stay in the kept file. */
    unread: z.array(z.string()),
    /** Of each group one field is needed, and the file has no column for any of them. */
    missing: z.array(z.array(DistributorFileField)),
    effects,
    /** Lines that cannot be taken. While there are any, nothing is removed. */
    badLines: z.number().int(),
    /** The first of them, each with its line and column. */
    problems: z.array(z.object({ line: z.number().int(), column: z.string(), sentence: z.string() })),
    /** The first records, as they were understood. */
    customers: z.array(z.object({ remoteId: z.string(), name: z.string(), domain: z.string(), tenantIds: z.array(z.string()) })),
    subscriptions: z.array(
      z.object({
        remoteId: z.string(),
        accountRemoteId: z.string(),
        productName: z.string(),
        microsoftId: z.string().nullable(),
        term: z.string(),
        frequency: z.string(),
        seats: z.number().int(),
        status: z.string(),
        unitCost: cost(z.string()),
        currency: z.string().nullable(),
        endsOn: calendarDate.nullable(),
      }),
    ),
    /** The invoices that a file of charges is; empty for other files. */
    invoices: z.array(
      z.object({
        number: z.string(),
        period: z.string().nullable(),
        lines: z.number().int(),
        /** Lines that are a whole period of a subscription: what is held against seats and costs. */
        periods: z.number().int(),
        sums: z.array(z.object({ currency: z.string(), total: cost(z.string()) })),
        /** What its lines must add up to: what was said, else the last line of the file. */
        control: cost(z.string()),
        /** The file becomes the next version of an invoice that is here. */
        isKnown: z.boolean(),
        /** The first lines, as they were understood. */
        charges: z.array(
          z.object({
            line: z.number().int(),
            companyName: z.string(),
            productName: z.string(),
            type: z.string(),
            startPeriod: z.string(),
            endPeriod: z.string(),
            quantity: z.string(),
            costTotal: cost(z.string()),
            currencyCode: z.string(),
          }),
        ),
      }),
    ),
    /** The same file, read the same way, is in use already. */
    isInUse: z.boolean(),
    /** What is in use is of a later day. */
    isOlder: z.boolean(),
    /** More than half would be gone: applying asks for `acceptGone`. */
    losesMany: z.boolean(),
    /** Stands for this file, read like this, over what is in use now: give it when applying. */
    token: z.string(),
  })
  .meta({ id: 'DistributorFilePreview' });

export const listDistributorFiles = route({
  id: 'listDistributorFiles',
  method: 'GET',
  path: '/connections/{id}/distributor-files',
  summary: 'The newest hundred files of a distributor by file, with what each did',
  tag: 'Connections',
  may: 'connections:read',
  tenantScope: 'installation',
  params: z.object({ id: idSchema('connection') }),
  status: 200,
  reply: z.object({ data: z.array(DistributorFile) }),
});

export const uploadDistributorFile = route({
  id: 'uploadDistributorFile',
  method: 'POST',
  path: '/distributor-files',
  summary: 'Upload one CSV of a distributor by file; nothing of it counts until it is applied',
  ...writes,
  query: z.strictObject({ connectionId: idSchema('connection') }),
  upload: true,
  status: 201,
  reply: DistributorFile,
  problems: ['too_large', 'unsupported_media_type', 'file_unusable'],
});

const wish = {
  /** Known by the columns if left out. */
  kind: DistributorFileKind.optional(),
  /** Heading by field; '' leaves a field out. Fields that are not named are looked for, as in the file before and then by their headings. */
  columns: ColumnChoice.optional(),
  /** The day that the file is of; the time of the upload if left out. */
  asOf: calendarDate.optional(),
  /** Of a file of charges that is one invoice: what its lines do not say. `total` (without tax) ties them to what is asked for. */
  invoice: ToldInvoice.optional(),
};

export const previewDistributorFile = route({
  id: 'previewDistributorFile',
  method: 'POST',
  path: '/distributor-files/{id}/preview',
  summary: 'What a file would create, change and remove, its first rows, and each line that cannot be taken',
  ...writes,
  params,
  body: z.strictObject(wish),
  status: 200,
  reply: DistributorFilePreview,
});

export const applyDistributorFile = route({
  id: 'applyDistributorFile',
  method: 'POST',
  path: '/distributor-files/{id}/apply',
  summary: 'Take a file that was looked at: books replace what was told before, charges become invoices',
  ...writes,
  params,
  body: z.strictObject({
    ...wish,
    token: z.string().min(1).max(200),
    /** Needed when more than half would be gone. */
    acceptGone: z.boolean().optional(),
  }),
  status: 202,
  /** `jobId` null: the same file is in use already, and nothing is read again. */
  reply: z.object({ jobId: z.string().nullable() }),
  problems: ['precondition_failed', 'conflict', 'file_unusable'],
});
