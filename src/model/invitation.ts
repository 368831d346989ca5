import { invitationDays } from './access.ts';

/**
 * Where the customer's administrator approves a relationship (partner-center-api reference 16: with the relationship's id; the address is unverified for
 * national clouds, so it is given as published).
 */
export const invitationLink = (relationshipId: string): string =>
  `https://admin.microsoft.com/AdminPortal/Home#/partners/invitation/granularAdminRelationships/${encodeURIComponent(relationshipId)}`;

/** Only while Microsoft waits for the customer. */
export const isInvitation = (remoteStatus: string): boolean => remoteStatus.toLowerCase() === 'approvalpending';

export const invitationEnd = (askedAt: Temporal.Instant): Temporal.Instant => askedAt.add({ hours: 24 * invitationDays });
