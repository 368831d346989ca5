import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { MappingState } from '../model/mapping.ts';
import { BillingFrequency, Term } from '../model/term.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

/** "When the term is 1 year, service M365-A": all that is named must fit. A person's choice stands before every rule. */
const terms = {
  name: z.string().trim().min(1).max(100),
  /** Letters of the product's name, in any case. */
  productHas: z.string().trim().min(1).max(200).nullable(),
  productId: z.string().trim().min(1).max(100).nullable(),
  skuId: z.string().trim().min(1).max(100).nullable(),
  term: Term.nullable(),
  frequency: BillingFrequency.nullable(),
  /** Commercial, Education, Government, Charity, as the price sheets have it for the SKU; in any case. */
  segment: z.string().trim().min(1).max(50).nullable(),
  /** Microsoft's id: only what was bought with this promotion. */
  promotionId: z.string().trim().min(1).max(200).nullable(),
  /** `productId:skuId` of products to which it does not apply. */
  except: z.array(z.string().regex(/^[^:\s]+:[^:\s]+$/, 'is productId:skuId')).max(500),
  /** The PSA's own id of the service. */
  serviceId: z.string().min(1).max(200),
};

/** What came later may be left out: then any fits. */
const asked = { ...terms, segment: terms.segment.default(null), promotionId: terms.promotionId.default(null) };

export const MappingRule = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    /** Rules are asked in this order; the first that applies decides. */
    place: z.number().int(),
    ...terms,
    serviceName: z.string().nullable(),
    createdBy: z.string(),
    createdAt: instant,
    version: z.int32(),
  })
  .meta({ id: 'MappingRule' });

export const AccountKinds = z
  .object({
    /** Kinds of companies that accounts at a PSA have, and those that are set, by name. */
    kinds: z.array(z.object({ name: z.string(), accounts: z.number().int(), isBilled: z.boolean() })),
    version: z.int32(),
  })
  .meta({ id: 'AccountKinds' });

export const listAccountKinds = route({
  id: 'listAccountKinds',
  method: 'GET',
  path: '/account-kinds',
  summary: 'Kinds of companies at the PSA, and which of them nobody bills',
  tag: 'Mapping',
  may: 'mapping:read',
  tenantScope: 'installation',
  status: 200,
  reply: AccountKinds,
});

const kept = z.object({ rule: MappingRule, /** Mappings that are others now. */ changed: z.number().int() });
const writes = { tag: 'Mapping', may: 'mapping:write', tenantScope: 'installation' } as const;
const params = z.object({ id: idSchema('rule') });

export const listMappingRules = route({
  id: 'listMappingRules',
  method: 'GET',
  path: '/mapping-rules',
  summary: 'Rules that say which service bills which products, in their order',
  tag: 'Mapping',
  may: 'mapping:read',
  tenantScope: 'installation',
  status: 200,
  reply: z.object({ data: z.array(MappingRule) }),
});

export const TriedProduct = z
  .object({
    mappingId: z.string(),
    productName: z.string(),
    productId: z.string(),
    skuId: z.string(),
    term: Term,
    frequency: BillingFrequency,
    segment: z.string().nullable(),
    promotionId: z.string().nullable(),
    state: MappingState,
    serviceName: z.string().nullable(),
    subscriptions: z.number().int(),
    becomes: z.enum(['changes', 'same', 'manual', 'excepted', 'earlier']).meta({
      description: 'manual: a person chose, and that stands; earlier: a rule before it decides',
    }),
  })
  .meta({ id: 'TriedProduct' });

export const tryMappingRule = route({
  id: 'tryMappingRule',
  method: 'POST',
  path: '/mapping-rules/try',
  summary: 'What a rule would do to the products of today; nothing is changed',
  ...writes,
  body: z.strictObject({ connectionId: idSchema('connection'), ruleId: idSchema('rule').optional(), ...asked }),
  status: 200,
  reply: z.object({ data: z.array(TriedProduct) }),
});

export const addMappingRule = route({
  id: 'addMappingRule',
  method: 'POST',
  path: '/mapping-rules',
  summary: 'Add a rule behind the others and map the products again',
  ...writes,
  body: z.strictObject({ connectionId: idSchema('connection'), ...asked }),
  status: 201,
  reply: kept,
  problems: ['mapping_target_missing'],
});

export const changeMappingRule = route({
  id: 'changeMappingRule',
  method: 'PATCH',
  path: '/mapping-rules/{id}',
  summary: 'Change a rule or its place, and map the products again',
  ...writes,
  params,
  body: z.strictObject({ ...asked, place: z.int32().min(1).optional(), version: z.int32() }),
  status: 200,
  reply: kept,
  problems: ['mapping_target_missing', 'precondition_failed'],
});

export const removeMappingRule = route({
  id: 'removeMappingRule',
  method: 'DELETE',
  path: '/mapping-rules/{id}',
  summary: 'Remove a rule; what it had mapped is what the evidence says',
  ...writes,
  params,
  status: 204,
});

export const changeAccountKinds = route({
  id: 'changeAccountKinds',
  method: 'PATCH',
  path: '/account-kinds',
  summary: 'Say which kinds of companies nobody bills: their accounts are neither matched nor offered; what is mapped stays',
  ...writes,
  body: z.strictObject({ notBilled: z.array(z.string().trim().min(1).max(100)).max(100), version: z.int32() }),
  status: 200,
  reply: AccountKinds,
  problems: ['precondition_failed'],
});
