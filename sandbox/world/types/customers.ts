import type { Address, Cloud, Contact } from './common.ts';

/** One Microsoft tenant. `id` is the tenant id (GUID, lower case). */
export type Customer = {
  readonly id: string;
  readonly cloud: Cloud;
  readonly name: string;
  /** `contoso.onmicrosoft.com` */
  readonly defaultDomain: string;
  /** `contoso.com` */
  readonly domain: string;
  readonly country: string;
  readonly currency: string;
  readonly culture: string;
  readonly language: string;
  readonly address: Address;
  readonly contact: Contact;
  readonly createdAt: string;
  /** Domains that the tenant proved besides its first two. */
  readonly moreDomains?: readonly string[];
  /** Where the law asks for it (Brazil, India, ...). */
  readonly registrationNumber?: string;
  readonly addressLine2?: string;
  /** Made by a partner through the API, as in an integration sandbox. */
  readonly madeByApi?: true;
};

/** That a partner account sells to a customer. `id` = `${accountId}:${customerId}`. One customer may have several. */
export type CustomerRelationship = {
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly billingProfileId: string;
  /** Raised by every change of the billing profile: its etag. */
  readonly billingProfileVersion: number;
  readonly relationshipToPartner: 'reseller' | 'none';
  readonly allowDelegatedAccess: boolean;
  /** MPN id of the indirect reseller, seen by an indirect provider. */
  readonly resellerMpnId?: string;
  readonly commerceId: string;
  readonly acceptedAt: string;
  readonly removedAt?: string;
};

export type GdapStatus =
  | 'created'
  | 'approvalPending'
  | 'approved'
  | 'activating'
  | 'active'
  | 'expiring'
  | 'expired'
  | 'terminationRequested'
  | 'terminating'
  | 'terminated';

export type GdapAssignment = {
  readonly id: string;
  readonly groupId: string;
  readonly roleDefinitionIds: readonly string[];
  readonly status: 'pending' | 'active' | 'deleting' | 'deleted' | 'error';
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly version: number;
};

export type GdapRequest = {
  readonly id: string;
  readonly action: 'lockForApproval' | 'terminate' | 'approve' | 'reject';
  readonly status: 'created' | 'pending' | 'succeeded' | 'failed';
  readonly createdAt: string;
  readonly modifiedAt: string;
};

export type GdapOperation = {
  readonly id: string;
  readonly operationType: 'delegatedAdminAccessAssignmentUpdate' | 'delegatedAdminRelationshipUpdate';
  readonly status: 'notStarted' | 'running' | 'succeeded' | 'failed';
  readonly data: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
};

/** `id` = `${guid}-${guid}` as at Graph. `version` makes the etag. */
export type GdapRelationship = {
  readonly id: string;
  readonly accountId: string;
  /** Absent while the invitation names no customer. */
  readonly customerId?: string;
  readonly displayName: string;
  /** ISO 8601: P1D to P2Y. */
  readonly duration: string;
  /** `PT0S` (off) or `P180D`. */
  readonly autoExtendDuration: string;
  readonly roleDefinitionIds: readonly string[];
  readonly status: GdapStatus;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly activatedAt?: string;
  readonly endAt?: string;
  readonly assignments: readonly GdapAssignment[];
  readonly requests: readonly GdapRequest[];
  readonly operations: readonly GdapOperation[];
  /** An indirect provider made it for this account, his reseller, whose own consent it needs besides the customer's. */
  readonly reseller?: {
    readonly providerTenantId: string;
    readonly consent: 'pending' | 'approved' | 'rejected';
    readonly customerAccepted?: true;
  };
  readonly version: number;
};
