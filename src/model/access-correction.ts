import { z } from 'zod';
import { AccessGroup } from './access.ts';

const tenant = { connectionId: z.string(), customerTenantId: z.string() };
const relationship = { ...tenant, relationshipRemoteId: z.string() };

/** Roles for a group of the partner. */
export const GroupRoles = AccessGroup.pick({ groupId: true, roleIds: true });

/** What can be changed about a customer's delegated access and consent. Sources: partner-center-api reference 1.5 and 16. */
export const accessCorrections = [
  z.object({
    action: z.literal('requestAccess'),
    ...tenant,
    /** Unique for the partner account, at most 50 characters: by it a request whose answer was lost is found again. */
    name: z.string().min(1).max(50),
    /** ISO 8601 period, P1D to P2Y. */
    duration: z.string(),
    roleIds: z.array(z.string()).min(1),
    autoExtends: z.boolean(),
    /** Who gets the roles when the customer has approved. */
    groups: z.array(GroupRoles),
    /** The relationship whose place it takes: asked for only while nothing else does. */
    replaces: z.string().optional(),
  }),
  z.object({ action: z.literal('setAutoExtend'), ...relationship, to: z.boolean() }),
  z.object({ action: z.literal('endAccess'), ...relationship }),
  z.object({ action: z.literal('assignGroup'), ...relationship, groupId: z.string(), roleIds: z.array(z.string()).min(1) }),
  z.object({ action: z.literal('setConsent'), ...tenant, to: z.boolean() }),
] as const;

export const AccessCorrection = z.discriminatedUnion('action', [...accessCorrections]);
export type AccessCorrection = z.infer<typeof AccessCorrection>;

const actions: readonly string[] = accessCorrections.map((schema) => schema.shape.action.value);
export const isAboutAccess = (act: { readonly action: string }): act is AccessCorrection => actions.includes(act.action);

/** What it touches, in one text: nobody begins another on the same while one is open. */
export function touchedByAccess(correction: AccessCorrection): string {
  const { connectionId, customerTenantId, action } = correction;
  const access = `${connectionId}/${customerTenantId}/access`;
  switch (action) {
    case 'requestAccess':
      return `${access}/new`;
    case 'setConsent':
      return `${access}/consent`;
    case 'assignGroup':
      return `${access}/${correction.relationshipRemoteId}/${correction.groupId}`;
    case 'setAutoExtend':
    case 'endAccess':
      return `${access}/${correction.relationshipRemoteId}`;
  }
}

/** What takes it back. An invitation lapses by itself, and what was ended does not come back: only a new request does. */
export function inverseOfAccess(correction: AccessCorrection): AccessCorrection[] {
  switch (correction.action) {
    case 'setAutoExtend':
    case 'setConsent':
      return [{ ...correction, to: !correction.to }];
    case 'requestAccess':
    case 'endAccess':
    case 'assignGroup':
      return [];
  }
}
