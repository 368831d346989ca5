import { textOf } from '../partner-center/body.ts';
import { json, type RemoteAnswer } from '../remote.ts';
import type { Route } from '../routing.ts';
import type { GdapOperation, GdapRelationship, GdapRequest } from '../world/types.ts';
import { operationAnswer, requestAnswer } from './answers.ts';
import { byWhom, type Call, callRoute, withRelationship } from './call.ts';
import { badRequest, type GraphRefusal, isRefusal, notFound } from './errors.ts';
import { keep } from './life.ts';
import { page } from './odata/page.ts';
import { basePath, onePath } from './relationships.ts';
import { bodyOf } from './rules.ts';

const requestContext = `${basePath}/$metadata#requests`;
const operationContext = `${basePath}/$metadata#operations`;

const simple = { paths: ['status', 'action', 'operationType'], maxTop: 300 } as const;

function listRequests(call: Call, row: GdapRelationship): RemoteAnswer | GraphRefusal {
  const read = (one: GdapRequest, path: string) => (path === 'status' ? one.status : one.action);
  const found = page(call.request, row.requests, {
    ...simple,
    context: requestContext,
    read,
    keyOf: (one) => one.id,
    answer: requestAnswer,
  });
  return isRefusal(found) ? found : json(200, found);
}

function listOperations(call: Call, row: GdapRelationship): RemoteAnswer | GraphRefusal {
  const read = (one: GdapOperation, path: string) => (path === 'status' ? one.status : one.operationType);
  const found = page(call.request, row.operations, {
    ...simple,
    context: operationContext,
    read,
    keyOf: (one) => one.id,
    answer: operationAnswer,
  });
  return isRefusal(found) ? found : json(200, found);
}

/** `lockForApproval` sends a finished draft to the customer, `terminate` ends what is active. The answer says `created`. */
function create(call: Call, row: GdapRelationship): RemoteAnswer | GraphRefusal {
  const body = bodyOf(call.request.body);
  if (isRefusal(body)) return body;
  const action = textOf(body, 'action');
  if (action !== 'lockForApproval' && action !== 'terminate') return badRequest('The action must be lockForApproval or terminate.');
  const isAllowed = action === 'lockForApproval' ? row.status === 'created' : row.status === 'active';
  if (!isAllowed) return badRequest(`The action ${action} is not valid for a relationship with status ${row.status}.`);
  const now = call.world.now();
  const request: GdapRequest = {
    id: call.world.newId(),
    action,
    status: action === 'terminate' ? 'pending' : 'succeeded',
    createdAt: now,
    modifiedAt: now,
  };
  const status = action === 'terminate' ? ('terminationRequested' as const) : ('approvalPending' as const);
  keep(call.world, { ...row, status, requests: [...row.requests, request] }, `gdap.${status}`, byWhom(call));
  return json(
    201,
    { '@odata.context': `${call.request.linkBase}${requestContext}/$entity`, ...requestAnswer({ ...request, status: 'created' }) },
    { Location: `${call.request.linkBase}${call.request.path}/${request.id}` },
  );
}

const oneRequest = (call: Call, row: GdapRelationship): RemoteAnswer | GraphRefusal => {
  const found = row.requests.find((one) => one.id === call.params['requestId']?.toLowerCase());
  if (found === undefined) return notFound();
  return json(200, { '@odata.context': `${call.request.linkBase}${requestContext}/$entity`, ...requestAnswer(found) });
};

const oneOperation = (call: Call, row: GdapRelationship): RemoteAnswer | GraphRefusal => {
  const found = row.operations.find((one) => one.id === call.params['operationId']?.toLowerCase());
  if (found === undefined) return notFound();
  return json(200, { '@odata.context': `${call.request.linkBase}${operationContext}/$entity`, ...operationAnswer(found) });
};

export const requestRoutes: readonly Route[] = [
  callRoute('GET', `${onePath}/requests`, withRelationship(listRequests)),
  callRoute('POST', `${onePath}/requests`, withRelationship(create)),
  callRoute('GET', `${onePath}/requests/{requestId}`, withRelationship(oneRequest)),
  callRoute('GET', `${onePath}/operations`, withRelationship(listOperations)),
  callRoute('GET', `${onePath}/operations/{operationId}`, withRelationship(oneOperation)),
];
