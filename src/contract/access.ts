import { z } from 'zod';
import { AccessFlag, AccessState } from '../model/access.ts';
import { ReplacementWord } from '../model/access-replacement.ts';
import { idSchema } from '../model/ids.ts';
import { Month } from '../model/invoice.ts';
import { Money } from '../model/money.ts';
import { TemplateFit } from '../model/template-fit.ts';
import { TenantConsent } from '../model/tenant-consent.ts';
import { asOf, asOfIfRead } from './as-of.ts';
import { accepted, anyOf, instant, listQuery, pageOf } from './page.ts';
import { route } from './route.ts';

const Relationship = z
  .object({
    /** Microsoft's id. */
    id: z.string(),
    connectionId: z.string(),
    name: z.string(),
    /** Microsoft's own word. */
    remoteStatus: z.string(),
    roleIds: z.array(z.string()),
    /** Groups of the partner that hold its roles now. */
    groups: z.number().int(),
    autoExtends: z.boolean(),
    startsAt: instant.nullable(),
    endsAt: instant.nullable(),
    askedAt: instant.nullable(),
    /** Where the customer's administrator approves it; null when there is nothing to approve. */
    invitationLink: z.string().nullable(),
    /** When the invitation lapses. */
    invitationEndsAt: instant.nullable(),
  })
  .meta({ id: 'AccessRelationship' });

const AccessReplacement = z
  .object({
    /** Microsoft's id of the relationship that ends. */
    relationshipId: z.string(),
    endsAt: instant,
    word: ReplacementWord,
    /** How it stands, in a sentence. */
    sentence: z.string(),
    /** What somebody should do. */
    hint: z.string().nullable(),
    /** The plan by which Concord asked. */
    planId: z.string().nullable(),
  })
  .meta({ id: 'AccessReplacement' });

export const AccessRow = z
  .object({
    customerId: z.string(),
    name: z.string(),
    domain: z.string(),
    tenantId: z.string(),
    access: AccessState,
    endsAt: instant.nullable(),
    /** Whole days to the end, begun ones counted. */
    daysLeft: z.number().int().nullable(),
    flags: z.array(AccessFlag),
    consent: z.object({
      state: TenantConsent,
      /** Granted, and no read has worked since: it may still be on its way. */
      isPropagating: z.boolean(),
      sentence: z.string().nullable(),
      hint: z.string().nullable(),
      /** When it is looked at again by itself. */
      nextCheckAt: instant.nullable(),
    }),
    /** Active and consented. */
    ready: z.boolean(),
    checkedAt: instant.nullable(),
    /** Of the access, at Microsoft. */
    ...asOfIfRead,
    /** While the access cannot be read: what it was before, and when. */
    lastGood: z.object({ state: AccessState, at: instant.nullable() }).nullable(),
    relationship: Relationship.nullable(),
    /** Of a relationship that ends soon and does not extend itself: what takes its place, or what is in the way. */
    replacement: AccessReplacement.nullable(),
    /** Templates that its segments name; with several nobody knows which, and none is guessed. */
    templates: z.array(z.object({ id: z.string(), name: z.string(), segments: z.array(z.string()) })),
    /** Of an active access with one template: roles that are too few and too many. */
    templateRoles: z.object({ lacking: z.array(z.string()), beyond: z.array(z.string()) }).nullable(),
    /** Relationships besides the one that counts. */
    others: z.number().int(),
    connectionIds: z.array(z.string()),
    /** What distributors tell of it: the second witness. Microsoft decides. */
    witnesses: z.array(
      z.object({
        connectionId: z.string(),
        connectionName: z.string(),
        /** The distributor's own word. */
        told: z.string(),
        means: z.enum(['active', 'notActive', 'unknown']),
        disagrees: z.boolean(),
        ...asOf,
      }),
    ),
    /** What the PSA bills for Microsoft's products a month, to the cent, by currency. */
    atRisk: z.array(Money),
  })
  .meta({ id: 'AccessRow' });

export const accessSorts = ['name', 'endsAt', 'billed'] as const;

const filter = {
  q: z.string().max(200).optional(),
  access: anyOf(AccessState),
  flag: anyOf(AccessFlag),
  consent: anyOf(TenantConsent),
  ready: z.stringbool().optional(),
  disagrees: z.stringbool().optional().meta({ description: 'A distributor tells something else than Microsoft' }),
  fit: anyOf(TemplateFit),
  endsWithin: z.coerce.number().int().min(1).max(730).optional().meta({ description: 'Active, and ends within so many days' }),
  endsIn: Month.optional().meta({ description: 'Active, and ends in that month (UTC): 2028-11' }),
  connectionId: idSchema('connection').optional(),
};

export const listAccess = route({
  id: 'listAccess',
  method: 'GET',
  path: '/access',
  summary: 'Delegated access (GDAP) and consent of each customer',
  tag: 'Access',
  may: 'customers:read',
  tenantScope: 'rows',
  query: z.strictObject({ ...listQuery(accessSorts), ...filter }),
  status: 200,
  reply: pageOf('AccessPage', AccessRow),
  problems: ['invalid_cursor'],
});

export const exportAccess = route({
  id: 'exportAccess',
  method: 'GET',
  path: '/access/export',
  summary: 'The rows of the list as CSV, with the links of invitations and what the roles are enough for',
  tag: 'Access',
  may: 'customers:read',
  tenantScope: 'rows',
  query: z.strictObject(filter),
  status: 200,
  file: true,
  reply: z.array(AccessRow),
});

const count = z.number().int();

export const AccessCounts = z
  .object({
    active: count,
    missing: count,
    pending: count,
    expired: count,
    error: count,
    ready: count,
    needsConsent: count,
    endsWithin30: count,
    rolesMissing: count,
    noGroup: count,
    noAutoExtend: count,
    /** A distributor tells something else than Microsoft. */
    disagrees: count,
    /** Distributors that are, by choice, not read for access. */
    noWitness: z.array(z.string()),
    /** Accounts whose relationships could not be read: what is shown of them is what was read before. */
    unread: z.array(z.object({ connectionId: z.string(), name: z.string(), since: instant, reason: z.string() })),
  })
  .meta({ id: 'AccessCounts' });

export const countAccess = route({
  id: 'countAccess',
  method: 'GET',
  path: '/access-counts',
  summary: 'Customers by the state of their access',
  tag: 'Access',
  may: 'customers:read',
  tenantScope: 'rows',
  query: z.strictObject({ connectionId: idSchema('connection').optional() }),
  status: 200,
  reply: AccessCounts,
});

const roleId = z.guid();
const groups = z.array(z.strictObject({ groupId: z.guid(), roleIds: z.array(roleId) })).max(20);

/** What is asked for: roles, for how long, and which groups of the partner get them when the customer has approved. */
const templateFields = {
  name: z.string().trim().min(1).max(30).meta({ description: 'Relationships are named after it' }),
  roleIds: z.array(roleId).min(1).max(50),
  durationDays: z.number().int().min(1).max(730),
  autoExtends: z.boolean().meta({ description: 'By half a year at its end; never with Global Administrator' }),
  groups: groups.meta({ description: 'Groups without roles get all of them' }),
};

export const AccessTemplate = z
  .object({
    id: z.string(),
    ...templateFields,
    /** 1 for a new one, one more with each change. */
    version: z.int32(),
    /** Who made this version; empty where nobody wrote it down. */
    changedBy: z.string(),
    changedAt: instant,
  })
  .meta({ id: 'AccessTemplate' });

/** As it is listed: with whose template it is. */
export const ListedAccessTemplate = AccessTemplate.extend({
  /** Groups of the partner's own whose customers should get it. */
  segments: z.array(z.string()),
}).meta({ id: 'ListedAccessTemplate' });

export const listAccessTemplates = route({
  id: 'listAccessTemplates',
  method: 'GET',
  path: '/access-templates',
  summary: 'Templates for requests of access',
  tag: 'Access',
  may: 'customers:read',
  tenantScope: 'rows',
  status: 200,
  reply: z.object({ data: z.array(ListedAccessTemplate) }),
});

export const saveAccessTemplate = route({
  id: 'saveAccessTemplate',
  method: 'POST',
  path: '/access-templates',
  summary: 'Keep a template; one of the same name gets a new version',
  tag: 'Access',
  may: 'access:write',
  tenantScope: 'rows',
  body: z.strictObject(templateFields),
  status: 200,
  reply: AccessTemplate,
});

export const changeAccessTemplate = route({
  id: 'changeAccessTemplate',
  method: 'PATCH',
  path: '/access-templates/{id}',
  summary: 'Change a template as a new version; what was asked for with it stays as it was asked',
  tag: 'Access',
  may: 'access:write',
  tenantScope: 'rows',
  params: z.object({ id: idSchema('accessTemplate') }),
  body: z.strictObject({
    ...z.object(templateFields).partial().shape,
    version: z.int32().meta({ description: 'The one that was looked at' }),
  }),
  status: 200,
  reply: AccessTemplate,
  problems: ['precondition_failed', 'duplicate'],
});

export const listAccessTemplateVersions = route({
  id: 'listAccessTemplateVersions',
  method: 'GET',
  path: '/access-templates/{id}/versions',
  summary: 'What a template was, the newest version first',
  tag: 'Access',
  may: 'customers:read',
  tenantScope: 'rows',
  params: z.object({ id: idSchema('accessTemplate') }),
  status: 200,
  reply: z.object({ data: z.array(AccessTemplate) }),
});

export const removeAccessTemplate = route({
  id: 'removeAccessTemplate',
  method: 'DELETE',
  path: '/access-templates/{id}',
  summary: 'Remove a template; what was asked for with it stays',
  tag: 'Access',
  may: 'access:write',
  tenantScope: 'rows',
  params: z.object({ id: idSchema('accessTemplate') }),
  status: 204,
});

const customers = {
  customerIds: z.array(idSchema('customer')).min(1).max(200),
  connectionId: idSchema('connection').optional().meta({ description: 'Through that partner account; else the one that holds the access' }),
};

export const createAccessPlan = route({
  id: 'createAccessPlan',
  method: 'POST',
  path: '/access-plans',
  summary: 'Preview a change of access or consent; a request without a template takes what segments name',
  tag: 'Access',
  may: 'access:write',
  tenantScope: 'rows',
  idempotency: 'accepted',
  body: z.discriminatedUnion('act', [
    z.strictObject({
      act: z.literal('request'),
      /** Left out: for each customer the one that its segments name. */
      templateId: idSchema('accessTemplate').optional(),
      ...customers,
    }),
    z.strictObject({ act: z.literal('assign'), groups: groups.min(1), ...customers }),
    z.strictObject({ act: z.enum(['replace', 'extend', 'stopExtending', 'end', 'consent', 'withdraw']), ...customers }),
  ]),
  status: 201,
  reply: z.object({
    planId: z.string(),
    steps: z.number().int(),
    /** Customers for whom there is nothing to do, and why. */
    leftOut: z.array(z.object({ customerId: z.string(), name: z.string(), because: z.string() })),
  }),
  problems: ['nothing_to_correct', 'write_switched_off', 'remote_unavailable', 'remote_refused'],
});

export const refreshAccess = route({
  id: 'refreshAccess',
  method: 'POST',
  path: '/access-checks',
  summary: 'Read the access and the consent of some customers again',
  tag: 'Access',
  may: 'sync:run',
  tenantScope: 'rows',
  body: z.strictObject({ customerIds: z.array(idSchema('customer')).min(1).max(200) }),
  status: 202,
  reply: accepted,
});
