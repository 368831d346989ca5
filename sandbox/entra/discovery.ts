import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import type { Params } from '../routing.ts';
import type { World } from '../world/world.ts';
import { keySet } from './keys.ts';
import { findTenant, isShared, loginHosts } from './tenants.ts';

/** {tenant}[/v2.0]/.well-known/openid-configuration. Addresses take the form by which the request came; the issuer is the real one, as in tokens. */
export const openIdConfiguration =
  (version: 'v1' | 'v2') =>
  (request: RemoteRequest, world: World, params: Params): RemoteAnswer => {
    const name = params['tenant'] ?? '';
    const tenant = findTenant(world, loginHosts[request.host] ?? 'global', name);
    if (tenant === undefined && !isShared(name))
      return json(400, { error: 'invalid_tenant', error_description: `AADSTS90002: Tenant '${name}' not found.` });
    const id = tenant?.id ?? '{tenantid}';
    const base = `${request.linkBase}/${tenant?.id ?? name}`;
    const oauth = version === 'v1' ? `${base}/oauth2` : `${base}/oauth2/v2.0`;
    return json(200, {
      token_endpoint: `${oauth}/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
      jwks_uri: version === 'v1' ? `${request.linkTo(request.host)}/common/discovery/keys` : `${base}/discovery/v2.0/keys`,
      response_modes_supported: ['query', 'fragment', 'form_post'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'id_token', 'code id_token'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      issuer: version === 'v1' ? `https://sts.windows.net/${id}/` : `https://login.microsoftonline.com/${id}/v2.0`,
      authorization_endpoint: `${oauth}/authorize`,
      end_session_endpoint: `${oauth}/logout`,
      code_challenge_methods_supported: ['S256'],
      claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'preferred_username', 'name', 'tid', 'ver', 'oid', 'amr'],
      tenant_region_scope: 'NA',
      cloud_instance_name: 'microsoftonline.com',
    });
  };

export const keys = async (): Promise<RemoteAnswer> => json(200, await keySet());

/** What client libraries ask first: which hosts are one and the same authority. */
export const instanceDiscovery = (request: RemoteRequest): RemoteAnswer =>
  json(200, {
    tenant_discovery_endpoint: `${request.linkBase}/common/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: Object.keys(loginHosts).map((host) => ({ preferred_network: host, preferred_cache: host, aliases: [host] })),
  });
