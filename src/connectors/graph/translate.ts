import { readGuid } from '../../lib/wire.ts';
import { type AccessGroup, type AccessRelationship, type AccessState, accessStateOf } from '../../model/access.ts';
import type { WireAccessAssignment, WireRelationship } from './schema.ts';

/** What is known about who gets in through an active relationship. `undefined`: not asked; 'failed': could not be read. */
export type Assignments = readonly WireAccessAssignment[] | 'failed' | undefined;

export function toAccess(wire: WireRelationship, assignments: Assignments): AccessRelationship {
  const remoteStatus = wire.status ?? '';
  const state = accessStateOf(remoteStatus);
  return {
    remoteId: wire.id,
    customerTenantId: readGuid(wire.customer?.tenantId),
    displayName: wire.displayName ?? '',
    remoteStatus,
    state: state === 'active' ? throughAssignments(assignments) : state,
    endsAt: wire.endDateTime,
    roleIds: rolesOf(wire),
    autoExtends: isPositive(wire.autoExtendDuration),
    duration: wire.duration,
    askedAt: wire.createdDateTime,
    startsAt: wire.activatedDateTime,
    groups: assignments === undefined || assignments === 'failed' ? undefined : assignments.flatMap(toGroup),
  };
}

const rolesOf = ({ accessDetails }: Pick<WireRelationship, 'accessDetails'>): string[] =>
  (accessDetails?.unifiedRoles ?? []).map((role) => role.roleDefinitionId.toLowerCase());

function toGroup(wire: WireAccessAssignment): AccessGroup[] {
  const groupId = readGuid(wire.accessContainer?.accessContainerId);
  if (wire.id === undefined || groupId === undefined) return [];
  return [{ id: wire.id, groupId, status: wire.status?.toLowerCase() ?? '', roleIds: rolesOf(wire) }];
}

/** An active relationship opens nothing until a group of the partner holds its roles: active wins over pending over error. */
function throughAssignments(assignments: Assignments): AccessState {
  if (assignments === undefined) return 'active';
  if (assignments === 'failed') return 'error';
  const states = assignments.map((assignment) => assignment.status?.toLowerCase());
  if (states.includes('active')) return 'active';
  if (states.includes('error')) return 'error';
  return 'pending';
}

function isPositive(period: string | undefined): boolean {
  try {
    return period !== undefined && Temporal.Duration.from(period).sign > 0;
  } catch {
    return false;
  }
}
