import { objectOf, textOf } from '../partner-center/body.ts';
import { empty, json, type RemoteAnswer } from '../remote.ts';
import type { Route } from '../routing.ts';
import type { GdapAssignment, GdapOperation, GdapRelationship } from '../world/types.ts';
import { assignmentAnswer, etagOf } from './answers.ts';
import { byWhom, type Call, callRoute, withRelationship } from './call.ts';
import { badRequest, type GraphRefusal, isRefusal, notFound, refuse } from './errors.ts';
import { keep } from './life.ts';
import { entity } from './odata/entity.ts';
import { page } from './odata/page.ts';
import { basePath, onePath } from './relationships.ts';
import { bodyOf, checkEtag, isGuid, readRoles } from './rules.ts';

const context = `${basePath}/$metadata#accessAssignments`;
const listPath = `${onePath}/accessAssignments`;

function list(call: Call, row: GdapRelationship): RemoteAnswer | GraphRefusal {
  const found = page(call.request, row.assignments, {
    context,
    paths: ['status', 'accessContainer/accessContainerId'],
    read: (one: GdapAssignment, path) => (path === 'status' ? one.status : one.groupId),
    keyOf: (one) => one.id,
    answer: assignmentAnswer,
    maxTop: 300,
  });
  return isRefusal(found) ? found : json(200, found);
}

/** Roles must be part of the relationship's; each group is assigned once. It becomes active a moment later. */
function create(call: Call, row: GdapRelationship): RemoteAnswer | GraphRefusal {
  const body = bodyOf(call.request.body);
  if (isRefusal(body)) return body;
  if (row.status !== 'active') return badRequest('Access assignments can only be created while the relationship is active.');
  const container = objectOf(body, 'accessContainer');
  const groupId = textOf(container, 'accessContainerId')?.toLowerCase() ?? '';
  if (!isGuid(groupId) || textOf(container, 'accessContainerType') !== 'securityGroup')
    return badRequest('The accessContainer must be a security group.');
  const roles = rolesWithin(row, readRoles(body));
  if (isRefusal(roles)) return roles;
  if (row.assignments.some((one) => one.groupId === groupId && one.status !== 'deleted')) {
    return refuse(409, 'Conflict', 'An access assignment for this access container already exists.');
  }
  const now = call.world.now();
  const id = call.world.newId();
  const made: GdapAssignment = { id, groupId, roleDefinitionIds: roles, status: 'pending', createdAt: now, modifiedAt: now, version: 1 };
  keep(call.world, { ...row, assignments: [...row.assignments, made] }, 'gdap.assignmentCreated', byWhom(call));
  return one(call, made, 201, { Location: `${call.request.linkBase}${call.request.path}/${id}` });
}

function rolesWithin(row: GdapRelationship, roles: readonly string[] | undefined): readonly string[] | GraphRefusal {
  if (roles === undefined) return badRequest('At least one unified role must be provided in accessDetails.');
  return roles.every((role) => row.roleDefinitionIds.includes(role))
    ? roles
    : badRequest('The roles of an access assignment must be a subset of the roles of the relationship.');
}

const one = (call: Call, assignment: GdapAssignment, status = 200, headers: Readonly<Record<string, string>> = {}): RemoteAnswer =>
  entity(call.request, context, assignmentAnswer(assignment), status, { ETag: etagOf(assignment.id, assignment.version), ...headers });

const withAssignment = (work: (call: Call, row: GdapRelationship, assignment: GdapAssignment) => RemoteAnswer | GraphRefusal) =>
  withRelationship((call, row) => {
    const found = row.assignments.find((each) => each.id === call.params['assignmentId']?.toLowerCase());
    return found === undefined ? notFound() : work(call, row, found);
  });

const replaced = (row: GdapRelationship, assignment: GdapAssignment): readonly GdapAssignment[] =>
  row.assignments.map((each) => (each.id === assignment.id ? assignment : each));

/** 202: the new roles show at once, the operation that carries them out ends a moment later. */
function patch(call: Call, row: GdapRelationship, assignment: GdapAssignment): RemoteAnswer | GraphRefusal {
  const stale = checkEtag(call.world, call.request.headers['if-match'], assignment.id, assignment.version);
  if (stale !== undefined) return stale;
  const body = bodyOf(call.request.body);
  if (isRefusal(body)) return body;
  if (assignment.status !== 'active' || row.status !== 'active')
    return badRequest('An access assignment can only be updated while it and its relationship are active.');
  const roles = rolesWithin(row, readRoles(body));
  if (isRefusal(roles)) return roles;
  const now = call.world.now();
  const changed: GdapAssignment = { ...assignment, roleDefinitionIds: roles, modifiedAt: now, version: assignment.version + 1 };
  const { id, accessContainer, accessDetails, status } = assignmentAnswer(changed);
  const operation: GdapOperation = {
    id: call.world.newId(),
    operationType: 'delegatedAdminAccessAssignmentUpdate',
    status: 'running',
    data: JSON.stringify({ id, accessContainer, accessDetails, status }),
    createdAt: now,
    modifiedAt: now,
  };
  keep(
    call.world,
    { ...row, assignments: replaced(row, changed), operations: [...row.operations, operation] },
    'gdap.assignmentChanged',
    byWhom(call),
  );
  const location = `${call.request.linkBase}${basePath}/delegatedAdminRelationships/${row.id}/operations/${operation.id}`;
  return json(202, {}, { Location: location, 'Retry-After': '2' });
}

function remove(call: Call, row: GdapRelationship, assignment: GdapAssignment): RemoteAnswer | GraphRefusal {
  const stale = checkEtag(call.world, call.request.headers['if-match'], assignment.id, assignment.version);
  if (stale !== undefined) return stale;
  if (assignment.status === 'deleting' || assignment.status === 'deleted') return badRequest('The access assignment is already deleted.');
  const leaving: GdapAssignment = { ...assignment, status: 'deleting', modifiedAt: call.world.now(), version: assignment.version + 1 };
  keep(call.world, { ...row, assignments: replaced(row, leaving) }, 'gdap.assignmentDeleting', byWhom(call));
  return empty(204);
}

export const assignmentRoutes: readonly Route[] = [
  callRoute('GET', listPath, withRelationship(list)),
  callRoute('POST', listPath, withRelationship(create)),
  callRoute(
    'GET',
    `${listPath}/{assignmentId}`,
    withAssignment((call, _, assignment) => one(call, assignment)),
  ),
  callRoute('PATCH', `${listPath}/{assignmentId}`, withAssignment(patch)),
  callRoute('DELETE', `${listPath}/{assignmentId}`, withAssignment(remove)),
];
