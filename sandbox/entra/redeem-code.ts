import { createHash } from 'node:crypto';
import type { RemoteAnswer } from '../remote.ts';
import { tokenKey } from '../tokens.ts';
import type { Token } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { tokenError } from './errors.ts';
import { issueTokens } from './issue.ts';
import { personOf } from './people.ts';
import type { Asked } from './scopes.ts';
import { type Redeemed, resolved, type TokenCall } from './token-call.ts';

/** Grant `authorization_code`: single use, 10 minutes, same redirect address, PKCE proof when the code was bound to one. */
export async function redeemCode(world: World, call: TokenCall): Promise<Redeemed | RemoteAnswer> {
  const { form, request, account } = call;
  const text = form.get('code');
  if (text === null) return tokenError(world, request, 900144, 'code');
  const code = world.tables.tokens.get(tokenKey(text));
  const refused = refusal(world, call, code);
  if (refused !== undefined || code === undefined)
    return tokenError(world, request, refused ?? 70000, refused === 50011 ? (form.get('redirect_uri') ?? '') : 'code');
  world.apply({
    kind: 'token.codeRedeemed',
    actor: { kind: 'api', name: account.app.clientId },
    cause: 'authorization_code',
    changes: [put('tokens', { ...code, usedAt: world.now() })],
  });
  const asked = resolved(call.asked, code.resource);
  const scopes = scopesOf(asked, code);
  // v1 always gives a refresh token; v2 where offline_access was asked for.
  const wantsRefreshToken = call.version === 'v1' || scopes.includes('offline_access');
  const issued = await issueTokens(world, {
    version: call.version,
    account,
    accountId: code.accountId,
    tenantId: code.tenantId,
    user: personOf(world, code),
    mfa: code.mfa,
    audience: asked.audience,
    scopes,
    family: code.family ?? code.id,
    nonce: code.nonce,
    wantsRefreshToken,
    cause: 'authorization_code',
  });
  return { issued, asked: { ...asked, scopes } };
}

/** What was agreed to counts with what is asked for now; permissions on another resource do not. */
function scopesOf(asked: Asked, code: Token): readonly string[] {
  const open = code.scopes.filter((scope) => ['openid', 'profile', 'email', 'offline_access'].includes(scope));
  return [...new Set([...asked.scopes, ...(asked.audience === code.resource ? code.scopes : open)])];
}

function refusal(world: World, { form, account, tenant }: TokenCall, code: Token | undefined): number | undefined {
  if (code?.kind !== 'code' || code.clientId !== account.app.clientId) return 70000;
  if (code.usedAt !== undefined) return 54005;
  if (Temporal.Instant.compare(code.expiresAt, world.clock.now()) <= 0) return 70008;
  if (tenant !== undefined && tenant.id !== code.tenantId) return 700005;
  if (code.redirectUri !== (form.get('redirect_uri') ?? '')) return 50011;
  return code.codeChallenge === undefined || proves(code, form.get('code_verifier')) ? undefined : 50148;
}

function proves({ codeChallenge, codeChallengeMethod }: Token, verifier: string | null): boolean {
  if (verifier === null) return false;
  return codeChallenge === (codeChallengeMethod === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url'));
}
