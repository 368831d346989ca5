import type { Address, Cloud, Contact, PartnerType } from './common.ts';

export type AppRegistration = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly displayName: string;
  /** Empty: any redirect address is taken (so that no registration is needed for a trial). */
  readonly redirectUris: readonly string[];
  /** False: authorize shows the consent page; a refresh token is refused with AADSTS65001. */
  readonly consented: boolean;
  readonly secretExpiresAt: string;
};

export type PartnerUser = {
  readonly objectId: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  /** `AdminAgents`, `SalesAgents`, `BillingAdmin`, `HelpdeskAgents`, `GlobalAdmin`. */
  readonly roles: readonly string[];
  /** Asked for a second factor at sign-in; tokens then carry `amr: ["pwd","mfa"]`. */
  readonly mfa: boolean;
};

/** One Partner Center account: one partner tenant in one cloud. `id` is our own short key (`pc-1`). */
export type PartnerAccount = {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  readonly cloud: Cloud;
  readonly partnerType: PartnerType;
  readonly mpnId: string;
  readonly domain: string;
  readonly country: string;
  readonly currency: string;
  readonly culture: string;
  readonly address: Address;
  readonly contact: Contact;
  readonly app: AppRegistration;
  readonly users: readonly PartnerUser[];
};

/**
 * A token of any remote. `id` is the sha256 (hex) of the bearer text, so that the log keeps no usable access token.
 * Entra: `tenantId` is the tenant of the token endpoint; `accountId` the partner account that the app or user belongs to, '' for people of customers.
 */
export type Token = {
  readonly id: string;
  /** `session`: somebody is signed in in a browser. */
  readonly kind: 'access' | 'refresh' | 'code' | 'session';
  /** `entra`, `pax8`, ... */
  readonly remote: string;
  /** Row id of PartnerAccount, DistributorAccount or PsaInstance. */
  readonly accountId: string;
  readonly tenantId: string;
  readonly clientId: string;
  /** Absent for application tokens. */
  readonly userObjectId?: string;
  /** As asked: `https://api.partnercenter.microsoft.com`, `https://graph.microsoft.com`, `https://api.pax8.com`. Refresh tokens: ''. */
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly mfa: boolean;
  readonly issuedAt: string;
  readonly expiresAt: string;
  readonly revokedAt?: string;
  /** All refresh tokens that came from one sign-in. */
  readonly family?: string;
  /** Set when it was redeemed (codes; refresh tokens under reuse-kills-family). */
  readonly usedAt?: string;
  /** Codes only: what the redemption must repeat. */
  readonly redirectUri?: string;
  readonly codeChallenge?: string;
  /** Absent: S256. */
  readonly codeChallengeMethod?: 'plain';
  readonly nonce?: string;
  /** Codes and refresh tokens: the audience first asked for, given again when a redemption names none. */
  readonly resource?: string;
};
