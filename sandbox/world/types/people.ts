import type { Contact } from './common.ts';

/** A licence that somebody gave to a user. */
export type UserLicence = {
  /** Provisioning id (GUID) of the SKU, as Graph and Partner Center name it. */
  readonly skuId: string;
  readonly excludedPlans: readonly string[];
};

/** A user of a customer's tenant. `id` is the object id. Users are derived from the tenant's own seed; a row is kept once something was changed. */
export type CustomerUser = {
  readonly id: string;
  readonly customerId: string;
  readonly userPrincipalName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly displayName: string;
  readonly usageLocation: string;
  readonly phoneNumber?: string;
  readonly immutableId?: string;
  readonly forceChangePassword?: boolean;
  readonly state: 'active' | 'inactive';
  /** Set while it is in the bin: gone for good after 30 days. */
  readonly softDeletedAt?: string;
  /** Ids of directory roles. */
  readonly roleIds: readonly string[];
  readonly licences: readonly UserLicence[];
  readonly createdAt: string;
};

/** `id` = `${customerId}:${qualification}`. The review ends by itself after some time, or somebody decides. */
export type QualificationRow = {
  readonly id: string;
  readonly customerId: string;
  readonly qualification: 'Education' | 'GovernmentCommunityCloud' | 'StateOwnedEntity' | 'Nonprofit';
  readonly educationSegment?: string;
  readonly website?: string;
  readonly validationCode?: string;
  readonly createdAt: string;
  readonly decided?: 'Approved' | 'Denied';
  readonly reason?: string;
};

/** That an app of a partner may act inside a customer's tenant. `id` = `${accountId}:${customerId}:${applicationId}`. */
export type ApplicationConsent = {
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly applicationId: string;
  readonly displayName: string;
  readonly grants: readonly { readonly enterpriseApplicationId: string; readonly scope: string }[];
  readonly consentedAt: string;
};

export type AgreementType = 'MicrosoftCustomerAgreement' | 'MicrosoftCloudAgreement';

/** That a partner confirmed a customer's acceptance, or the customer accepted himself (`how`). */
export type AgreementRow = {
  readonly id: string;
  /** Absent: signed by the customer at Microsoft, good for every partner. */
  readonly accountId?: string;
  readonly customerId: string;
  readonly how: 'confirmed' | 'attested' | 'direct';
  readonly type: AgreementType;
  readonly templateId: string;
  readonly primaryContact: Contact & { readonly phoneNumber: string };
  /** Instant that the partner or the customer named. */
  readonly agreedAt: string;
  readonly userId: string;
};

/** An enhanced attestation: the link under which the customer accepts. */
export type AttestationRow = {
  readonly id: string;
  readonly accountId: string;
  readonly country: string;
  readonly language: string;
  readonly companyName: string;
  readonly signatory: Contact & { readonly phoneNumber: string };
  readonly createdAt: string;
  readonly acceptedAt?: string;
  /** The customer whose agreement it became. */
  readonly customerId?: string;
};

/** Microsoft's review of a customer's account. `id` = customer. */
export type AccountStatusRow = {
  readonly id: string;
  readonly status: 'Unknown' | 'UnderReview' | 'Allowed' | 'NotAllowed' | 'Not Ready';
  readonly updatedAt: string;
};

export type ServiceRequestNote = { readonly createdByName: string; readonly createdAt: string; readonly text: string };

/** A request for support that a partner opened in the portal. `id`: 15 digits. */
export type ServiceRequestRow = {
  readonly id: string;
  readonly accountId: string;
  readonly customerId?: string;
  readonly title: string;
  readonly description: string;
  readonly severity: 'minimal' | 'moderate' | 'critical';
  readonly status: 'open' | 'closed' | 'attention_needed';
  readonly supportTopicId: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly closedAt?: string;
  readonly notes: readonly ServiceRequestNote[];
};

/** Unusual use that Microsoft found in an Azure subscription. `id` = `${subscriptionId}_${entityId}`. */
export type FraudEventRow = {
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly entityId: string;
  readonly eventType: string;
  readonly severity: 'Low' | 'Medium' | 'High';
  readonly hitCount: number;
  readonly status: 'Active' | 'Investigating' | 'Resolved';
  readonly firstAt: string;
  readonly lastAt: string;
  readonly resolvedReason?: 'Fraud' | 'Ignore';
  readonly resolvedAt?: string;
  readonly resolvedBy?: string;
};

/** What a partner changed of one of his own profiles. `id` = `${accountId}:${kind}`. `fields` are the members as sent, camelCase. */
export type PartnerProfileRow = {
  readonly id: string;
  readonly version: number;
  readonly fields: Readonly<Record<string, unknown>>;
};

/** A partner who is no account of this world: an indirect reseller, known by his MPN id. `id` = tenant. */
export type PartnerCompany = {
  readonly id: string;
  /** The indirect provider behind whom he sells. */
  readonly accountId: string;
  readonly name: string;
  readonly mpnId: string;
  readonly country: string;
  readonly agreementSigned: boolean;
  /** Made by the integration sandbox's own call, and the only kind that can be deleted again. */
  readonly forTrial: boolean;
  readonly createdAt: string;
  readonly removedAt?: string;
};
