import type { z } from 'zod';
import type { AccessCorrection, GroupRoles } from '../../../model/access-correction.ts';
import type { Renewal } from '../../../model/access-replacement.ts';

/** Roles that are asked for, for how long, and who gets them when the customer has approved. */
export type AccessTemplate = {
  /** The relationship is named after it: "Standard contoso.com 4f1a". */
  readonly name: string;
  readonly roleIds: readonly string[];
  /** 1 to 730 (partner-center-api reference 16). */
  readonly durationDays: number;
  readonly autoExtends: boolean;
  readonly groups: readonly z.infer<typeof GroupRoles>[];
};

/**
 * What somebody wants for some customers. request: a new relationship. requestBySegment: with what each customer's segments name. replace: one like the present, before that ends. `relationshipId`: that one. extend, stopExtending: the
 * automatic extension. end: the relationship that counts. assign: groups for it. consent, withdraw: the app in the tenant.
 */
export type AccessWish =
  | { readonly act: 'request'; readonly template: AccessTemplate }
  | {
      readonly act: 'requestBySegment';
      readonly proposed: ReadonlyMap<string, { readonly template: AccessTemplate } | { readonly because: string }>;
    }
  | { readonly act: 'assign'; readonly groups: AccessTemplate['groups']; readonly relationshipId?: string }
  | { readonly act: 'replace'; readonly relationshipId?: string }
  | { readonly act: 'extend' | 'stopExtending' | 'end' | 'consent' | 'withdraw' };

/** A customer as far as a wish is about him, as the partner account sees it. */
export type AccessFacts = {
  readonly customerId: string;
  readonly name: string;
  readonly domain: string;
  readonly tenantId: string;
  readonly resellerId: string;
  readonly connectionId: string;
  readonly isActive: boolean;
  /** An invitation is out. */
  readonly isInvited: boolean;
  readonly consent: string;
  readonly held: HeldRelationship | undefined;
};

/** The relationship that the wish is about. */
export type HeldRelationship = {
  readonly remoteId: string;
  readonly connectionId: string;
  readonly name: string;
  readonly roleIds: readonly string[];
  readonly groups: AccessTemplate['groups'];
  readonly autoExtends: boolean;
  /** Active at Microsoft, whoever it lets in. */
  readonly isOpen: boolean;
  /** ISO 8601 period. */
  readonly duration: string | undefined;
  /** What takes its place already. */
  readonly renewal: Renewal['word'];
};

/** One change for a customer, and what somebody should know before he agrees. */
export type Proposed = { readonly correction: AccessCorrection; readonly summary: string; readonly warnings: readonly string[] };

export type Proposal =
  | { readonly status: 'proposed'; readonly corrections: readonly Proposed[] }
  | { readonly status: 'leftOut'; readonly because: string };
