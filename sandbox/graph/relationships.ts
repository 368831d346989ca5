import { has, textOf } from '../partner-center/body.ts';
import { empty, json, type RemoteAnswer } from '../remote.ts';
import type { Route } from '../routing.ts';
import type { GdapOperation, GdapRelationship } from '../world/types.ts';
import { removeRow, type World } from '../world/world.ts';
import { etagOf, relationshipAnswer } from './answers.ts';
import { byWhom, type Call, callRoute, withRelationship } from './call.ts';
import { badRequest, type GraphRefusal, isRefusal } from './errors.ts';
import { keep, withoutRole } from './life.ts';
import { entity } from './odata/entity.ts';
import { page, type Shape } from './odata/page.ts';
import { bodyOf, checkEtag, globalAdministrator, readAutoExtend, readRoles, readWanted } from './rules.ts';

export const basePath = '/v1.0/tenantRelationships';
const listPath = `${basePath}/delegatedAdminRelationships`;
export const onePath = `${listPath}/{relationshipId}`;

const context = `${basePath}/$metadata#delegatedAdminRelationships`;

const reads: Readonly<Record<string, (row: GdapRelationship, world: World) => string | undefined>> = {
  id: (row) => row.id,
  displayName: (row) => row.displayName,
  status: (row) => row.status,
  duration: (row) => row.duration,
  'customer/tenantId': (row) => row.customerId,
  createdDateTime: (row) => row.createdAt,
  lastModifiedDateTime: (row) => row.modifiedAt,
  activatedDateTime: (row) => row.activatedAt,
  endDateTime: (row) => row.endAt,
  autoExtendDuration: (row) => row.autoExtendDuration,
  'customer/displayName': (row, world) => (row.customerId === undefined ? undefined : world.tables.customers.get(row.customerId)?.name),
};

const shapeOf = (call: Call): Shape<GdapRelationship> => ({
  context,
  paths: Object.keys(reads),
  read: (row, path) => reads[path]?.(row, call.world),
  keyOf: (row) => row.id,
  answer: (row) => relationshipAnswer(call.world, row),
  maxTop: 300,
  defaultTop: call.world.switch('gdap').pageSize,
});

function list(call: Call): RemoteAnswer | GraphRefusal {
  const found = page(call.request, call.world.tables.gdap.by('accountId', call.account.id), shapeOf(call));
  return isRefusal(found) ? found : json(200, found);
}

const one = (call: Call, row: GdapRelationship, status = 200, headers: Readonly<Record<string, string>> = {}): RemoteAnswer =>
  entity(call.request, context, relationshipAnswer(call.world, row), status, { ETag: etagOf(row.id, row.version), ...headers });

function create(call: Call): RemoteAnswer | GraphRefusal {
  const body = bodyOf(call.request.body);
  if (isRefusal(body)) return body;
  const wanted = readWanted(call.world, call.account.id, body);
  if (isRefusal(wanted)) return wanted;
  const now = call.world.now();
  const id = `${call.world.newId()}-${call.world.newId()}`;
  const row = keep(
    call.world,
    {
      id,
      accountId: call.account.id,
      ...wanted,
      status: 'created',
      createdAt: now,
      modifiedAt: now,
      assignments: [],
      requests: [],
      operations: [],
      version: 0,
    },
    'gdap.created',
    byWhom(call),
  );
  return one(call, row, 201, { Location: `${call.request.linkBase}${listPath}/${id}` });
}

/** Everything while `created`; of an active one only the automatic extension, and Global Administrator can be taken out. */
function patch(call: Call, row: GdapRelationship): RemoteAnswer | GraphRefusal {
  const stale = checkEtag(call.world, call.request.headers['if-match'], row.id, row.version);
  if (stale !== undefined) return stale;
  const body = bodyOf(call.request.body);
  if (isRefusal(body)) return body;
  if (row.status === 'created') {
    const wanted = readWanted(call.world, call.account.id, body, row);
    return isRefusal(wanted) ? wanted : one(call, keep(call.world, { ...row, ...wanted }, 'gdap.changed', byWhom(call)));
  }
  if (row.status !== 'active' || ['displayName', 'duration', 'customer'].some((name) => has(body, name)))
    return badRequest('The relationship can only be updated while its status is created.');
  if (has(body, 'accessDetails')) return withoutGlobalAdministrator(call, row, readRoles(body));
  const asked = textOf(body, 'autoExtendDuration');
  if (asked === undefined) return badRequest('The relationship can only be updated while its status is created.');
  const autoExtendDuration = readAutoExtend(asked, row.roleDefinitionIds);
  return isRefusal(autoExtendDuration)
    ? autoExtendDuration
    : one(call, keep(call.world, { ...row, autoExtendDuration }, 'gdap.autoExtendChanged', byWhom(call)));
}

/** 202: the role is gone at once, from the assignments too; the operation that carries it out ends a moment later. */
function withoutGlobalAdministrator(call: Call, row: GdapRelationship, wanted: readonly string[] | undefined): RemoteAnswer | GraphRefusal {
  const left = row.roleDefinitionIds.filter((id) => id !== globalAdministrator);
  const isRemoval = left.length < row.roleDefinitionIds.length && left.length > 0;
  if (!isRemoval || wanted?.toSorted().join() !== left.toSorted().join())
    return badRequest('Of an active relationship only the Global Administrator role can be removed.');
  const now = call.world.now();
  const operation: GdapOperation = {
    id: call.world.newId(),
    operationType: 'delegatedAdminRelationshipUpdate',
    status: 'running',
    data: JSON.stringify({ id: row.id, accessDetails: { unifiedRoles: left.map((roleDefinitionId) => ({ roleDefinitionId })) } }),
    createdAt: now,
    modifiedAt: now,
  };
  const next = { ...withoutRole(row, globalAdministrator), operations: [...row.operations, operation] };
  keep(call.world, next, 'gdap.roleRemoved', byWhom(call));
  const location = `${call.request.linkBase}${listPath}/${row.id}/operations/${operation.id}`;
  return json(202, {}, { Location: location, 'Retry-After': '2' });
}

function remove(call: Call, row: GdapRelationship): RemoteAnswer | GraphRefusal {
  const stale = checkEtag(call.world, call.request.headers['if-match'], row.id, row.version);
  if (stale !== undefined) return stale;
  if (row.status !== 'created') return badRequest('The relationship can only be deleted while its status is created.');
  const by = byWhom(call);
  call.world.apply({
    kind: 'gdap.deleted',
    actor: by.actor,
    cause: by.cause,
    about: { ...by.about, accountId: row.accountId, gdapId: row.id },
    changes: [removeRow('gdap', row.id)],
  });
  return empty(204);
}

export const relationshipRoutes: readonly Route[] = [
  callRoute('GET', listPath, list),
  callRoute('POST', listPath, create),
  callRoute(
    'GET',
    onePath,
    withRelationship((call, row) => one(call, row)),
  ),
  callRoute('PATCH', onePath, withRelationship(patch)),
  callRoute('DELETE', onePath, withRelationship(remove)),
];
