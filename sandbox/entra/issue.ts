import { rememberToken } from '../tokens.ts';
import type { PartnerAccount, PartnerUser, Token } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { signJwt } from './keys.ts';
import { randomOf } from './random-text.ts';

/** For whom and what tokens are made. */
export type Grant = {
  readonly version: 'v1' | 'v2';
  readonly account: PartnerAccount;
  /** Tenant of the token: the partner's, or a customer's. */
  readonly tenantId: string;
  /** Absent: application token. */
  readonly user?: PartnerUser | undefined;
  readonly mfa: boolean;
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly family: string;
  readonly nonce?: string | undefined;
  readonly wantsRefreshToken: boolean;
  /** Given back instead of a new one when rotation is switched off. */
  readonly oldRefreshToken?: string | undefined;
  readonly cause: string;
};

export type Issued = {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly idToken?: string;
  readonly expiresIn: number;
  readonly issuedAt: number;
};

const lifetimeSeconds = 3600;
const refreshDays = 90;

/** Makes the tokens of a successful sign-in or redemption, remembers them in the world. */
export async function issueTokens(world: World, grant: Grant): Promise<Issued> {
  const identity = world.switch('identity');
  const issuedAt = Math.floor(world.clock.nowMs() / 1000) + identity.skewSeconds;
  const hasMfa = grant.mfa && identity.mfaClaim;
  const accessToken = await signJwt(accessClaims(world, grant, issuedAt, hasMfa));
  const actor = { kind: 'api', name: grant.account.app.clientId } as const;
  const base: Omit<Token, 'id' | 'kind' | 'expiresAt'> = {
    remote: 'entra',
    accountId: grant.account.id,
    tenantId: grant.tenantId,
    clientId: grant.account.app.clientId,
    ...(grant.user === undefined ? {} : { userObjectId: grant.user.objectId }),
    audience: grant.audience,
    scopes: grant.scopes,
    mfa: hasMfa,
    issuedAt: world.now(),
    family: grant.family,
  };
  rememberToken(world, accessToken, { ...base, kind: 'access', expiresAt: instant(issuedAt + lifetimeSeconds) }, actor, grant.cause);
  const refreshToken =
    grant.user !== undefined && grant.wantsRefreshToken ? (grant.oldRefreshToken ?? `1.AX${randomOf(world, 120)}`) : undefined;
  if (refreshToken !== undefined && refreshToken !== grant.oldRefreshToken) {
    // A refresh token belongs to the user's own tenant and to no audience.
    const refresh = { ...base, tenantId: grant.account.tenantId, audience: '', mfa: grant.mfa, kind: 'refresh' as const };
    rememberToken(world, refreshToken, { ...refresh, expiresAt: instant(issuedAt + refreshDays * 86_400) }, actor, grant.cause);
  }
  const idToken =
    grant.user !== undefined && grant.scopes.includes('openid') ? await signJwt(idClaims(grant, grant.user, issuedAt)) : undefined;
  return {
    accessToken,
    expiresIn: lifetimeSeconds,
    issuedAt,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(idToken === undefined ? {} : { idToken }),
  };
}

const instant = (epochSeconds: number): string => Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1000).toString();

const issuer = ({ version, tenantId }: Grant): string =>
  version === 'v1' ? `https://sts.windows.net/${tenantId}/` : `https://login.microsoftonline.com/${tenantId}/v2.0`;

function accessClaims(world: World, grant: Grant, issuedAt: number, hasMfa: boolean) {
  const { account, user, version } = grant;
  const app =
    version === 'v1' ? { appid: account.app.clientId, appidacr: '1', ver: '1.0' } : { azp: account.app.clientId, azpacr: '1', ver: '2.0' };
  const person =
    user === undefined
      ? { oid: account.tenantId, sub: account.tenantId, idtyp: 'app' }
      : {
          oid: user.objectId,
          sub: user.objectId,
          name: user.displayName,
          amr: hasMfa ? ['pwd', 'mfa'] : ['pwd'],
          scp: resourceScopes(grant.scopes),
          ...(version === 'v1'
            ? { upn: user.userPrincipalName, unique_name: user.userPrincipalName }
            : { preferred_username: user.userPrincipalName }),
        };
  return {
    aud: grant.audience,
    iss: issuer(grant),
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + lifetimeSeconds,
    tid: grant.tenantId,
    uti: randomOf(world, 22),
    ...app,
    ...person,
  };
}

/** What `scp` and `scope` say: the resource's own permissions, not OpenID's. */
export function resourceScopes(scopes: readonly string[]): string {
  const own = scopes.filter((scope) => !['openid', 'profile', 'email', 'offline_access', '.default'].includes(scope));
  return own.length === 0 ? 'user_impersonation' : own.join(' ');
}

const idClaims = (grant: Grant, user: PartnerUser, issuedAt: number) => ({
  aud: grant.account.app.clientId,
  iss: issuer(grant),
  iat: issuedAt,
  nbf: issuedAt,
  exp: issuedAt + lifetimeSeconds,
  tid: grant.tenantId,
  oid: user.objectId,
  sub: user.objectId,
  name: user.displayName,
  preferred_username: user.userPrincipalName,
  ver: grant.version === 'v1' ? '1.0' : '2.0',
  ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
  ...(grant.version === 'v1' ? { upn: user.userPrincipalName } : {}),
});
