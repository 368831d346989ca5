import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { MappingState, MatchHow, MatchTier } from '../model/mapping.ts';
import { BillingFrequency, Term } from '../model/term.ts';
import { anyOf, calendarDate, instant, listQuery, pageOf } from './page.ts';
import { route } from './route.ts';

export const Candidate = z
  .object({ targetId: z.string(), name: z.string(), detail: z.string(), how: MatchHow, tier: MatchTier, evidence: z.array(z.string()) })
  .meta({ id: 'MappingCandidate' });

const decided = {
  state: MappingState,
  how: MatchHow.nullable(),
  tier: MatchTier.nullable(),
  evidence: z.array(z.string()),
  candidates: z.array(Candidate),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  ignoredUntil: calendarDate.nullable(),
  changedAt: instant,
};

export const AccountMapping = z
  .object({
    id: z.string(),
    customerId: z.string(),
    customerName: z.string(),
    customerDomain: z.string(),
    tenantId: z.string(),
    connectionId: z.string(),
    connectionName: z.string(),
    side: z.string(),
    accountId: z.string().nullable(),
    accountName: z.string().nullable(),
    ...decided,
  })
  .meta({ id: 'AccountMapping' });

export const ProductMapping = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    connectionName: z.string(),
    productId: z.string(),
    skuId: z.string(),
    productName: z.string(),
    term: Term,
    frequency: BillingFrequency,
    termLabel: z.string(),
    /** The PSA's service (ConnectWise: catalogue item) that bills it. */
    serviceId: z.string().nullable(),
    serviceName: z.string().nullable(),
    subscriptions: z.number().int(),
    seats: z.number().int(),
    ...decided,
  })
  .meta({ id: 'ProductMapping' });

const query = {
  ...listQuery(['name', 'state'] as const),
  q: z.string().max(200).optional(),
  state: anyOf(MappingState),
  connectionId: idSchema('connection').optional(),
};

export const listAccountMappings = route({
  id: 'listAccountMappings',
  method: 'GET',
  path: '/account-mappings',
  summary: 'Which distributor and PSA account is which customer',
  tag: 'Mapping',
  may: 'mapping:read',
  tenantScope: 'rows',
  query: z.strictObject(query),
  status: 200,
  reply: pageOf('AccountMappingPage', AccountMapping),
});

export const listProductMappings = route({
  id: 'listProductMappings',
  method: 'GET',
  path: '/product-mappings',
  summary: 'Which PSA service bills which product',
  tag: 'Mapping',
  may: 'mapping:read',
  tenantScope: 'rows',
  query: z.strictObject(query),
  status: 200,
  reply: pageOf('ProductMappingPage', ProductMapping),
});

export const MappingCounts = z
  .object({ accounts: z.partialRecord(MappingState, z.number().int()), products: z.partialRecord(MappingState, z.number().int()) })
  .meta({ id: 'MappingCounts' });

export const getMappingCounts = route({
  id: 'getMappingCounts',
  method: 'GET',
  path: '/mapping-counts',
  summary: 'How many mappings are in each state',
  tag: 'Mapping',
  may: 'mapping:read',
  tenantScope: 'rows',
  status: 200,
  reply: MappingCounts,
});

/** map: to this target; accept: the suggested one; ignore: deliberately, with a reason; unmap: back to nothing; undo: what it was before the last decision. */
export const MappingDecision = z
  .discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('map'), targetId: z.string().min(1).max(200) }),
    z.strictObject({ decision: z.literal('accept') }),
    z.strictObject({ decision: z.literal('ignore'), reason: z.string().trim().min(1).max(500), until: calendarDate.optional() }),
    z.strictObject({ decision: z.literal('unmap') }),
    z.strictObject({ decision: z.literal('undo') }),
  ])
  .meta({ id: 'MappingDecision' });

const params = z.object({ id: idSchema('mapping') });

export const decideAccountMapping = route({
  id: 'decideAccountMapping',
  method: 'POST',
  path: '/account-mappings/{id}/decisions',
  summary: 'Map, accept, ignore, unmap or undo an account mapping',
  tag: 'Mapping',
  may: 'mapping:write',
  tenantScope: 'rows',
  params,
  body: MappingDecision,
  status: 200,
  reply: AccountMapping,
  problems: ['mapping_target_missing', 'conflict'],
});

export const decideProductMapping = route({
  id: 'decideProductMapping',
  method: 'POST',
  path: '/product-mappings/{id}/decisions',
  summary: 'Map, accept, ignore, unmap or undo a product mapping',
  tag: 'Mapping',
  may: 'mapping:write',
  tenantScope: 'rows',
  params,
  body: MappingDecision,
  status: 200,
  reply: ProductMapping,
  problems: ['mapping_target_missing', 'conflict'],
});

export const MappingTarget = z.object({ id: z.string(), name: z.string(), detail: z.string() }).meta({ id: 'MappingTarget' });

export const listMappingTargets = route({
  id: 'listMappingTargets',
  method: 'GET',
  path: '/mapping-targets',
  summary: 'Accounts or services to choose from',
  tag: 'Mapping',
  may: 'mapping:read',
  tenantScope: 'rows',
  query: z.strictObject({ connectionId: idSchema('connection'), kind: z.enum(['account', 'service']), q: z.string().max(200).optional() }),
  status: 200,
  reply: z.object({ data: z.array(MappingTarget) }),
});
