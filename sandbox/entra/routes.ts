import { json, type Remote } from '../remote.ts';
import { route, routed } from '../routing.ts';
import { adminConsent } from './admin-consent.ts';
import { authorize } from './authorize.ts';
import { instanceDiscovery, keys, openIdConfiguration } from './discovery.ts';
import { signOut } from './sign-out.ts';
import { loginHosts } from './tenants.ts';
import { tokenEndpoint } from './token.ts';

const routes = [
  ...(['GET', 'POST'] as const).flatMap((method) => [
    route(method, '/{tenant}/oauth2/authorize', authorize('v1')),
    route(method, '/{tenant}/oauth2/v2.0/authorize', authorize('v2')),
    route(method, '/{tenant}/adminconsent', adminConsent('v1')),
    route(method, '/{tenant}/v2.0/adminconsent', adminConsent('v2')),
  ]),
  route('POST', '/{tenant}/oauth2/token', tokenEndpoint('v1')),
  route('POST', '/{tenant}/oauth2/v2.0/token', tokenEndpoint('v2')),
  route('GET', '/common/discovery/instance', instanceDiscovery),
  route('GET', '/{tenant}/.well-known/openid-configuration', openIdConfiguration('v1')),
  route('GET', '/{tenant}/v2.0/.well-known/openid-configuration', openIdConfiguration('v2')),
  route('GET', '/{tenant}/discovery/keys', keys),
  route('GET', '/{tenant}/discovery/v2.0/keys', keys),
  route('GET', '/{tenant}/oauth2/logout', signOut),
  route('GET', '/{tenant}/oauth2/v2.0/logout', signOut),
];

/** Microsoft Entra ID: sign-in pages and tokens of all clouds. */
export const entra: Remote = {
  name: 'entra',
  hosts: Object.keys(loginHosts),
  handle: routed(routes, {
    notFound: (request) =>
      json(404, {
        error: 'invalid_request',
        error_description: `There is no endpoint at ${request.path}.`,
      }),
    wrongVerb: ({ method }) =>
      json(405, {
        error: 'invalid_request',
        error_description: `AADSTS900561: The endpoint does not accept ${method} requests.`,
        error_codes: [900561],
      }),
  }),
};
