import { readGuid } from '../../lib/wire.ts';
import type { AccessRelationship, AccessState } from '../../model/access.ts';
import type { WireAccessAssignment, WireRelationship } from './schema.ts';

/** The five states of product.md section 3, from Microsoft's own (partner-center-api reference, section 16). */
const stateOf: Readonly<Record<string, AccessState>> = {
  created: 'pending',
  approvalpending: 'pending',
  approved: 'pending',
  activating: 'pending',
  active: 'active',
  expiring: 'expired',
  expired: 'expired',
  terminationrequested: 'expired',
  terminating: 'expired',
  terminated: 'expired',
};

/** What is known about who gets in through an active relationship. `undefined`: not asked; 'failed': could not be read. */
export type Assignments = readonly WireAccessAssignment[] | 'failed' | undefined;

export function toAccess(wire: WireRelationship, assignments: Assignments): AccessRelationship {
  const remoteStatus = wire.status ?? '';
  const state = stateOf[remoteStatus.toLowerCase()] ?? 'error';
  return {
    remoteId: wire.id,
    customerTenantId: readGuid(wire.customer?.tenantId),
    displayName: wire.displayName ?? '',
    remoteStatus,
    state: state === 'active' ? throughAssignments(assignments) : state,
    endsAt: wire.endDateTime,
    roleIds: (wire.accessDetails?.unifiedRoles ?? []).map((role) => role.roleDefinitionId.toLowerCase()),
    autoExtends: isPositive(wire.autoExtendDuration),
  };
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
