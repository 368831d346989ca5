import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import type { Params } from '../routing.ts';
import type { World } from '../world/world.ts';
import { keySet } from './keys.ts';
import { authorities, findTenant, graphOf, isShared, issuerOf, loginHosts, namesOf } from './tenants.ts';

/** {tenant}[/v2.0]/.well-known/openid-configuration. Addresses take the form by which the request came; the issuer is the real one, as in tokens. */
export const openIdConfiguration =
  (version: 'v1' | 'v2') =>
  (request: RemoteRequest, world: World, params: Params): RemoteAnswer => {
    const name = params['tenant'] ?? '';
    const cloud = loginHosts[request.host] ?? 'global';
    const tenant = findTenant(world, cloud, name);
    if (tenant === undefined && !isShared(name))
      return json(400, {
        error: 'invalid_tenant',
        error_description: `AADSTS90002: Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
        error_codes: [90002],
      });
    const base = `${request.linkBase}/${tenant?.id ?? name}`;
    const oauth = version === 'v1' ? `${base}/oauth2` : `${base}/oauth2/v2.0`;
    const graph = graphOf(cloud).replace('https://', '');
    return json(200, {
      token_endpoint: `${oauth}/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      jwks_uri: version === 'v1' ? `${request.linkTo(request.host)}/common/discovery/keys` : `${base}/discovery/v2.0/keys`,
      response_modes_supported: ['query', 'fragment', 'form_post'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'code id_token'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      issuer: issuerOf(cloud, version, tenant?.id ?? '{tenantid}'),
      request_uri_parameter_supported: false,
      userinfo_endpoint: `${request.linkTo(graph)}/oidc/userinfo`,
      authorization_endpoint: `${oauth}/authorize`,
      http_logout_supported: true,
      frontchannel_logout_supported: true,
      end_session_endpoint: `${oauth}/logout`,
      code_challenge_methods_supported: ['plain', 'S256'],
      claims_supported:
        'sub iss cloud_instance_name cloud_graph_host_name msgraph_host aud exp iat auth_time acr nonce preferred_username name tid ver at_hash c_hash email'.split(
          ' ',
        ),
      tenant_region_scope: tenant === undefined ? null : 'NA',
      cloud_instance_name: namesOf(cloud).instance,
      cloud_graph_host_name: 'graph.windows.net',
      msgraph_host: graph,
    });
  };

export const keys = async (request: RemoteRequest): Promise<RemoteAnswer> => json(200, await keySet(loginHosts[request.host] ?? 'global'));

/** What client libraries ask first: which hosts are one and the same authority. */
export const instanceDiscovery = (request: RemoteRequest): RemoteAnswer =>
  json(200, {
    tenant_discovery_endpoint: `${request.linkBase}/${tenantAsked(request)}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: authorities.map(({ login, aliases }) => ({
      preferred_network: login,
      preferred_cache: login === 'login.microsoftonline.com' ? 'login.windows.net' : login,
      aliases,
    })),
  });

/** The tenant of the address that the client wants to know about. */
function tenantAsked(request: RemoteRequest): string {
  const path = /^https?:\/\/[^?]*?([^/?]+)\/oauth2\//.exec(request.query.get('authorization_endpoint') ?? '');
  return path?.[1] ?? 'common';
}
