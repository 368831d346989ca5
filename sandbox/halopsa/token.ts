import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import { rememberToken } from '../tokens.ts';
import { haloInstance } from '../world/estate/other-psas.ts';
import type { World } from '../world/world.ts';
import { notFound } from './errors.ts';

const lifetimeSeconds = 3600;

/** GET /api/authinfo: where to sign in, and which tenant this is. */
export function authInfo(request: RemoteRequest, world: World): RemoteAnswer {
  const instance = haloInstance(world.options.seed);
  if (request.host !== instance.host) return notFound();
  return json(200, { auth_url: `${request.linkBase}/auth`, tenant_id: instance.tenant });
}

const oauthError = (error: string, text: string): RemoteAnswer => json(400, { error, error_description: text });

const known = /^(all|(read|edit):[a-z]+|offline_access)$/;

/** POST /auth/token?tenant=, form: client credentials for an application that acts as a Halo user. */
export function token(request: RemoteRequest, world: World): RemoteAnswer {
  const instance = haloInstance(world.options.seed);
  const form = new URLSearchParams(request.body);
  const tenant = request.query.get('tenant') ?? form.get('tenant') ?? '';
  if (request.host !== instance.host || (tenant !== '' && tenant.toLowerCase() !== instance.tenant)) {
    return oauthError('invalid_request', 'The tenant is not known.');
  }
  if (form.get('grant_type') !== 'client_credentials')
    return oauthError('unsupported_grant_type', 'The specified grant type is not supported.');
  if (form.get('client_id') !== instance.clientId || form.get('client_secret') !== instance.clientSecret) {
    return oauthError('invalid_client', 'The specified client credentials are invalid.');
  }
  const scopes = (form.get('scope') ?? 'all').split(' ').filter((scope) => scope !== '');
  if (scopes.length === 0 || !scopes.every((scope) => known.test(scope))) return oauthError('invalid_scope', 'A scope is not known.');
  const random = world.random();
  const bearer = Array.from({ length: 4 }, () => random.uuid().replaceAll('-', '')).join('');
  const now = Temporal.Instant.from(world.now());
  rememberToken(
    world,
    bearer,
    {
      kind: 'access',
      remote: 'halopsa',
      accountId: 'halo-1',
      tenantId: instance.tenant,
      clientId: instance.clientId,
      audience: `https://${instance.host}/api`,
      scopes,
      mfa: false,
      issuedAt: now.toString(),
      expiresAt: now.add({ seconds: lifetimeSeconds }).toString(),
    },
    { kind: 'api', name: instance.clientId },
    'halopsa',
  );
  return json(200, { scope: scopes.join(' '), token_type: 'Bearer', access_token: bearer, expires_in: lifetimeSeconds });
}
