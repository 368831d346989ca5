import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { MappingState, MatchHow, MatchTier } from '../model/mapping.ts';
import { Money } from '../model/money.ts';
import { BillingFrequency, Term } from '../model/term.ts';
import { cost } from './costs.ts';
import { anyOf, calendarDate, instant, listQuery, pageOf } from './page.ts';
import { route } from './route.ts';

export const Candidate = z
  .object({
    targetId: z.string(),
    name: z.string(),
    detail: z.string(),
    how: MatchHow,
    tier: MatchTier,
    evidence: z.array(z.string()),
    /** Share of such suggestions that people accepted, in percent; null until ten were answered. */
    confidence: z.number().int().nullable(),
  })
  .meta({ id: 'MappingCandidate' });

/** What the distributor charges a month, by currency: money that is spent and cannot be billed while nothing is mapped. */
const stakes = cost(z.array(Money));

const decided = {
  state: MappingState,
  how: MatchHow.nullable(),
  tier: MatchTier.nullable(),
  evidence: z.array(z.string()),
  candidates: z.array(Candidate),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  ignoredUntil: calendarDate.nullable(),
  /** Targets that a person refused: not suggested again. */
  rejected: z.array(z.string()),
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
    /** Declared by a person: not sold there. The state is `ignored`. */
    isAbsent: z.boolean(),
    /** False: the customer buys nothing there, so nobody has to choose an account. */
    isNeeded: z.boolean(),
    /** A further account of this connection: a department, split billing. */
    isExtra: z.boolean(),
    /** What is billed in a further account: Microsoft's ids of subscriptions. */
    covers: z.array(z.string()),
    ...decided,
  })
  .meta({ id: 'AccountMapping' });

/** A customer with all its links: mapped only when every side that is connected is chosen. */
export const CustomerMapping = z
  .object({
    customerId: z.string(),
    customerName: z.string(),
    customerDomain: z.string(),
    tenantId: z.string(),
    state: MappingState,
    stakes,
    firstSeenAt: instant,
    changedAt: instant,
    links: z.array(AccountMapping),
  })
  .meta({ id: 'CustomerMapping' });

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
    /** Commercial, Education, Government, Charity: as the price sheet has it for the SKU; null where none tells, or several. */
    segment: z.string().nullable(),
    /** Microsoft's id: only what was bought with this promotion. Until somebody decides otherwise it is billed as without it. */
    promotionId: z.string().nullable(),
    /** Distributors that supply it now. */
    distributors: z.array(z.object({ id: z.string(), name: z.string() })),
    /** `productId:skuId` that takes its place. */
    supersededBy: z.string().nullable(),
    /** Other terms that the same service bills: one price cannot be right for all of them. */
    sharedTerms: z.array(z.object({ productName: z.string(), termLabel: z.string() })),
    stakes,
    firstSeenAt: instant,
    ...decided,
  })
  .meta({ id: 'ProductMapping' });

const query = {
  ...listQuery(['name', 'state'] as const),
  q: z.string().max(200).optional(),
  state: anyOf(MappingState),
  connectionId: idSchema('connection').optional(),
};

const waiting = z.stringbool().optional().meta({ description: 'Only what is bought and waits for somebody: what is to do' });
const newSince = z.iso.datetime({ offset: true }).optional().meta({ description: 'First seen at or after this instant' });

export const listCustomerMappings = route({
  id: 'listCustomerMappings',
  method: 'GET',
  path: '/customer-mappings',
  summary: 'Customers with all their links: distributor accounts and PSA accounts side by side',
  tag: 'Mapping',
  may: 'mapping:read',
  tenantScope: 'rows',
  query: z.strictObject({
    ...listQuery(['name', 'stakes'] as const),
    q: z.string().max(200).optional(),
    state: anyOf(MappingState),
    strong: z.stringbool().optional().meta({ description: 'Only those with a suggestion that is strong or better' }),
    waiting,
    newSince,
  }),
  status: 200,
  reply: pageOf('CustomerMappingPage', CustomerMapping),
});

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
  query: z.strictObject({
    ...query,
    ...listQuery(['name', 'state', 'stakes'] as const),
    waiting,
    newSince,
    distributorId: idSchema('connection').optional().meta({ description: 'Only what this distributor supplies' }),
  }),
  status: 200,
  reply: pageOf('ProductMappingPage', ProductMapping),
});

export const MappingCounts = z
  .object({
    /** Customers by the state of all their links together. */
    accounts: z.partialRecord(MappingState, z.number().int()),
    products: z.partialRecord(MappingState, z.number().int()),
    /** Of these, those that are bought and wait for somebody; a customer that no distributor supplies needs no account there. */
    waiting: z.object({
      accounts: z.partialRecord(MappingState, z.number().int()),
      products: z.partialRecord(MappingState, z.number().int()),
    }),
    accountStakes: cost(z.partialRecord(MappingState, z.array(Money))),
    productStakes: cost(z.partialRecord(MappingState, z.array(Money))),
  })
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

const since = calendarDate
  .optional()
  .meta({ description: 'It counts from this day on, also for months before; months that are signed off never change' });

/**
 * map: to this target; accept: the suggested one; ignore: deliberately, with a reason; absent: not sold there, the other sides still count; reject:
 * not this target, and never suggested again; unmap: back to nothing; undo: what it was before the last decision.
 */
export const MappingDecision = z
  .discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('map'), targetId: z.string().min(1).max(200), since }),
    z.strictObject({ decision: z.literal('accept'), since }),
    z.strictObject({ decision: z.literal('ignore'), reason: z.string().trim().min(1).max(500), until: calendarDate.optional() }),
    z.strictObject({ decision: z.literal('absent'), reason: z.string().trim().min(1).max(500) }),
    z.strictObject({ decision: z.literal('reject'), targetId: z.string().min(1).max(200) }),
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
  reply: z.object({
    data: z.array(MappingTarget),
    /** Fit as well, but cannot be billed: inactive, or of a kind that nobody bills. */ hidden: z.number().int(),
  }),
});
