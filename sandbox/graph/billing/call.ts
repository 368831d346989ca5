import { permissions } from '../../entra/claims.ts';
import { graphOf } from '../../entra/tenants.ts';
import type { RemoteAnswer } from '../../remote.ts';
import { type Route, route } from '../../routing.ts';
import { type Caller, checkCaller } from '../access.ts';
import type { Call } from '../call.ts';
import { type GraphRefusal, isRefusal, refusalAnswer, refuse } from '../errors.ts';

export const root = '/v1.0/reports/partners/billing';

type Work = (call: Call) => RemoteAnswer | GraphRefusal | Promise<RemoteAnswer | GraphRefusal>;

/** The permission that the page names, delegated or of the application. */
const permission = 'PartnerBilling.Read.All';

/** The export exists in the global cloud only, and for those who may read billing. */
function gate(caller: Caller | GraphRefusal): Caller | GraphRefusal {
  if (isRefusal(caller)) return caller;
  const { account, token } = caller;
  if (account.cloud !== 'global') return refuse(404, 'ResourceNotFound', "Resource not found for the segment 'partners'.");
  const granted = permissions({ account, audience: graphOf(account.cloud), scopes: token.scopes });
  return granted.includes(permission)
    ? caller
    : refuse(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

/** A documented path of the billing export. */
export function billingRoute(method: string, template: string, work: Work): Route {
  return route(method, `${root}${template}`, async (request, world, params) => {
    const requestId = world.newId();
    const caller = gate(checkCaller(request, world));
    const result = isRefusal(caller) ? caller : await work({ ...caller, request, world, params, requestId });
    const answer = isRefusal(result) ? refusalAnswer(world, request, result, requestId) : result;
    const headers = { 'request-id': requestId, 'client-request-id': request.headers['client-request-id'] ?? requestId };
    return { ...answer, headers: { ...headers, ...answer.headers } };
  });
}
