import type { GdapRelationship } from '../types.ts';
import type { CustomerPlan } from './customers.ts';
import { dayMs, instantAt } from './times.ts';

/** Global Reader, User Administrator, License Administrator, Service Support Administrator (partner-center-api reference 16). */
const roles = [
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  'fe930be7-5e62-47db-91af-98c3a49a38b1',
  '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  'f023fd81-a637-4b56-95fd-791ac0226033',
];

/** The usual relationship: two years, extended by itself, one assignment, active. */
export function activeGdap(plan: CustomerPlan, accountId: string, startsMs: number): GdapRelationship {
  const { customer, random } = plan;
  const activatedMs = startsMs - random.int(20, 600) * dayMs;
  const at = instantAt(activatedMs);
  return {
    id: `${random.uuid()}-${random.uuid()}`,
    accountId,
    customerId: customer.id,
    displayName: `${customer.domain.slice(0, 30)}_${at.slice(0, 10)}`,
    duration: 'P730D',
    autoExtendDuration: 'P180D',
    roleDefinitionIds: roles,
    status: 'active',
    createdAt: instantAt(activatedMs - 2 * dayMs),
    modifiedAt: at,
    activatedAt: at,
    endAt: instantAt(activatedMs + 730 * dayMs),
    assignments: [
      { id: random.uuid(), groupId: random.uuid(), roleDefinitionIds: roles, status: 'active', createdAt: at, modifiedAt: at, version: 1 },
    ],
    requests: [
      { id: random.uuid(), action: 'lockForApproval', status: 'succeeded', createdAt: instantAt(activatedMs - 2 * dayMs), modifiedAt: at },
    ],
    operations: [],
    version: 1,
  };
}

/** Sent, not yet approved by the customer. */
export function pendingGdap(relationship: GdapRelationship, startsMs: number): GdapRelationship {
  const { activatedAt: _activated, endAt: _end, ...rest } = relationship;
  const createdAt = instantAt(startsMs - 6 * dayMs);
  return {
    ...rest,
    status: 'approvalPending',
    createdAt,
    modifiedAt: createdAt,
    assignments: [],
    requests: rest.requests.map((request) => ({ ...request, createdAt, modifiedAt: createdAt })),
  };
}

/** Ran out some days ago: not extended, assignments gone. */
export function expiredGdap(relationship: GdapRelationship, startsMs: number): GdapRelationship {
  const endMs = startsMs - 12 * dayMs;
  const activatedAt = instantAt(endMs - 730 * dayMs);
  return {
    ...relationship,
    status: 'expired',
    autoExtendDuration: 'PT0S',
    createdAt: instantAt(endMs - 732 * dayMs),
    activatedAt,
    modifiedAt: instantAt(endMs),
    endAt: instantAt(endMs),
    assignments: relationship.assignments.map((assignment) => ({
      ...assignment,
      status: 'deleted',
      createdAt: activatedAt,
      modifiedAt: instantAt(endMs),
    })),
    version: 3,
  };
}
