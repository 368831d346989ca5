import type { AccessCorrection } from '../../../model/access-correction.ts';
import type { Renewal } from '../../../model/access-replacement.ts';
import { abilities, coveredBy, mayExtend } from '../../../model/access-roles.ts';
import type { AccessFacts, AccessTemplate, AccessWish, Proposal, Proposed } from './wish.ts';

/** `mark`: a few letters that nobody else's relationship is named with. Pure. */
export function propose(facts: AccessFacts, wish: AccessWish, mark: string): Proposal {
  switch (wish.act) {
    case 'request':
      return request(facts, wish.template, mark);
    case 'requestBySegment': {
      const proposal = wish.proposed.get(facts.customerId) ?? { because: 'No segment of it names a template. Choose one.' };
      return 'because' in proposal ? leftOut(proposal.because) : request(facts, proposal.template, mark);
    }
    case 'replace':
      return replace(facts, mark);
    case 'extend':
    case 'stopExtending':
      return extend(facts, wish.act === 'extend');
    case 'end':
      return end(facts);
    case 'assign':
      return assign(facts, wish.groups);
    case 'consent':
    case 'withdraw':
      return consent(facts, wish.act === 'consent');
  }
}

const leftOut = (because: string): Proposal => ({ status: 'leftOut', because });
const proposed = (...corrections: readonly Proposed[]): Proposal => ({ status: 'proposed', corrections });

const mostLetters = 50; // of a relationship's name (partner-center-api reference 16)

/** Unique, and telling whose it is: the template, the domain as far as it fits, and the mark. */
export const nameOf = (template: string, domain: string, mark: string): string =>
  `${`${template} ${domain}`.slice(0, mostLetters - mark.length - 1).trimEnd()} ${mark}`;

const tenantOf = ({ connectionId, tenantId }: AccessFacts) => ({ connectionId, customerTenantId: tenantId });

/** Why there is nothing to ask for. */
export const askedForWords = {
  invited: 'An invitation is out already; the customer has to approve it.',
  active: 'The access is active. Use a replacement instead.',
} as const;

function request(facts: AccessFacts, template: AccessTemplate, mark: string): Proposal {
  if (facts.isInvited) return leftOut(askedForWords.invited);
  if (facts.isActive) return leftOut(askedForWords.active);
  return proposed(requestOf(facts, template, mark));
}

function requestOf(facts: AccessFacts, template: AccessTemplate, mark: string): Proposed {
  const autoExtends = template.autoExtends && mayExtend(template.roleIds);
  const correction: AccessCorrection = {
    action: 'requestAccess',
    ...tenantOf(facts),
    name: nameOf(template.name, facts.domain, mark),
    duration: `P${String(template.durationDays)}D`,
    roleIds: [...template.roleIds],
    autoExtends,
    groups: template.groups.map((each) => ({ ...each, roleIds: [...each.roleIds] })),
  };
  return {
    correction,
    summary: `Ask ${facts.name} for access with ${String(template.roleIds.length)} roles for ${String(template.durationDays)} days`,
    warnings: [
      'The customer has to approve it within 90 days.',
      ...(template.autoExtends && !autoExtends ? ['With the Global Administrator role Microsoft does not prolong it by itself.'] : []),
      ...(template.groups.length === 0 ? ['No group gets the roles yet: nobody has access before one does.'] : []),
    ],
  };
}

/** The same roles for the same groups, as long again: the present one goes on until it ends, so there is no gap. */
function replace(facts: AccessFacts, mark: string): Proposal {
  if (facts.held === undefined) return leftOut('There is no relationship that could be replaced. Ask for one.');
  const { remoteId, name, roleIds, groups, duration, isOpen, autoExtends, renewal } = facts.held;
  if (renewal !== 'needed') return leftOut(renewedWords[renewal]);
  const template = { name: name.slice(0, 24), roleIds, groups, autoExtends: true, durationDays: daysOf(duration) };
  const asked = requestOf(facts, template, mark);
  // One that is over, or goes on by itself, leaves no place: then it is a request like any other.
  if (!isOpen || autoExtends || asked.correction.action !== 'requestAccess') return proposed(asked);
  return proposed({ ...asked, correction: { ...asked.correction, replaces: remoteId } });
}

/** Why there is nothing to replace. */
export const renewedWords: Readonly<Record<Exclude<Renewal['word'], 'needed'>, string>> = {
  there: 'Another relationship goes on longer, with the same roles for the same groups.',
  groupsLack: 'Another relationship goes on longer with the same roles. Give the groups its roles; nobody has to approve again.',
  invited: askedForWords.invited,
};

const longest = 730;
/** Of what Microsoft wrote; what cannot be read is the longest that it allows. */
function daysOf(duration: string | undefined): number {
  try {
    const days = Temporal.Duration.from(duration ?? '').total({ unit: 'days', relativeTo: '2026-01-01' });
    return Math.max(1, Math.min(longest, Math.floor(days)));
  } catch {
    return longest;
  }
}

function extend(facts: AccessFacts, to: boolean): Proposal {
  const { held } = facts;
  if (held?.isOpen !== true) return leftOut('There is no active relationship.');
  if (held.autoExtends === to) return leftOut(to ? 'It extends itself already.' : 'It does not extend itself.');
  if (to && !mayExtend(held.roleIds))
    return leftOut('It holds the Global Administrator role, which Microsoft does not prolong. Ask for a replacement.');
  return proposed({
    correction: {
      action: 'setAutoExtend',
      connectionId: held.connectionId,
      customerTenantId: facts.tenantId,
      relationshipRemoteId: held.remoteId,
      to,
    },
    summary: `Switch the automatic extension of ${facts.name} ${to ? 'on' : 'off'}`,
    warnings: [],
  });
}

function end(facts: AccessFacts): Proposal {
  const { held } = facts;
  if (held?.isOpen !== true) return leftOut('There is no active relationship.');
  return proposed({
    correction: {
      action: 'endAccess',
      connectionId: held.connectionId,
      customerTenantId: facts.tenantId,
      relationshipRemoteId: held.remoteId,
    },
    summary: `End the access to ${facts.name}: ${held.name}`,
    warnings: ['It does not come back: only a new request does.', ...coveredBy(held.roleIds).map(({ without }) => without)],
  });
}

function assign(facts: AccessFacts, groups: AccessTemplate['groups']): Proposal {
  const { held } = facts;
  if (held?.isOpen !== true) return leftOut('There is no active relationship.');
  const there = new Set(held.groups.map(({ groupId }) => groupId));
  const wanted = groups
    .filter(({ groupId }) => !there.has(groupId))
    .map((each) => ({
      groupId: each.groupId,
      roleIds: (each.roleIds.length === 0 ? held.roleIds : each.roleIds).filter((id) => held.roleIds.includes(id)),
    }))
    .filter(({ roleIds }) => roleIds.length > 0);
  if (wanted.length === 0) return leftOut('The groups hold its roles already, or it has none of theirs.');
  return proposed(
    ...wanted.map(({ groupId, roleIds }) => ({
      correction: {
        action: 'assignGroup' as const,
        connectionId: held.connectionId,
        customerTenantId: facts.tenantId,
        relationshipRemoteId: held.remoteId,
        groupId,
        roleIds,
      },
      summary: `Give a group ${String(roleIds.length)} roles at ${facts.name}`,
      warnings: [],
    })),
  );
}

function consent(facts: AccessFacts, to: boolean): Proposal {
  if (to && !facts.isActive) return leftOut('The access is not active. Consent needs it.');
  if (to === (facts.consent === 'granted')) return leftOut(to ? 'It is given already.' : 'There is no consent.');
  const isCovered = coveredBy(facts.held?.roleIds ?? []).some(({ id }) => id === 'consentApp');
  const roles = abilities.find(({ id }) => id === 'consentApp');
  return proposed({
    correction: { action: 'setConsent', ...tenantOf(facts), to },
    summary: to ? `Consent to the app at ${facts.name}` : `Take the consent at ${facts.name} back`,
    warnings: to
      ? [
          ...(isCovered || roles === undefined
            ? []
            : ['No role of the relationship may consent for the customer; Partner Center will probably refuse.']),
          'It can take a while until the tenant lets us in; that is looked at by itself.',
        ]
      : ['Licences of this customer are not read any more.'],
  });
}
