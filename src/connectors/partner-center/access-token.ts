import { Fault } from '../../lib/errors.ts';

/** What we read out of an access token. Its signature is the remote's business; the claims only keep us from sending it to the wrong place. */
type Claims = Readonly<Record<string, unknown>>;

/** The claims of a token; undefined when it is no JWT. */
export function claimsOf(token: string): Claims | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Claims) : undefined; // each is checked where it is read
  } catch {
    return undefined;
  }
}

/** Partner Center's and Graph's app ids, which tokens may carry as audience instead of the address (partner-center-api reference 1.4, 1.5). */
const appIds: Readonly<Record<string, string>> = {
  'api.partnercenter.microsoft.com': 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd',
  'graph.microsoft.com': '00000003-0000-0000-c000-000000000000',
};

/** Refuses a token of another tenant or audience before it is sent anywhere (F43). A token that cannot be read as a JWT is taken as it is. */
export function checkToken(token: string, wanted: { readonly tenantId: string; readonly audience: string }): void {
  const claims = claimsOf(token);
  if (claims === undefined) return;
  const { tid, aud } = claims;
  if (typeof tid === 'string' && tid.toLowerCase() !== wanted.tenantId.toLowerCase()) {
    throw new Fault('wrong_tenant', 'needs_operator', 'The sign-in belongs to another Microsoft tenant than the connection', {
      remote: 'entra',
      hint: 'Sign in with a user of the connection\u2019s own tenant. The tenant of a connection never changes.',
    });
  }
  if (typeof aud === 'string' && !audiencesOf(wanted.audience).includes(aud.toLowerCase().replace(/\/+$/, ''))) {
    throw new Fault('wrong_audience', 'needs_operator', 'Microsoft gave a token for another API than was asked for', {
      remote: 'entra',
      hint: 'Check the cloud of the connection.',
    });
  }
}

function audiencesOf(audience: string): string[] {
  const host = new URL(audience).hostname;
  const appId = appIds[host];
  return [`https://${host}`, ...(appId === undefined ? [] : [appId])];
}
