import type { RemoteAnswer } from '../remote.ts';
import { tokenKey } from '../tokens.ts';
import type { Token } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { tokenError } from './errors.ts';
import { issueTokens } from './issue.ts';
import { type Person, personOf } from './people.ts';
import { refusedIn } from './tenant-access.ts';
import { findTenant, partnerCenterOf } from './tenants.ts';
import { type Redeemed, resolved, type TokenCall } from './token-call.ts';

/**
 * Grant `refresh_token`: an access token for any one audience, in the partner's tenant or in a customer's where delegated access is
 * active, and a new refresh token with fresh 90 days. The old one stays valid (unless reuse is switched to kill the family).
 */
export async function redeemRefreshToken(world: World, call: TokenCall): Promise<Redeemed | RemoteAnswer> {
  const { form, request, account } = call;
  const text = form.get('refresh_token');
  if (text === null) return tokenError(world, request, 900144, 'refresh_token');
  const token = world.tables.tokens.get(tokenKey(text));
  if (token?.kind !== 'refresh' || token.clientId !== account.app.clientId) return tokenError(world, request, 9002313);
  const user = personOf(world, token);
  const refused = refusal(world, call, token, user);
  if (refused !== undefined) return tokenError(world, request, refused, named(refused, token, user, account.app.clientId));
  const identity = world.switch('identity');
  const asked = resolved(call.asked, token.resource ?? partnerCenterOf(account.cloud));
  world.apply({
    kind: 'token.redeemed',
    actor: { kind: 'api', name: account.app.clientId },
    cause: 'refresh_token',
    changes: [put('tokens', { ...token, usedAt: world.now() })],
  });
  const issued = await issueTokens(world, {
    version: call.version,
    account,
    accountId: token.accountId,
    tenantId: call.tenant?.id ?? token.tenantId,
    user,
    mfa: token.mfa,
    audience: asked.audience,
    scopes: asked.scopes,
    family: token.family ?? token.id,
    wantsRefreshToken: true,
    oldRefreshToken: identity.rotateRefreshTokens ? undefined : text,
    cause: 'refresh_token',
  });
  return { issued, asked };
}

function refusal(world: World, { account, tenant }: TokenCall, token: Token, user: Person | undefined): number | undefined {
  if (token.revokedAt !== undefined || user === undefined) return 50173;
  if (Temporal.Instant.compare(token.expiresAt, world.clock.now()) <= 0) return 700082;
  const home = findTenant(world, account.cloud, user.tenantId);
  const atHome = home === undefined ? 50173 : refusedIn(world, account, user, home);
  if (atHome !== undefined) return atHome;
  if (token.usedAt !== undefined && world.switch('identity').reuseKillsFamily) {
    killFamily(world, token);
    return 50173;
  }
  return tenant === undefined ? undefined : refusedIn(world, account, user, tenant);
}

function killFamily(world: World, token: Token): void {
  const family = token.family === undefined ? [token] : world.tables.tokens.by('family', token.family);
  world.apply({
    kind: 'token.familyRevoked',
    actor: { kind: 'system', name: 'entra' },
    cause: 'reuse',
    changes: family.map((row) => put('tokens', { ...row, revokedAt: world.now() })),
  });
}

function named(code: number, token: Token, user: Person | undefined, clientId: string): string {
  if (code === 700082) return token.issuedAt;
  return code === 50020 ? (user?.userPrincipalName ?? '') : clientId;
}
