import { bearerOf, json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import type { Route } from '../routing.ts';
import { findToken } from '../tokens.ts';
import { dayMs } from '../world/estate/times.ts';
import type { World } from '../world/world.ts';
import { type Call, callRoute } from './call.ts';
import { collection } from './paging.ts';

/** A call as the security report remembers it. Not truth but a log, bounded like the call log. */
type Noted = {
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly names: readonly string[];
  readonly bearer: string;
  readonly requestId: string;
  readonly correlationId: string;
};

const most = 2000;
const logs = new WeakMap<World, Noted[]>();

/** Remembers a call for the reports on second factors. Cheap: who called is looked up when somebody asks. */
export function noteRequest(request: RemoteRequest, world: World): void {
  const bearer = bearerOf(request);
  if (bearer === undefined) return;
  const log = logs.get(world) ?? [];
  logs.set(world, log);
  log.push({
    atMs: world.clock.nowMs(),
    method: request.method,
    path: request.path,
    names: request.rawQuery === '' ? [] : [...request.query.keys()],
    bearer,
    requestId: request.headers['ms-requestid'] ?? '',
    correlationId: request.headers['ms-correlationid'] ?? '',
  });
  if (log.length > most * 2) log.splice(0, log.length - most);
}

const instant = (ms: number): string => new Date(ms).toISOString().slice(0, -1);

/** `Get /v{version}/customers/{customer_id}/subscriptions?order_id={order_id_value}` */
function operationName({ method, path, names }: Noted): string {
  const segments = path.split('/').map((segment, place, all) => {
    if (/^v1$/i.test(segment)) return 'v{version}';
    return /^[0-9a-f]{8}-/i.test(segment) ? `{${(all[place - 1] ?? 'id').replace(/s$/, '')}_id}` : segment;
  });
  const query = names.map((name) => `${name}={${name}_value}`).join('&');
  const verb = `${method.slice(0, 1)}${method.slice(1).toLowerCase()}`;
  return `${verb} ${segments.join('/')}${query === '' ? '' : `?${query}`}`;
}

/** Calls of the last day with a person behind them. */
function recent({ world, account }: Call) {
  const oldest = world.clock.nowMs() - dayMs;
  return (logs.get(world) ?? []).flatMap((noted) => {
    const token = findToken(world, noted.bearer, 'entra');
    const user = account.users.find((one) => one.objectId === token?.userObjectId);
    if (noted.atMs < oldest || token?.accountId !== account.id || user === undefined) return [];
    return [{ noted, token, user }];
  });
}

function apiRequests(call: Call): RemoteAnswer {
  const items = recent(call).map(({ noted, token, user }) => ({
    requestId: noted.requestId,
    correlationId: noted.correlationId,
    operationName: operationName(noted),
    requestDateTime: instant(noted.atMs),
    ipAddress: '127.0.0.1',
    objectId: user.objectId,
    tenantId: call.account.tenantId,
    upn: user.userPrincipalName,
    applicationId: token.clientId,
    mfaCompliant: token.mfa,
  }));
  return json(200, collection(items.slice(-most)));
}

/** Requests of the last day by application. */
function byApplication(call: Call): RemoteAnswer {
  const day = `${call.world.today()}T00:00:00`;
  const found = recent(call);
  const ids = [...new Set(found.map(({ token }) => token.clientId))];
  const items = ids.map((applicationId) => {
    const own = found.filter(({ token }) => token.clientId === applicationId);
    return {
      loginDate: day,
      mfaCompliantRequestCount: own.filter(({ token }) => token.mfa).length,
      totalRequestCount: own.length,
      applicationId,
      applicationName: call.account.app.displayName,
    };
  });
  return json(200, collection(items));
}

/** People who came to the portal without a second factor: those of the account who have none. */
function withoutMfa({ world, account }: Call): RemoteAnswer {
  const items = account.users
    .filter((user) => !user.mfa)
    .map((user) => ({
      objectId: user.objectId,
      tenantId: account.tenantId,
      upn: user.userPrincipalName,
      lastNonMfaCompliantRequestDateTime: `${world.today()}T00:09:53.051`,
    }));
  return json(200, collection(items));
}

const needs = { audience: 'user', right: 'administer' } as const;

export const securityReportRoutes: readonly Route[] = [
  callRoute('GET', '/v1/partnerRequests', needs, apiRequests),
  callRoute('GET', '/v1/applicationmfaadoptionstatus', needs, byApplication),
  callRoute('GET', '/v1/nonMfaCompliantPartnerPrincipals', needs, withoutMfa),
];
