import { createHash } from 'node:crypto';
import type { Token } from './world/types.ts';
import { type Actor, put, type World } from './world/world.ts';

/** The last few keys: a client sends one bearer text with thousands of calls. */
const keys = new Map<string, string>();

/** The key of a token row: the world's log keeps no usable bearer text. */
export function tokenKey(bearer: string): string {
  const known = keys.get(bearer);
  if (known !== undefined) return known;
  const key = createHash('sha256').update(bearer).digest('hex');
  if (keys.size >= 200) keys.clear();
  keys.set(bearer, key);
  return key;
}

/** The token behind a bearer text if it is of that kind and remote, not revoked and not past its time. */
export function findToken(world: World, bearer: string | undefined, remote: string, kind: Token['kind'] = 'access'): Token | undefined {
  if (bearer === undefined) return undefined;
  const token = world.tables.tokens.get(tokenKey(bearer));
  if (token?.remote !== remote || token.kind !== kind || token.revokedAt !== undefined) return undefined;
  return Date.parse(token.expiresAt) > world.clock.nowMs() ? token : undefined;
}

/** Remembers a token that a remote gave out. */
export function rememberToken(world: World, bearer: string, token: Omit<Token, 'id'>, actor: Actor, cause: string): void {
  world.apply({
    kind: 'token.issued',
    actor,
    cause,
    about: { accountId: token.accountId, kind: token.kind },
    changes: [put('tokens', { ...token, id: tokenKey(bearer) })],
  });
}
