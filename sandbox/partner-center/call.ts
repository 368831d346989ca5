import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import { type Handler, type Params, type Route, route } from '../routing.ts';
import type { Actor, World } from '../world/world.ts';
import { type Audience, type Caller, checkCaller, type Right } from './access.ts';
import { isRefusal, type Refusal, refusalBody, refuse } from './errors.ts';
import { once } from './idempotency.ts';
import { checkPace, type Pace } from './pace.ts';

/** A call that passed the gate. */
export type Call = Caller & {
  readonly request: RemoteRequest;
  readonly world: World;
  readonly params: Params;
  readonly requestId: string;
  readonly correlationId: string;
};

export type Needs = {
  readonly audience: Audience;
  readonly right: Right;
  /** Limits this call counts against. */
  readonly pace?: readonly Pace[];
};

type Work = (call: Call) => RemoteAnswer | Refusal | Promise<RemoteAnswer | Refusal>;

/** A documented path: gate, limits, work; every answer carries the ids that the caller sent (or new ones). */
export function callRoute(method: string, template: string, needs: Needs, work: Work): Route {
  const handler: Handler = async (request, world, params) => {
    const ids = idsOf(request, world);
    const headers = {
      'MS-RequestId': ids.requestId,
      'MS-CorrelationId': ids.correlationId,
      'MS-CV': `${ids.correlationId.slice(0, 8)}.0`,
      'MS-ServerId': 'sandbox',
    };
    const caller = checkCaller(request, world, needs.audience, needs.right);
    if (isRefusal(caller)) return dressed(refusalAnswer(caller), headers);

    const wait = checkPace(world, needs.pace ?? [], caller.account.tenantId, params['customerId']);
    if (wait !== undefined) return dressed(wait, headers);

    const call: Call = { ...caller, request, world, params, ...ids };
    const answer = await once(call, async () => {
      const result = await work(call);
      return isRefusal(result) ? refusalAnswer(result) : result;
    });
    return dressed(answer, { ...headers, ...mfaHeader(call) });
  };
  return route(method, template, handler);
}

const refusalAnswer = (refusal: Refusal): RemoteAnswer => json(refusal.status, refusalBody(refusal));

/** For paths that are not served. */
export const notFound = (request: RemoteRequest): RemoteAnswer =>
  dressed(refusalAnswer(refuse(1000)), {
    ...(request.headers['ms-requestid'] === undefined ? {} : { 'MS-RequestId': request.headers['ms-requestid'] }),
    ...(request.headers['ms-correlationid'] === undefined ? {} : { 'MS-CorrelationId': request.headers['ms-correlationid'] }),
  });

const idsOf = (request: RemoteRequest, world: World) => ({
  requestId: request.headers['ms-requestid'] ?? world.newId(),
  correlationId: request.headers['ms-correlationid'] ?? world.newId(),
});

const dressed = (answer: RemoteAnswer, headers: Readonly<Record<string, string>>): RemoteAnswer => ({
  ...answer,
  headers: { ...headers, ...answer.headers },
});

/** `ValidateMfa: true` asks whether the token would pass when second factors are enforced. */
const mfaHeader = (call: Call): Readonly<Record<string, string>> =>
  call.request.headers['validatemfa']?.toLowerCase() === 'true' ? { isMfaCompliant: String(call.token.mfa) } : {};

/** Who did it, for the world's events. */
export const actorOf = (call: Call): Actor =>
  call.userPrincipalName === undefined ? { kind: 'api', name: call.token.clientId } : { kind: 'user', name: call.userPrincipalName };

/** What the audit trail says about the caller. */
export const byWhom = (call: Call): Readonly<Record<string, string>> => ({
  accountId: call.account.id,
  applicationId: call.token.clientId,
  userPrincipalName: call.userPrincipalName ?? '',
  correlationId: call.correlationId,
});
