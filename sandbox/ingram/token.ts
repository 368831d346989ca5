import { createHmac } from 'node:crypto';
import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import type { Params } from '../routing.ts';
import { bodyOf } from '../sent-body.ts';
import { rememberToken } from '../tokens.ts';
import { type IngramAccount, ingramAccount } from '../world/distributors2/accounts.ts';
import { openIngram } from '../world/distributors2/open.ts';
import { instantAt } from '../world/estate/times.ts';
import type { World } from '../world/world.ts';
import { badRequest, unauthorized } from './errors.ts';

export const tokenSeconds = 1500;

/** Sign-in A: `POST /token` with Basic user:password, the subscription key, and the marketplace in the body. */
export function issueToken(request: RemoteRequest, world: World): RemoteAnswer {
  const account = ingramAccount(world.options);
  if (!hasKey(request, account)) return unauthorized('Access denied due to missing or invalid subscription key.');
  if (!isUser(request.headers['authorization'], account)) return unauthorized('Invalid user name or password');
  const marketplace = bodyOf(request)?.['marketplace'];
  if (marketplace !== undefined && marketplace !== account.marketplace) return badRequest('Unknown marketplace');
  return json(200, { token: given(world, account, 'ingram'), expiresInSeconds: tokenSeconds });
}

export const hasKey = (request: RemoteRequest, account: IngramAccount): boolean =>
  request.headers['x-subscription-key']?.toLowerCase() === account.subscriptionKey;

function isUser(authorization: string | undefined, account: IngramAccount): boolean {
  const found = /^Basic +(\S+)$/i.exec(authorization ?? '');
  return Buffer.from(found?.[1] ?? '', 'base64').toString('utf8') === `${account.userName}:${account.password}`;
}

/** Sign-in B of newer CloudBlue sites: the password grant of the site's realm. Refusals in OAuth's form. */
export function issueRealmToken(request: RemoteRequest, world: World, params: Params): RemoteAnswer {
  const account = ingramAccount(world.options);
  const form = new URLSearchParams(request.body);
  const refuse = (status: number, error: string, text: string) => json(status, { error, error_description: text });
  if (params['realm'] !== account.realm) return json(404, { error: 'Realm does not exist' });
  if (form.get('grant_type') !== 'password') return refuse(400, 'unsupported_grant_type', 'Unsupported grant_type');
  if (form.get('client_id') !== account.clientId || form.get('client_secret') !== account.clientSecret)
    return refuse(401, 'unauthorized_client', 'Invalid client or Invalid client credentials');
  if (form.get('username') !== account.userName || form.get('password') !== account.password)
    return refuse(401, 'invalid_grant', 'Invalid user credentials');
  return json(200, {
    access_token: given(world, account, 'ingram'),
    expires_in: tokenSeconds,
    token_type: 'Bearer',
    'not-before-policy': 0,
    scope: form.get('scope') ?? 'openid',
  });
}

/** Xvantage: `GET /oauth/oauth20/token` with the secret in the query, or the same as a form. */
export function issueXvantageToken(request: RemoteRequest, world: World): RemoteAnswer {
  const account = ingramAccount(world.options);
  const form = request.method === 'GET' ? request.query : new URLSearchParams(request.body);
  const isKnown =
    form.get('grant_type') === 'client_credentials' &&
    form.get('client_id') === account.xvantageClientId &&
    form.get('client_secret') === account.xvantageClientSecret;
  if (!isKnown) return json(401, { error: 'invalid_client', error_description: 'Client credentials are invalid' });
  return json(200, { access_token: given(world, account, 'xvantage'), token_type: 'Bearer', expires_in: '86399' });
}

const lifetimes = { ingram: tokenSeconds, xvantage: 86_399 } as const;

/** A token in JWT's form: remembered by its hash, so that nobody needs to read it. */
function given(world: World, account: IngramAccount, remote: keyof typeof lifetimes): string {
  openIngram(world);
  const nowMs = world.clock.nowMs();
  const seconds = lifetimes[remote];
  const claims = {
    iss: 'sps',
    sub: account.userName,
    jti: world.newId(),
    iat: Math.floor(nowMs / 1000),
    exp: Math.floor(nowMs / 1000) + seconds,
  };
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  const bearer = `${unsigned}.${createHmac('sha256', account.clientSecret).update(unsigned).digest('base64url')}`;
  const row = {
    kind: 'access',
    remote,
    accountId: account.id,
    tenantId: '',
    clientId: account.userName,
    audience: '',
    scopes: [],
    mfa: false,
    issuedAt: instantAt(nowMs),
    expiresAt: instantAt(nowMs + seconds * 1000),
  } as const;
  rememberToken(world, bearer, row, { kind: 'api', name: account.userName }, `${remote}.token`);
  return bearer;
}
