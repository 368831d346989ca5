import type { TenantAccess } from '../../../connectors/ports.ts';
import { type AccessRelationship, accessStateOf } from '../../../model/access.ts';
import type { AccessCorrection } from '../../../model/access-correction.ts';
import { renewalOf } from '../../../model/access-replacement.ts';
import { isInvitation } from '../../../model/invitation.ts';
import type { TargetState } from '../plan.ts';

/** What is read at Microsoft of one customer: its relationships, and for a consent whether the tenant lets us in. */
export type SeenAccess = TenantAccess & { readonly reaches?: boolean };
type Request = Extract<AccessCorrection, { readonly action: 'requestAccess' }>;

const flag = (isOn: boolean): string => (isOn ? 'on' : 'off');

/** A customer's access in the words of a step: only what the correction is about. */
export function stateOfAccess(seen: SeenAccess, correction: AccessCorrection): TargetState {
  const { relationships, reaches } = seen;
  switch (correction.action) {
    case 'requestAccess': {
      const made = relationships.find(({ displayName }) => displayName.toLowerCase() === correction.name.toLowerCase());
      // A draft that was never sent on is nothing yet: the write goes on with it.
      const relationship = made === undefined || made.remoteStatus.toLowerCase() === 'created' ? 'none' : 'sent';
      return correction.replaces === undefined
        ? { relationship, others: othersIn(seen, correction) }
        : { relationship, replacement: replacementIn(seen, correction, correction.replaces) };
    }
    case 'setConsent':
      return { consent: reaches === true ? 'given' : 'none' };
    case 'endAccess':
    case 'setAutoExtend':
    case 'assignGroup': {
      const held = relationships.find(({ remoteId }) => remoteId === correction.relationshipRemoteId);
      if (held === undefined) return { relationship: 'none' };
      return stateOfHeld(held, correction);
    }
  }
}

/** What else of the customer is there by now, asked for here or in Partner Center: one invitation is enough. */
function othersIn({ relationships }: SeenAccess, { name }: Request): 'none' | 'invited' | 'active' {
  const others = relationships.filter(({ displayName }) => displayName.toLowerCase() !== name.toLowerCase());
  if (others.some(({ remoteStatus }) => isInvitation(remoteStatus))) return 'invited';
  return others.some(({ state }) => state === 'active') ? 'active' : 'none';
}

/**
 * Whether the one that ends still has to be replaced, whoever did something meanwhile. `unread`: not all could be read, so nobody can tell. `ended`:
 * somebody ended it, which nobody here takes back. `changed`: it holds other roles by now, or extends itself.
 */
function replacementIn({ relationships, isWhole }: SeenAccess, { name, roleIds, groups }: Request, replaces: string): string {
  if (!isWhole) return 'unread';
  const held = relationships.find(({ remoteId }) => remoteId === replaces);
  if (held === undefined || /^terminat/i.test(held.remoteStatus)) return 'ended';
  if (held.autoExtends || roleIds.some((id) => !held.roleIds.includes(id))) return 'changed';
  const others = relationships.filter(({ displayName }) => displayName.toLowerCase() !== name.toLowerCase());
  return renewalOf({ remoteId: replaces, endsAt: held.endsAt, roleIds, groups }, others).word;
}

function stateOfHeld(
  held: AccessRelationship,
  correction: Extract<AccessCorrection, { readonly relationshipRemoteId: string }>,
): TargetState {
  const relationship = /^active$/i.test(held.remoteStatus) ? 'active' : accessStateOf(held.remoteStatus);
  switch (correction.action) {
    case 'endAccess':
      return { relationship };
    case 'setAutoExtend':
      return { relationship, autoExtend: flag(held.autoExtends) };
    case 'assignGroup': {
      const has = (held.groups ?? []).some(({ groupId, status }) => groupId === correction.groupId && !status.startsWith('delet'));
      return { relationship, group: has ? 'has roles' : 'none' };
    }
  }
}

/** What it will be. */
export function accessAfter(before: TargetState, correction: AccessCorrection): TargetState {
  switch (correction.action) {
    case 'requestAccess':
      return { ...before, relationship: 'sent' };
    case 'setConsent':
      return { consent: correction.to ? 'given' : 'none' };
    case 'endAccess':
      return { relationship: 'expired' };
    case 'setAutoExtend':
      return { ...before, autoExtend: flag(correction.to) };
    case 'assignGroup':
      return { ...before, group: 'has roles' };
  }
}

/** Is there still something for it to do? */
export const isBeforeAccess = (now: TargetState, correction: AccessCorrection): boolean => {
  const after = accessAfter(now, correction);
  const isThere = Object.entries(after).every(([field, value]) => now[field] === value);
  const needsActive = 'relationshipRemoteId' in correction;
  return !isThere && (!needsActive || now['relationship'] === 'active');
};
