import type { Cloud } from './cloud.ts';

/** A customer as Partner Center tells it, in our words. Its identity is the tenant id in its cloud (ruling 1). */
export type MicrosoftCustomer = {
  /** Lower-case GUID. */
  readonly tenantId: string;
  readonly cloud: Cloud;
  readonly name: string;
  /** Primary domain, lower case; empty when Microsoft sent none. */
  readonly domain: string;
  readonly relationship: 'reseller' | 'advisor' | 'none' | 'unknown';
  /** ISO 3166 alpha-2, when known. */
  readonly country?: string;
};

/** A company at a distributor or a PSA that may be one of our customers. */
export type RemoteAccount = {
  readonly remoteId: string;
  readonly name: string;
  readonly domain: string;
  readonly tenantIds: readonly string[];
  /** Our or another system's id kept at the remote, if any. */
  readonly externalRef?: string;
  /** Its number for tax, as that system writes it. */
  readonly taxId?: string;
  /** What the system tells of delegated access, in its own word, by tenant id. */
  readonly accessTold?: Readonly<Record<string, string>>;
  readonly active: boolean;
  /** What kind of company it is there, in the partner's own words: a vendor is not billed. */
  readonly types?: readonly string[];
  readonly currency?: string;
};

/** Whether we may compare and change things for a customer, and if not, the first reason. */
export type Readiness = 'ready' | 'needsConsent' | 'needsGdap' | 'blocked' | 'excluded';
