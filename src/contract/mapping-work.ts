import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { MappingState, MatchHow } from '../model/mapping.ts';
import { Money } from '../model/money.ts';
import { AccountMapping, MappingDecision } from './mapping.ts';
import { calendarDate, instant } from './page.ts';
import { route } from './route.ts';

// Work on many mappings, and looking before and behind a decision.

const reads = { tag: 'Mapping', may: 'mapping:read', tenantScope: 'rows' } as const;
const writes = { tag: 'Mapping', may: 'mapping:write', tenantScope: 'rows' } as const;
const params = z.object({ id: idSchema('mapping') });
const kind = z.enum(['account', 'product']);

export const addAccountLink = route({
  id: 'addAccountLink',
  method: 'POST',
  path: '/account-mappings/{id}/links',
  summary: 'Give a customer a further account of a connection: a department, split billing',
  ...writes,
  params,
  body: z.strictObject({
    targetId: z.string().min(1).max(200),
    /** Microsoft's ids of the subscriptions that are billed there; the first account bills the rest. */
    covers: z.array(z.string().min(1).max(100)).max(1_000),
    reason: z.string().trim().min(1).max(500),
  }),
  status: 201,
  reply: AccountMapping,
  problems: ['mapping_target_missing', 'conflict'],
});

export const removeAccountLink = route({
  id: 'removeAccountLink',
  method: 'DELETE',
  path: '/account-links/{id}',
  summary: 'Take a further account away again',
  ...writes,
  params,
  status: 204,
});

export const MappingOverlap = z
  .object({
    customerId: z.string(),
    customerName: z.string(),
    what: z.enum(['subscription', 'service']),
    name: z.string(),
    accounts: z.array(z.object({ name: z.string(), quantity: z.string(), /** A month, at sell price. */ money: Money })),
  })
  .meta({ id: 'MappingOverlap' });

export const listMappingOverlaps = route({
  id: 'listMappingOverlaps',
  method: 'GET',
  path: '/mapping-overlaps',
  summary: 'What several accounts of a PSA bill at the same time, dearest first',
  ...reads,
  status: 200,
  reply: z.object({ data: z.array(MappingOverlap) }),
});

export const MappingVersion = z
  .object({
    from: instant,
    to: instant.nullable(),
    state: MappingState,
    targetName: z.string().nullable(),
    how: MatchHow.nullable(),
    decidedBy: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'MappingVersion' });

export const listMappingVersions = route({
  id: 'listMappingVersions',
  method: 'GET',
  path: '/mappings/{id}/versions',
  summary: 'What a mapping was, from when to when, by whom and why; newest first',
  ...reads,
  params,
  status: 200,
  reply: z.object({ data: z.array(MappingVersion) }),
});

const openDifferences = z.object({ open: z.number().int(), money: z.array(Money) });
export const MappingEffect = z
  .object({
    /** Customers whose books were compared for this look, and how many it concerns. */
    looked: z.number().int(),
    customers: z.number().int(),
    before: openDifferences,
    after: openDifferences,
    opened: z.number().int(),
    gone: z.number().int(),
    /** Months with invoices that are compared again, oldest first, where it counts for months before. */
    months: z.array(z.string()),
  })
  .meta({ id: 'MappingEffect' });

export const previewMappingDecision = route({
  id: 'previewMappingDecision',
  method: 'POST',
  path: '/mappings/{id}/preview',
  summary: 'What a decision would do to the differences that are open now; nothing is changed',
  ...writes,
  params,
  body: MappingDecision,
  status: 200,
  reply: MappingEffect,
  problems: ['mapping_target_missing', 'conflict'],
});

const selection = z.union([
  z.strictObject({ ids: z.array(idSchema('mapping')).min(1).max(5_000) }),
  z.strictObject({
    filter: z.strictObject({
      state: z.array(MappingState).min(1),
      /** Only whose best candidate is strong or better. */
      strong: z.boolean().optional(),
      q: z.string().max(200).optional(),
    }),
  }),
]);

const batchDecision = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('accept') }),
  z.strictObject({ decision: z.literal('map'), targetId: z.string().min(1).max(200) }),
  z.strictObject({ decision: z.literal('ignore'), reason: z.string().trim().min(1).max(500), until: calendarDate.optional() }),
  z.strictObject({ decision: z.literal('absent'), reason: z.string().trim().min(1).max(500) }),
  z.strictObject({ decision: z.literal('unmap') }),
]);

const batchReply = z.object({ batchId: z.string(), decided: z.number().int(), /** Stay as they are. */ refused: z.number().int() });

export const lookAtMappings = route({
  id: 'lookAtMappings',
  method: 'POST',
  path: '/mapping-batches/look',
  summary: 'How many a bulk decision would be about, with ten of them spread evenly',
  ...writes,
  body: z.strictObject({ kind, selection }),
  status: 200,
  reply: z.object({
    count: z.number().int(),
    samples: z.array(z.object({ name: z.string(), target: z.string(), evidence: z.array(z.string()) })),
  }),
  problems: ['too_large'],
});

export const decideMappings = route({
  id: 'decideMappings',
  method: 'POST',
  path: '/mapping-batches',
  summary: 'One decision on many mappings, as one undo step',
  ...writes,
  body: z.strictObject({ kind, selection, decision: batchDecision }),
  status: 200,
  reply: batchReply,
  problems: ['too_large'],
});

export const undoMappings = route({
  id: 'undoMappings',
  method: 'POST',
  path: '/mapping-batches/{id}/undo',
  summary: 'Take a bulk decision or an import back; what was decided again since stays',
  ...writes,
  params: z.object({ id: idSchema('mappingBatch') }),
  status: 200,
  reply: z.object({ undone: z.number().int() }),
});

export const exportMappings = route({
  id: 'exportMappings',
  method: 'GET',
  path: '/mapping-files/{kind}',
  summary: 'All mappings of a kind as CSV; imported as it is, nothing changes',
  ...reads,
  params: z.object({ kind }),
  status: 200,
  reply: z.object({ csv: z.string(), rows: z.number().int() }),
});

/** A file of tens of thousands of lines. */
const fileBytes = 20 * 1024 * 1024;

export const previewMappingImport = route({
  id: 'previewMappingImport',
  method: 'POST',
  path: '/mapping-imports/preview',
  summary: 'What a CSV would change, and each line that cannot be taken with its column',
  ...writes,
  body: z.strictObject({ kind, csv: z.string() }),
  bodyBytes: fileBytes,
  status: 200,
  reply: z
    .object({
      changes: z.array(z.object({ line: z.number().int(), mappingId: z.string(), what: z.string(), from: z.string(), to: z.string() })),
      unchanged: z.number().int(),
      problems: z.array(z.object({ line: z.number().int(), column: z.string(), sentence: z.string() })),
      /** Stands for this file over these mappings: give it when importing. */
      token: z.string(),
    })
    .meta({ id: 'MappingImportPreview' }),
});

export const importMappings = route({
  id: 'importMappings',
  method: 'POST',
  path: '/mapping-imports',
  summary: 'Take the good lines of a CSV that was looked at, as one undo step',
  ...writes,
  body: z.strictObject({ kind, csv: z.string(), token: z.string() }),
  bodyBytes: fileBytes,
  status: 200,
  reply: batchReply,
  problems: ['precondition_failed', 'conflict'],
});
