import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { Fault } from '../../lib/errors.ts';
import { type CloudHosts, cloudHosts } from '../../model/cloud.ts';
import type { Permission } from '../../model/consent.ts';
import type { HttpClient } from '../../platform/http/call.ts';
import type { ConsentApp, ConsentDesk, SignedIn } from '../consent-port.ts';
import { claimsOf } from './access-token.ts';
import { explainTokenRefusal } from './token-refusal.ts';

export type ConsentDeskOptions = {
  readonly http: HttpClient;
  readonly clock: Clock;
  /** The address that a browser on this installation reaches: another one in the trial (the sandbox). */
  readonly reachable: (address: string) => string;
};

/**
 * The secure application model's sign-in (partner-center-api reference 1.2, 1.4): authorization code with PKCE at the v2 endpoint. It is asked
 * for at `organizations`, so that somebody of another tenant comes back here and is told so, instead of ending on a page of Microsoft.
 */
export function createConsentDesk({ http, clock, reachable }: ConsentDeskOptions): ConsentDesk {
  const address = (hosts: CloudHosts, path: string, query: Readonly<Record<string, string>>): string =>
    reachable(`https://${hosts.login}/${path}?${new URLSearchParams(query).toString()}`);

  return {
    signInAddress: (app, { redirectUri, state, nonce, verifier, asks }) => {
      const hosts = hostsOf(app);
      return address(hosts, 'organizations/oauth2/v2.0/authorize', {
        client_id: app.clientId,
        response_type: 'code',
        response_mode: 'query',
        redirect_uri: redirectUri,
        scope: `${asks === undefined ? allOf(hosts.partnerCenter) : namesOf(hosts, asks)} offline_access openid profile`,
        state,
        nonce,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        // The account is chosen, never taken from whoever is signed in (capabilities S39).
        prompt: 'select_account',
      });
    },

    adminAddress: (app, { redirectUri, state }) =>
      address(hostsOf(app), `${app.tenantId}/adminconsent`, { client_id: app.clientId, redirect_uri: redirectUri, state }),

    redeem: async (app, { redirectUri, nonce, verifier }, code) => {
      const hosts = hostsOf(app);
      const answer = await askTokens(http, app, hosts, 'organizations', {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
        scope: `https://${hosts.partnerCenter}/user_impersonation offline_access openid profile`,
      });
      return whoSignedIn(answer, { app, hosts, nonce, now: clock.now() });
    },

    graphPermissions: async (app, refreshToken) => {
      const hosts = hostsOf(app);
      const fields = { grant_type: 'refresh_token', refresh_token: refreshToken, scope: `${allOf(hosts.graph)} offline_access` };
      const answer = await askTokens(http, app, hosts, app.tenantId, fields);
      return { permissions: words(claimsOf(answer.access_token)?.['scp']), refreshToken: answer.refresh_token ?? refreshToken };
    },
  };
}

/** Everything that the app was registered for (reference 1.2: `.default` in place of a resource). */
const allOf = (host: string): string => `https://${host}/.default`;

/**
 * Permissions one by one. Partner Center's comes first: the token of the sign-in is for it. That one sign-in may name permissions of several
 * APIs, and that `.default` does not ask again once something was consented to, is general knowledge, unverified in the reference.
 */
function namesOf(hosts: CloudHosts, asks: readonly Permission[]): string {
  const others = asks.filter(({ api }) => api === 'graph').map(({ name }) => `https://${hosts.graph}/${name}`);
  return [`https://${hosts.partnerCenter}/user_impersonation`, ...others].join(' ');
}

function hostsOf({ cloud }: ConsentApp): CloudHosts {
  if (cloud !== 'germany') return cloudHosts[cloud];
  throw new Fault('cloud_closed', 'permanent', 'Microsoft closed the German cloud in 2021', { hint: 'Use the global cloud.' });
}

const WireTokens = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  id_token: z.string().optional(),
});
type WireTokens = z.infer<typeof WireTokens>;

const askTokens = (
  http: HttpClient,
  app: ConsentApp,
  hosts: CloudHosts,
  tenant: string,
  fields: Readonly<Record<string, string>>,
): Promise<WireTokens> =>
  http.post({
    remote: 'entra',
    connectionId: app.connectionId,
    family: 'token',
    url: `https://${hosts.login}/${tenant}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret, ...fields }).toString(),
    reply: WireTokens,
    // A code is good for one use: a broken answer is not asked for again (partner-center-api reference 1.4).
    write: fields['grant_type'] === 'authorization_code',
    sensitive: true,
    urgent: true,
    tracing: { correlation: 'client-request-id' },
    explain: explainTokenRefusal,
  });

type Expected = { readonly app: ConsentApp; readonly hosts: CloudHosts; readonly nonce: string; readonly now: Temporal.Instant };

/**
 * Who signed in. The id token came over TLS from the token endpoint itself, which stands for its signature (OpenID Connect Core 3.1.3.7);
 * audience, issuer, nonce and time are checked all the same. `amr` and `wids` are in the access token.
 */
function whoSignedIn(answer: WireTokens, expected: Expected): SignedIn {
  const id = answer.id_token === undefined ? {} : (claimsOf(answer.id_token) ?? {});
  const access = claimsOf(answer.access_token) ?? {};
  const tenantId = text(id['tid'])?.toLowerCase();
  return {
    tenantId,
    objectId: text(id['oid']),
    userPrincipalName: text(access['upn']) ?? text(id['preferred_username']),
    displayName: text(id['name']),
    secondFactor: words(access['amr']),
    isGlobalAdmin: access['wids'] === undefined ? undefined : words(access['wids']).includes(globalAdministrator),
    permissions: words(access['scp']),
    isOurs: isOurs(id, tenantId, expected),
    refreshToken: answer.refresh_token,
  };
}

function isOurs(id: Readonly<Record<string, unknown>>, tenantId: string | undefined, { app, nonce, now }: Expected): boolean {
  const issuer = text(id['iss']) ?? '';
  const ends = typeof id['exp'] === 'number' ? id['exp'] : 0;
  return (
    text(id['aud'])?.toLowerCase() === app.clientId.toLowerCase() &&
    id['nonce'] === nonce &&
    tenantId !== undefined &&
    // Issuers name the tenant; their hosts differ between clouds and versions, and the token endpoint's host is the cloud's own.
    issuer.toLowerCase().includes(`/${tenantId}/`) &&
    // Ten minutes for clocks that differ (F36).
    ends * 1000 > now.epochMilliseconds - 600_000
  );
}

/** Template id of the directory role (partner-center-api reference 16). */
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** A claim with several words: a list, or one text with spaces. */
function words(claim: unknown): readonly string[] {
  if (Array.isArray(claim)) return claim.filter((each) => typeof each === 'string');
  return typeof claim === 'string' ? claim.split(' ').filter((word) => word !== '') : [];
}
