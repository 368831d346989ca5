import { z } from 'zod';
import { Cloud } from './cloud.ts';

export const ConnectionKind = z.enum(['partnerCenter', 'pax8', 'tdSynnex', 'ingram', 'distributorFile', 'connectWise']);
export type ConnectionKind = z.infer<typeof ConnectionKind>;

/** What a kind of connection is to the partner: one of the three books. */
export const sideOf = {
  partnerCenter: 'microsoft',
  pax8: 'distributor',
  tdSynnex: 'distributor',
  ingram: 'distributor',
  distributorFile: 'distributor',
  connectWise: 'psa',
} as const satisfies Record<ConnectionKind, string>;
export type Side = (typeof sideOf)[ConnectionKind];
export const Side = z.enum(['microsoft', 'distributor', 'psa']);

export const PartnerType = z.enum(['directBill', 'indirectProvider', 'indirectReseller']);
export type PartnerType = z.infer<typeof PartnerType>;

export const ConnectionState = z.enum(['draft', 'awaitingConsent', 'connected', 'degraded', 'disconnected', 'off']);
export type ConnectionState = z.infer<typeof ConnectionState>;

/** Which state may follow which. */
export const connectionNext = {
  draft: ['awaitingConsent', 'connected', 'degraded', 'off'],
  awaitingConsent: ['connected', 'degraded', 'disconnected', 'off'],
  connected: ['degraded', 'disconnected', 'off'],
  degraded: ['connected', 'disconnected', 'off'],
  disconnected: ['awaitingConsent', 'connected', 'degraded', 'off'],
  off: ['awaitingConsent', 'connected', 'degraded', 'disconnected'],
} as const satisfies Record<ConnectionState, readonly ConnectionState[]>;

export const DegradedReason = z.enum([
  'reconsentNeeded',
  'mfaRequired',
  'roleMissing',
  'throttled',
  'remoteDown',
  'wrongTenant',
  'rejected',
  'unreadable',
  'fileOld',
]);
export type DegradedReason = z.infer<typeof DegradedReason>;

/** Kinds of action that can be switched on for a connection; everything starts read-only (ruling 2). */
export const WriteKind = z.enum(['psaLines', 'subscriptions', 'access', 'profiles', 'tenants']);
export type WriteKind = z.infer<typeof WriteKind>;

/** What can be switched on for which side. */
export const writeKindsOf = {
  microsoft: ['subscriptions', 'access', 'profiles', 'tenants'],
  distributor: [],
  psa: ['psaLines'],
} as const satisfies Record<Side, readonly WriteKind[]>;

/** What a distributor is read for (capabilities S15): what it charges, and as a second witness of delegated access. Each is a switch. */
export const DistributorPurpose = z.enum(['costs', 'access']);
export type DistributorPurpose = z.infer<typeof DistributorPurpose>;

/** Settings that are not secret, per kind. */
export const ConnectionSettings = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('partnerCenter'),
    cloud: Cloud,
    partnerType: PartnerType,
    tenantId: z.uuid(),
    clientId: z.string().min(1),
    userPrincipalName: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('pax8'), baseUrl: z.url(), clientId: z.string().min(1) }),
  /** StreamOne Ion: the numeric account id is part of every address (distributors reference 3.1). */
  z.strictObject({ kind: z.literal('tdSynnex'), baseUrl: z.url(), accountId: z.string().regex(/^\d{1,20}$/) }),
  /** The marketplace is the last part of the address. `tokenUrl` and `clientId` only at sites that sign in at their realm (reference 4.1). */
  z.strictObject({
    kind: z.literal('ingram'),
    baseUrl: z.url(),
    userName: z.string().min(1),
    tokenUrl: z.url().optional(),
    clientId: z.string().min(1).optional(),
  }),
  /** A distributor of which only files come. `distributor`: who it is; `currency`: of amounts that name none (ISO 4217). */
  z.strictObject({
    kind: z.literal('distributorFile'),
    distributor: z.string().trim().min(1).max(100),
    currency: z.string().regex(/^[A-Z]{3}$/),
  }),
  z.strictObject({
    kind: z.literal('connectWise'),
    baseUrl: z.url(),
    companyId: z.string().min(1),
    publicKey: z.string().min(1),
    clientId: z.string().min(1),
  }),
]);
export type ConnectionSettings = z.infer<typeof ConnectionSettings>;

/** Secrets of a connection, stored encrypted and write-only over the API (SEC-40). */
export const ConnectionSecrets = z.strictObject({
  clientSecret: z.string().min(1).optional(),
  refreshToken: z.string().min(1).optional(),
  privateKey: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  subscriptionKey: z.string().min(1).optional(),
});
export type ConnectionSecrets = z.infer<typeof ConnectionSecrets>;

/** One probe of "Verify connectivity". */
export const Probe = z.object({
  name: z.string(),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  ms: z.number().int().nonnegative(),
  code: z.string().optional(),
  detail: z.string(),
  hint: z.string().optional(),
  correlationId: z.string().optional(),
  /** What the account told about itself by the way: its name, country, how many customers. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type Probe = z.infer<typeof Probe>;
