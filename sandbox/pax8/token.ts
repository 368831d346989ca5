import { json, jsonBody, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import { rememberToken } from '../tokens.ts';
import type { World } from '../world/world.ts';
import { accessDenied } from './errors.ts';

const lifetimeSeconds = 86_400;

/** Audiences that the token endpoint knows; only the first two open the partner API. */
const audiences: readonly string[] = ['https://api.pax8.com', 'api://p8p.client', 'api://provisioning', 'api://usage'];

/** `POST /v1/token` with a JSON body; the answer is a bearer token for 24 hours. Bad credentials: 401 in OAuth's form. */
export function issueToken(request: RemoteRequest, world: World): RemoteAnswer {
  const form = jsonBody(request);
  if (typeof form !== 'object' || form === null)
    return json(400, { error: 'invalid_request', error_description: 'A JSON body is required' });
  const { client_id: clientId, client_secret: secret, audience, grant_type: grant } = form as Readonly<Record<string, unknown>>;
  if (grant !== 'client_credentials')
    return json(400, { error: 'unsupported_grant_type', error_description: 'grant_type must be client_credentials' });
  const account = world.tables.distributorAccounts.all().find((one) => one.clientId === clientId);
  if (account === undefined || account.clientSecret !== secret) return accessDenied();
  if (typeof audience !== 'string' || !audiences.includes(audience)) return accessDenied();
  const random = world.random();
  const bearer = `p8.${[random.uuid(), random.uuid(), random.uuid()].join('').replaceAll('-', '')}`;
  const now = world.clock.now();
  rememberToken(
    world,
    bearer,
    {
      kind: 'access',
      remote: 'pax8',
      accountId: account.id,
      tenantId: '',
      clientId: account.clientId,
      audience,
      scopes: [],
      mfa: false,
      issuedAt: now.toString(),
      expiresAt: now.add({ seconds: lifetimeSeconds }).toString(),
    },
    { kind: 'api', name: account.clientId },
    'pax8.token',
  );
  return json(200, { access_token: bearer, expires_in: lifetimeSeconds, token_type: 'Bearer' });
}

export const opensPartnerApi = (audience: string): boolean => audience === audiences[0] || audience === audiences[1];
