import { z } from 'zod';
import type { Cloud } from './cloud.ts';

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

export type Permission = { readonly api: 'partnerCenter' | 'graph'; readonly name: string; readonly why: string };

/**
 * What the product asks for, and why: nothing else is needed (SEC-32). Sources: partner-center-api reference 1.4 (user_impersonation), 12 and 16
 * (Graph); the export of invoices is in the global cloud only. Reading is all that is asked for; writing at Partner Center goes by the roles
 * of the integration user and is switched on here, for each kind of action (ruling 2).
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
