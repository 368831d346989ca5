import { rememberToken } from '../tokens.ts';
import type { Token } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { accessClaims, clientInfo, idClaims, type Times } from './claims.ts';
import type { Grant } from './grant.ts';
import { signJwt } from './keys.ts';
import type { Person } from './people.ts';
import { randomOf } from './random-text.ts';

export type Issued = {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly idToken?: string;
  /** Of users: who it is, for the library that asked. */
  readonly clientInfo?: string;
  /** Seconds from now. */
  readonly expiresIn: number;
  /** Of the access token, in seconds since 1970. */
  readonly times: Times;
};

const lifetimeSeconds = 3600;
/** Tokens are good from a little before their making: the published answer lies 3,900 seconds from `not_before` to `expires_on`. */
const earlierSeconds = 300;
const refreshDays = 90;

/** Makes the tokens of a successful sign-in or redemption, remembers them in the world. */
export async function issueTokens(world: World, grant: Grant): Promise<Issued> {
  const times = timesAt(world);
  const hasMfa = grant.mfa && world.switch('identity').mfaClaim;
  const accessToken = await signJwt(grant.account.cloud, { ...accessClaims(world, grant, times, hasMfa), uti: randomOf(world, 22) });
  const base = tokenRow(world, grant, hasMfa);
  remember(world, grant, accessToken, { ...base, kind: 'access', expiresAt: instant(times.exp) });
  const app: Issued = { accessToken, expiresIn: lifetimeSeconds, times };
  return grant.user === undefined ? app : { ...app, ...(await forUser(world, grant, grant.user, base)) };
}

type Base = Omit<Token, 'id' | 'kind' | 'expiresAt'>;

const tokenRow = (world: World, grant: Grant, mfa: boolean): Base => ({
  remote: 'entra',
  accountId: grant.accountId,
  tenantId: grant.tenantId,
  clientId: grant.account.app.clientId,
  ...(grant.user === undefined ? {} : { userObjectId: grant.user.objectId }),
  audience: grant.audience,
  scopes: grant.scopes,
  mfa,
  issuedAt: world.now(),
  family: grant.family,
});

const remember = (world: World, grant: Grant, text: string, row: Omit<Token, 'id'>): void => {
  rememberToken(world, text, row, { kind: 'api', name: grant.account.app.clientId }, grant.cause);
};

/** What people get beside the access token. */
async function forUser(world: World, grant: Grant, user: Person, base: Base): Promise<Partial<Issued>> {
  const refreshToken = grant.wantsRefreshToken ? (grant.oldRefreshToken ?? freshRefreshToken(world, grant, base)) : undefined;
  return {
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(grant.scopes.includes('openid') ? { idToken: await idTokenFor(world, { ...grant, user }) } : {}),
    clientInfo: clientInfo(user),
  };
}

/** A refresh token belongs to the user's own tenant and to no audience. */
function freshRefreshToken(world: World, grant: Grant, base: Base): string {
  const text = `1.AX${randomOf(world, 120)}`;
  const tenantId = grant.user?.tenantId ?? grant.tenantId;
  const expiresAt = instant(secondsNow(world) + refreshDays * 86_400);
  const own = { tenantId, audience: '', resource: grant.audience, mfa: grant.mfa, expiresAt };
  remember(world, grant, text, { ...base, ...own, kind: 'refresh' });
  return text;
}

/** Who signed in, for the app. */
export async function idTokenFor(
  world: World,
  grant: Pick<Grant, 'version' | 'account' | 'tenantId' | 'mfa' | 'nonce'> & { readonly user: Person; readonly code?: string },
): Promise<string> {
  const identity = world.switch('identity');
  const claims = idClaims(grant, grant.user, timesAt(world), grant.mfa && identity.mfaClaim);
  return signJwt(grant.account.cloud, { ...claims, uti: randomOf(world, 22) });
}

const secondsNow = (world: World): number => Math.floor(world.clock.nowMs() / 1000) + world.switch('identity').skewSeconds;

function timesAt(world: World): Times {
  const now = secondsNow(world);
  return { iat: now - earlierSeconds, nbf: now - earlierSeconds, exp: now + lifetimeSeconds };
}

const instant = (epochSeconds: number): string => Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1000).toString();
