import { z } from 'zod';
import type { AccessRelationship } from './access.ts';
import type { GroupRoles } from './access-correction.ts';
import { isInvitation } from './invitation.ts';

/** A relationship that ends, as far as another one has to be as good. */
export type Ending = {
  readonly remoteId: string;
  readonly endsAt: Temporal.Instant | undefined;
  readonly roleIds: readonly string[];
  /** Which groups of the partner hold which of its roles: this is what nobody may lose. */
  readonly groups: readonly Roles[];
};
type Roles = Pick<z.infer<typeof GroupRoles>, 'groupId' | 'roleIds'>;

/** Another relationship of the same partner account with the same customer. */
export type Other = Pick<AccessRelationship, 'remoteId' | 'remoteStatus' | 'endsAt' | 'roleIds'> & {
  readonly groups: readonly (Roles & { readonly status: string })[] | undefined;
  /** Which groups get its roles once the customer has approved; undefined: nobody told us. */
  readonly promised?: readonly Roles[] | undefined;
};

/**
 * What another relationship is to one that ends. there: it goes on longer, and the same groups hold the same roles of it. groupsLack: it goes on longer
 * with the same roles, and not all groups hold them yet. invited: the customer is asked to approve it. needed: none of them.
 */
export type Renewal = { readonly word: 'there' | 'groupsLack' | 'invited'; readonly by: string } | { readonly word: 'needed' };

/**
 * A relationship belongs to one partner tenant (partner-center-api reference 16), so only those of the same account are given here: what another account
 * holds lets nobody of this one in. Roles add up: several relationships together may hold what one does. Of two with the same end one is enough. Pure.
 */
export function renewalOf(ending: Ending, others: readonly Other[]): Renewal {
  const rest = others.filter(({ remoteId }) => remoteId !== ending.remoteId);
  const needed = pairsOf(ending.groups, ending.roleIds);
  const later = rest.filter((other) => isOpen(other) && outlasts(other, ending));
  const held = new Set(later.flatMap(({ groups, roleIds }) => pairsOf(groups ?? [], roleIds)));
  const carrier = later.find(({ groups, roleIds }) => pairsOf(groups ?? [], roleIds).some((pair) => needed.includes(pair)));
  if (carrier !== undefined && needed.every((pair) => held.has(pair))) return { word: 'there', by: carrier.remoteId };
  const roles = rolesOf(ending);
  const approved = later.find(({ roleIds }) => roles.every((id) => roleIds.includes(id)));
  if (approved !== undefined) return { word: 'groupsLack', by: approved.remoteId };
  const invited = rest.find((other) => isUnderWay(other) && promises(other, roles, needed));
  return invited === undefined ? { word: 'needed' } : { word: 'invited', by: invited.remoteId };
}

const isOpen = ({ remoteStatus }: Pick<Other, 'remoteStatus'>): boolean => remoteStatus.toLowerCase() === 'active';

/** Approved and not active yet counts as well. A draft does not: nobody has been asked. */
const isUnderWay = ({ remoteStatus }: Other): boolean => isInvitation(remoteStatus) || /^(approved|activating)$/i.test(remoteStatus);

function outlasts(other: Other, { endsAt, remoteId }: Ending): boolean {
  if (other.endsAt === undefined) return true;
  if (endsAt === undefined) return false;
  const order = Temporal.Instant.compare(other.endsAt, endsAt);
  return order > 0 || (order === 0 && other.remoteId < remoteId);
}

const pairsOf = (groups: readonly (Roles & { readonly status?: string })[], all: readonly string[]): string[] =>
  groups
    // An assignment that was just made is active a moment later.
    .filter(({ status }) => status === undefined || status === 'active' || status === 'pending')
    .flatMap(({ groupId, roleIds }) => (roleIds.length === 0 ? all : roleIds).map((role) => `${groupId} ${role}`));

/** What its groups hold; of one that no group holds, all that it has. */
function rolesOf({ groups, roleIds }: Ending): readonly string[] {
  const held = groups.flatMap((each) => (each.roleIds.length === 0 ? roleIds : each.roleIds));
  return held.length === 0 ? roleIds : [...new Set(held)];
}

function promises({ roleIds, promised }: Other, roles: readonly string[], needed: readonly string[]): boolean {
  if (!roles.every((id) => roleIds.includes(id))) return false;
  if (promised === undefined) return true;
  const pairs = new Set(pairsOf(promised, roleIds));
  return needed.every((pair) => pairs.has(pair));
}

/**
 * How it stands with the replacement of an access that ends. due, later, asking: Concord does it. invited, groupsLack, there: it is on its way or done.
 * off, extendable: nobody does it by itself. The rest: something is in the way.
 */
export const ReplacementWord = z.enum([
  'there',
  'groupsLack',
  'invited',
  'asking',
  'due',
  'later',
  'off',
  'extendable',
  'notConnected',
  'notSold',
  'writeOff',
  'leftOut',
  'unread',
  'refused',
  'failed',
  'lapsed',
]);
export type ReplacementWord = z.infer<typeof ReplacementWord>;

/** Something keeps Concord from asking although it should: somebody has to do something. */
export const isHeldBack = (word: ReplacementWord): boolean =>
  ['groupsLack', 'notConnected', 'notSold', 'writeOff', 'leftOut', 'unread', 'refused', 'lapsed'].includes(word);
