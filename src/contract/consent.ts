import { z } from 'zod';
import { Cloud } from '../model/cloud.ts';
import { WriteKind } from '../model/connection.ts';
import { ConsentLinkState, ConsentPurpose, ConsentRefusal, linkMinutes } from '../model/consent.ts';
import { idSchema } from '../model/ids.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

const params = z.object({ id: idSchema('connection') });

const PermissionAsked = z.object({ api: z.enum(['partnerCenter', 'graph']), name: z.string(), why: z.string() });

export const ConsentLink = z
  .object({
    id: z.string(),
    purpose: ConsentPurpose,
    state: ConsentLinkState,
    madeBy: z.string(),
    createdAt: instant,
    endsAt: instant,
    /** Only this user's sign-in is taken; null: anybody of the tenant. */
    expectedUser: z.string().nullable(),
    /** Why the last sign-in with it was not taken. */
    refusal: ConsentRefusal.nullable(),
  })
  .meta({ id: 'ConsentLink' });

export const Consent = z
  .object({
    at: instant,
    purpose: ConsentPurpose,
    tenantId: z.string(),
    userPrincipalName: z.string().nullable(),
    displayName: z.string().nullable(),
    objectId: z.string().nullable(),
    /** How the sign-in was proved (`amr`). */
    secondFactor: z.array(z.string()),
    isGlobalAdmin: z.boolean().nullable(),
    permissions: z.array(z.string()),
  })
  .meta({ id: 'Consent' });

export const getConsents = route({
  id: 'getConsents',
  method: 'GET',
  path: '/connections/{id}/consents',
  summary: 'Who consented for a connection, what is missing, and its consent links',
  tag: 'Consent',
  may: 'connections:read',
  tenantScope: 'installation',
  params,
  status: 200,
  reply: z.object({
    consents: z.array(Consent),
    links: z.array(ConsentLink),
    warnings: z.array(z.object({ code: z.enum(['globalAdmin', 'dayToDay', 'rolesUnknown']), text: z.string(), fix: z.string() })),
    missing: z.array(PermissionAsked),
    /** The same for writing: which kinds of action cannot be switched on without it; everything until the second consent is given. */
    missingToWrite: z.array(PermissionAsked.extend({ kinds: z.array(WriteKind) })),
    /** To be registered with the app. */
    redirectUri: z.string().nullable(),
  }),
});

export const makeConsentLink = route({
  id: 'makeConsentLink',
  method: 'POST',
  path: '/connections/{id}/consent-links',
  summary: 'Make a one-time link to sign in at Microsoft for this connection; takes the place of earlier ones',
  tag: 'Consent',
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  params,
  body: z.strictObject({
    /** Writing: the second consent, after which kinds of action can be switched on. */
    purpose: ConsentPurpose.optional(),
    minutes: z.number().int().min(5).max(linkMinutes.most).optional(),
    /** Whom the sign-in must be of; the connection's own user unless given, empty for anybody of the tenant. */
    expectedUser: z.string().trim().max(320).optional(),
    /** A mailbox that gets the link by the mail server of the settings. */
    sendTo: z.string().trim().min(3).max(254).optional(),
  }),
  status: 201,
  reply: z
    .object({
      id: z.string(),
      url: z.string(),
      endsAt: instant,
      expectedUser: z.string().nullable(),
      /** What became of the mail; a link that could not be mailed works all the same. */
      mailed: z.object({ to: z.string(), taken: z.boolean(), detail: z.string() }).nullable(),
    })
    .meta({ id: 'NewConsentLink', description: 'The address is shown once' }),
  problems: ['conflict'],
});

export const withdrawConsentLinks = route({
  id: 'withdrawConsentLinks',
  method: 'DELETE',
  path: '/connections/{id}/consent-links',
  summary: 'End every consent link of this connection that can still be used',
  tag: 'Consent',
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  params,
  status: 204,
});

export const withdrawWriteConsent = route({
  id: 'withdrawWriteConsent',
  method: 'DELETE',
  path: '/connections/{id}/write-consent',
  summary: 'Take the consent to write back: everything is switched off, and reading goes on',
  tag: 'Consent',
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  params,
  status: 204,
});

const token = z.object({ token: z.string().regex(/^[\w-]{20,100}$/, 'is the last part of a consent link') });

export const ConsentPage = z
  .object({
    connectionName: z.string(),
    purpose: ConsentPurpose,
    cloud: Cloud,
    tenantId: z.string(),
    expectedUser: z.string().nullable(),
    state: ConsentLinkState,
    endsAt: instant,
    /** This browser may begin a sign-in. */
    mayBegin: z.boolean(),
    permissions: z.array(PermissionAsked),
    /** Why the last sign-in of this browser was not taken. */
    refusal: ConsentRefusal.nullable(),
  })
  .meta({ id: 'ConsentPage' });

/** What the holder of a link sees, also without an account here. */
export const lookAtConsentLink = route({
  id: 'lookAtConsentLink',
  method: 'GET',
  path: '/consent-links/{token}',
  summary: 'What a consent link is for and what became of it; needs no account',
  tag: 'Consent',
  may: 'anyone',
  tenantScope: 'none',
  callsAMinute: 120,
  params: token,
  status: 200,
  reply: ConsentPage,
});

export const beginConsent = route({
  id: 'beginConsent',
  method: 'POST',
  path: '/consent-links/{token}/sign-ins',
  summary: 'Begin the sign-in: answers where to go; the link belongs to this browser from then on',
  tag: 'Consent',
  may: 'anyone',
  tenantScope: 'none',
  callsAMinute: 60,
  params: token,
  body: z.strictObject({
    /** `adminConsent`: an administrator consents for everybody first, without becoming the sign-in of the connection. */
    purpose: z.enum(['signIn', 'adminConsent']).default('signIn'),
  }),
  status: 200,
  reply: z.object({ url: z.string() }).meta({ id: 'ConsentBegun' }),
  problems: ['link_over', 'link_used', 'conflict'],
});
