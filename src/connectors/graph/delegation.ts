import { Fault } from '../../lib/errors.ts';
import { type AccessCorrection, inverseOfAccess } from '../../model/access-correction.ts';
import type { LookUp, PreparedCall, Written } from '../ports.ts';
import type { GraphClient } from './client.ts';
import { relationshipsOf, wiresOf } from './connector.ts';
import type { WireRelationship } from './schema.ts';

/** What of delegated access Graph holds; the consent is Partner Center's. */
export type AtGraph = Exclude<AccessCorrection, { action: 'setConsent' }>;
type Request = Extract<AtGraph, { action: 'requestAccess' }>;

/** A prolongation by half a year, or none (partner-center-api reference 16). */
const extension = (autoExtends: boolean): string => (autoExtends ? 'P180D' : 'PT0S');

const rolesOf = (roleIds: readonly string[]) => ({ unifiedRoles: roleIds.map((roleDefinitionId) => ({ roleDefinitionId })) });

const draftOf = ({ name, duration, customerTenantId, roleIds, autoExtends }: Request) => ({
  displayName: name,
  duration,
  customer: { tenantId: customerTenantId },
  accessDetails: rolesOf(roleIds),
  autoExtendDuration: extension(autoExtends),
});

const assignmentOf = ({ groupId, roleIds }: Extract<AtGraph, { action: 'assignGroup' }>) => ({
  accessContainer: { accessContainerId: groupId, accessContainerType: 'securityGroup' },
  accessDetails: rolesOf(roleIds),
});

const list = '/v1.0/tenantRelationships/delegatedAdminRelationships';

/** The calls that `writeAtGraph` makes. The id of a new relationship is known only when it is there. */
export function prepareAtGraph(correction: AtGraph): readonly PreparedCall[] {
  switch (correction.action) {
    case 'requestAccess':
      return [
        { summary: `Make the relationship ${correction.name}`, method: 'POST', path: list, body: draftOf(correction) },
        {
          summary: 'Send it to the customer for approval',
          method: 'POST',
          path: `${list}/(new)/requests`,
          body: { action: 'lockForApproval' },
        },
      ];
    case 'setAutoExtend':
      return [
        {
          summary: `Switch the automatic extension ${correction.to ? 'on' : 'off'}`,
          method: 'PATCH',
          path: `${list}/${correction.relationshipRemoteId}`,
          body: { autoExtendDuration: extension(correction.to) },
        },
      ];
    case 'endAccess':
      return [
        {
          summary: 'End the relationship',
          method: 'POST',
          path: `${list}/${correction.relationshipRemoteId}/requests`,
          body: { action: 'terminate' },
        },
      ];
    case 'assignGroup':
      return [
        {
          summary: `Give ${correction.roleIds.length} roles to the group ${correction.groupId}`,
          method: 'POST',
          path: `${list}/${correction.relationshipRemoteId}/accessAssignments`,
          body: assignmentOf(correction),
        },
      ];
  }
}

const isNamed =
  ({ name }: Request) =>
  ({ displayName }: WireRelationship): boolean =>
    displayName?.toLowerCase() === name.toLowerCase();

const statusOf = ({ status }: WireRelationship): string => status?.toLowerCase() ?? '';

/** Carries one out. What a first call left half done is found by its name and gone on with: names are unique for the partner. */
export async function writeAtGraph(client: GraphClient, correction: AtGraph, signal?: AbortSignal): Promise<Written<AccessCorrection>> {
  return { remoteIds: [await write(client, correction, signal)], undo: inverseOfAccess(correction) };
}

async function write(client: GraphClient, correction: AtGraph, signal: AbortSignal | undefined): Promise<string> {
  if (correction.action === 'requestAccess') return request(client, correction, signal);
  const { relationshipRemoteId: id } = correction;
  const now = await client.relationship(id, signal);
  if (statusOf(now) !== 'active') throw changedSince(`The relationship is ${now.status ?? 'gone'}`);
  switch (correction.action) {
    case 'setAutoExtend':
      await client.patchRelationship(id, now['@odata.etag'] ?? '*', { autoExtendDuration: extension(correction.to) }, signal);
      return id;
    case 'endAccess':
      await client.request(id, 'terminate', signal);
      return id;
    case 'assignGroup': {
      const known = await groupOf(client, correction, signal);
      return known ?? (await client.assign(id, assignmentOf(correction), signal)).id ?? id;
    }
  }
}

async function request(client: GraphClient, correction: Request, signal: AbortSignal | undefined): Promise<string> {
  const known = (await wiresOf(client, correction.customerTenantId, signal)).items.find(isNamed(correction));
  const relationship = known ?? (await client.createRelationship(draftOf(correction), signal));
  if (statusOf(relationship) === 'created') await client.request(relationship.id, 'lockForApproval', signal);
  return relationship.id;
}

const groupOf = async (
  client: GraphClient,
  { customerTenantId, relationshipRemoteId, groupId }: Extract<AtGraph, { action: 'assignGroup' }>,
  signal: AbortSignal | undefined,
): Promise<string | undefined> => {
  const { relationships } = await relationshipsOf(client, customerTenantId, signal);
  const groups = relationships.find(({ remoteId }) => remoteId === relationshipRemoteId)?.groups ?? [];
  return groups.find((each) => each.groupId === groupId && !each.status.startsWith('delet'))?.id;
};

const changedSince = (what: string): Fault =>
  new Fault('changed_since', 'permanent', `${what} at Microsoft; nothing was sent`, {
    remote: 'graph',
    hint: 'Read the customer again and preview once more.',
  });

const ending: readonly string[] = ['terminationrequested', 'terminating', 'terminated'];

/** After a lost answer: each of them leaves a trace that only it leaves. */
export async function lookUpAtGraph(client: GraphClient, correction: AtGraph, signal?: AbortSignal): Promise<LookUp> {
  const found = await traceOf(client, correction, signal);
  return found === undefined ? { found: 'notApplied' } : { found: 'applied', remoteIds: [found] };
}

async function traceOf(client: GraphClient, correction: AtGraph, signal: AbortSignal | undefined): Promise<string | undefined> {
  if (correction.action === 'assignGroup') return groupOf(client, correction, signal);
  const { items } = await wiresOf(client, correction.customerTenantId, signal);
  // A draft that nobody sent on is not what was wanted: sending again goes on with it.
  if (correction.action === 'requestAccess') return items.find((wire) => isNamed(correction)(wire) && statusOf(wire) !== 'created')?.id;
  const wire = items.find(({ id }) => id === correction.relationshipRemoteId);
  if (wire === undefined) return undefined;
  const isThere = correction.action === 'endAccess' ? ending.includes(statusOf(wire)) : isOn(wire.autoExtendDuration) === correction.to;
  return isThere ? wire.id : undefined;
}

const isOn = (period: string | undefined): boolean => period !== undefined && !/^P(T0S|0D)$/i.test(period);
