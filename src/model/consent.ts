import { z } from 'zod';
import type { Cloud } from './cloud.ts';
import type { WriteKind } from './connection.ts';

/** A link by which an administrator of the partner signs in at Microsoft for a connection. */
export const ConsentLinkState = z.enum(['waiting', 'opened', 'received', 'refused', 'expired', 'withdrawn']);
export type ConsentLinkState = z.infer<typeof ConsentLinkState>;

/** Which state may follow which. Refused: the same browser may try again until the link ends. */
export const consentLinkNext = {
  waiting: ['opened', 'expired', 'withdrawn'],
  opened: ['received', 'refused', 'expired', 'withdrawn'],
  refused: ['opened', 'expired', 'withdrawn'],
  received: [],
  expired: [],
  withdrawn: [],
} as const satisfies Record<ConsentLinkState, readonly ConsentLinkState[]>;

/** Links that can still be used. */
export const isOpenLink = (state: ConsentLinkState): boolean => consentLinkNext[state].length > 0;

/** Why a sign-in was not taken; nothing of it was stored. */
export const ConsentRefusalCode = z.enum([
  'wrongTenant',
  'wrongIdentity',
  'mfaMissing',
  'declined',
  'approvalNeeded',
  'notOurAnswer',
  'microsoftRefused',
  'microsoftSilent',
]);
export type ConsentRefusalCode = z.infer<typeof ConsentRefusalCode>;

export const ConsentRefusal = z
  .object({
    code: ConsentRefusalCode,
    /** What happened, in plain words. */
    cause: z.string(),
    /** What to do. */
    fix: z.string(),
    /** Whether signing in again mends it, alone or after the fix. */
    reconsent: z.enum(['helps', 'afterFix', 'no']),
    /** Microsoft's own code, as it came. */
    remoteCode: z.string().optional(),
    /** For Microsoft's support. */
    correlationId: z.string().optional(),
    /** Who signed in and where, when Microsoft said so. */
    signedInAs: z.string().optional(),
    tenantId: z.string().optional(),
  })
  .meta({ id: 'ConsentRefusal' });
export type ConsentRefusal = z.infer<typeof ConsentRefusal>;

/** Minutes that a link lives unless said otherwise (capabilities S38), and at most. */
export const linkMinutes = { usual: 60, most: 24 * 60 } as const;

/** Minutes from the start of a sign-in to its answer (SEC-31). */
export const attemptMinutes = 10;

/** Where Microsoft sends the browser back to: an address of its own for each cloud, so that answers cannot be mixed up (SEC-31). */
export const callbackPath = (cloud: Cloud): string => `/consent/callback/${cloud}`;

/** What a link asks for. Writing is a second consent: it is asked for only after reading was consented to (capabilities S19, S148). */
export const ConsentPurpose = z.enum(['reading', 'writing']);
export type ConsentPurpose = z.infer<typeof ConsentPurpose>;

export type Permission = { readonly api: 'partnerCenter' | 'graph'; readonly name: string; readonly why: string };

/**
 * What the product asks for, and why: nothing else is needed (SEC-32). Sources: partner-center-api reference 1.4 (user_impersonation), 12 and 16
 * (Graph); the export of invoices is in the global cloud only. What writing needs besides is `permissionsToWrite`.
 */
export const permissionsFor = (cloud: Cloud): readonly Permission[] => [
  { api: 'partnerCenter', name: 'user_impersonation', why: 'Customers, subscriptions, invoices and activity of the partner account' },
  { api: 'graph', name: 'DelegatedAdminRelationship.Read.All', why: 'Access that customers have given (GDAP)' },
  ...(cloud === 'china' ? [] : [{ api: 'graph', name: 'Directory.Read.All', why: 'Licences that customers assigned to people' } as const]),
  ...(cloud === 'global' ? [{ api: 'graph', name: 'PartnerBilling.Read.All', why: 'Export of invoices and usage' } as const] : []),
];

/** What is needed and was not given. A permission to write holds the one to read. */
export const permissionsMissing = (cloud: Cloud, given: readonly string[]): readonly Permission[] =>
  permissionsFor(cloud).filter(({ name }) => !given.includes(name) && !given.includes(name.replace('.Read.', '.ReadWrite.')));

export type WritePermission = Permission & {
  /** Kinds of action that cannot be switched on without it. */
  readonly kinds: readonly WriteKind[];
};

/**
 * What the second consent asks for. Partner Center has one permission for reading and writing (partner-center-api reference 1.4), there the
 * role of the integration account decides (1.3: Admin agent or Sales agent); requests for delegated access are written with Graph's
 * ReadWrite permission (16), which is not offered in China.
 */
export const permissionsToWrite = (cloud: Cloud): readonly WritePermission[] => [
  {
    api: 'partnerCenter',
    name: 'user_impersonation',
    why: 'Change subscriptions and billing profiles and make tenants, where the account is Admin agent or Sales agent',
    kinds: ['subscriptions', 'profiles', 'tenants'],
  },
  ...(cloud === 'china'
    ? []
    : [
        {
          api: 'graph',
          name: 'DelegatedAdminRelationship.ReadWrite.All',
          why: 'Ask customers for access (GDAP), prolong and end it, where the account is Admin agent',
          kinds: ['access'],
        } as const,
      ]),
];

export const writePermissionsMissing = (cloud: Cloud, given: readonly string[]): readonly WritePermission[] =>
  permissionsToWrite(cloud).filter(({ name }) => !given.includes(name));
