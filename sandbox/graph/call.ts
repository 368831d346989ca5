import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import { type Params, type Route, route } from '../routing.ts';
import type { GdapRelationship } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { type Caller, checkCaller } from './access.ts';
import { type GraphRefusal, isRefusal, notFound, refusalAnswer } from './errors.ts';
import type { By } from './life.ts';

export type Call = Caller & { readonly request: RemoteRequest; readonly world: World; readonly params: Params; readonly requestId: string };

type Work = (call: Call) => RemoteAnswer | GraphRefusal;

/** A documented path: token, work, and the ids that Graph puts on every answer. */
export function callRoute(method: string, template: string, work: Work, check = checkCaller): Route {
  return route(method, template, (request, world, params) => {
    const requestId = world.newId();
    const caller = check(request, world);
    const result = isRefusal(caller) ? caller : work({ ...caller, request, world, params, requestId });
    const answer = isRefusal(result) ? refusalAnswer(world, request, result, requestId) : result;
    const headers = { 'request-id': requestId, 'client-request-id': request.headers['client-request-id'] ?? requestId };
    return { ...answer, headers: { ...headers, ...answer.headers } };
  });
}

/** Runs with the relationship that the path names, if it is the caller's own. */
export const withRelationship = (work: (call: Call, row: GdapRelationship) => RemoteAnswer | GraphRefusal) => (call: Call) => {
  const row = call.world.tables.gdap.get((call.params['relationshipId'] ?? '').toLowerCase());
  return row?.accountId === call.account.id ? work(call, row) : notFound();
};

export const byWhom = (call: Call): By => ({
  actor: call.userPrincipalName === undefined ? { kind: 'api', name: call.token.clientId } : { kind: 'user', name: call.userPrincipalName },
  cause: call.requestId,
  about: { applicationId: call.token.clientId, userPrincipalName: call.userPrincipalName ?? '', correlationId: call.requestId },
});
