import { textOf } from '../partner-center/body.ts';
import { json, type RemoteAnswer } from '../remote.ts';
import type { Route } from '../routing.ts';
import type { GdapOperation, GdapRelationship, GdapRequest } from '../world/types.ts';
import { operationAnswer, requestAnswer } from './answers.ts';
import { byWhom, type Call, callRoute, withRelationship } from './call.ts';
import { badRequest, type GraphRefusal, isRefusal, notFound } from './errors.ts';
import { answerOfReseller, keep } from './life.ts';
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
    answer: (one) => requestAnswer(one, knowsAll(call)),
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

const actions = ['lockForApproval', 'terminate', 'approve', 'reject'] as const;
type Action = (typeof actions)[number];

/** A partner locks a finished draft or ends what is active; an indirect reseller answers what his provider made for him. */
const allowed: Readonly<Record<Action, (row: GdapRelationship) => boolean>> = {
  lockForApproval: (row) => row.status === 'created',
  terminate: (row) => row.status === 'active',
  approve: (row) => row.status === 'approvalPending' && row.reseller?.consent === 'pending',
  reject: (row) => row.status === 'approvalPending' && row.reseller?.consent === 'pending',
};

/** The answer says `created`, whatever came of it at once. */
function create(call: Call, row: GdapRelationship): RemoteAnswer | GraphRefusal {
  const body = bodyOf(call.request.body);
  if (isRefusal(body)) return body;
  const asked = textOf(body, 'action');
  const action = actions.find((one) => one.toLowerCase() === asked?.toLowerCase());
  if (action === undefined) return badRequest('The action must be one of lockForApproval, approve, reject, terminate.');
  if (!allowed[action](row)) return badRequest(`The action ${action} is not valid for a relationship with status ${row.status}.`);
  const request = carriedOut(call, row, action);
  return json(
    201,
    {
      '@odata.context': `${call.request.linkBase}${requestContext}/$entity`,
      ...requestAnswer({ ...request, status: 'created' }, knowsAll(call)),
    },
    { Location: `${call.request.linkBase}${call.request.path}/${request.id}` },
  );
}

function carriedOut(call: Call, row: GdapRelationship, action: Action): GdapRequest {
  const now = call.world.now();
  const by = byWhom(call);
  const answer = action === 'approve' || action === 'reject' ? answerOfReseller(call.world, row.id, action, by) : undefined;
  if (answer !== undefined) return answer;
  const isEnd = action === 'terminate';
  const request: GdapRequest = { id: call.world.newId(), action, status: isEnd ? 'pending' : 'succeeded', createdAt: now, modifiedAt: now };
  const status = isEnd ? ('terminationRequested' as const) : ('approvalPending' as const);
  keep(call.world, { ...row, status, requests: [...row.requests, request] }, `gdap.${status}`, by);
  return request;
}

const knowsAll = ({ request }: Call): boolean => /include-unknown-enum-members/i.test(request.headers['prefer'] ?? '');

const oneRequest = (call: Call, row: GdapRelationship): RemoteAnswer | GraphRefusal => {
  const found = row.requests.find((one) => one.id === call.params['requestId']?.toLowerCase());
  if (found === undefined) return notFound();
  return json(200, { '@odata.context': `${call.request.linkBase}${requestContext}/$entity`, ...requestAnswer(found, knowsAll(call)) });
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
