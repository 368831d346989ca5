import type { RemoteAnswer } from '../../remote.ts';
import { type Route, route } from '../../routing.ts';
import { checkCaller } from '../access.ts';
import type { Call } from '../call.ts';
import { type GraphRefusal, isRefusal, refusalAnswer, refuse } from '../errors.ts';

export const root = '/v1.0/reports/partners/billing';

type Work = (call: Call) => RemoteAnswer | GraphRefusal | Promise<RemoteAnswer | GraphRefusal>;

/** A documented path of the billing export. It exists in the global cloud only. */
export function billingRoute(method: string, template: string, work: Work): Route {
  return route(method, `${root}${template}`, async (request, world, params) => {
    const requestId = world.newId();
    const caller = checkCaller(request, world);
    const result = isRefusal(caller)
      ? caller
      : caller.account.cloud === 'global'
        ? await work({ ...caller, request, world, params, requestId })
        : refuse(404, 'ResourceNotFound', "Resource not found for the segment 'partners'.");
    const answer = isRefusal(result) ? refusalAnswer(world, request, result, requestId) : result;
    const headers = { 'request-id': requestId, 'client-request-id': request.headers['client-request-id'] ?? requestId };
    return { ...answer, headers: { ...headers, ...answer.headers } };
  });
}
