import { Seeded } from '../src/lib/seeded.ts';
import { tokenKey } from './tokens.ts';
import type { PartnerAccount, Token } from './world/types.ts';
import { put, type World, type WorldOptions } from './world/world.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('');

/** The refresh token that every world begins with, so that scripts can sign in without a browser. `later` counts those that followed it. */
export function firstRefreshToken(seed: number, accountId: string, later = 0): string {
  const random = new Seeded(`${String(seed)}:refresh:${accountId}${later === 0 ? '' : `:${String(later)}`}`);
  return `1.AXsandbox${Array.from({ length: 100 }, () => random.pick(letters)).join('')}`;
}

/** Its row: of the integration user, with second factor, for 90 days from the world's beginning. */
export function firstRefreshTokenRow({ seed, startsAt }: WorldOptions, account: PartnerAccount, later = 0): Token {
  const id = tokenKey(firstRefreshToken(seed, account.id, later));
  const [user] = account.users;
  return {
    id,
    kind: 'refresh',
    remote: 'entra',
    accountId: account.id,
    tenantId: account.tenantId,
    clientId: account.app.clientId,
    ...(user === undefined ? {} : { userObjectId: user.objectId }),
    audience: '',
    scopes: [],
    mfa: true,
    issuedAt: startsAt,
    expiresAt: Temporal.Instant.from(startsAt)
      .add({ hours: 24 * 90 })
      .toString(),
    family: id,
  };
}

/** What `GET /_control/credentials` tells: the first one, or in a world older than 90 days one that follows it. A revoked one stays revoked. */
export function presentRefreshToken(world: World, account: PartnerAccount): string {
  const { options, tables } = world;
  for (let later = 0; ; later += 1) {
    const text = firstRefreshToken(options.seed, account.id, later);
    const row = tables.tokens.get(tokenKey(text));
    if (row !== undefined && Temporal.Instant.compare(row.expiresAt, world.clock.now()) > 0) return text;
    if (row !== undefined) continue;
    const fresh = firstRefreshTokenRow({ ...options, startsAt: world.now() }, account, later);
    world.apply({
      kind: 'token.issued',
      actor: { kind: 'control', name: 'control' },
      cause: 'credentials',
      about: { accountId: account.id },
      changes: [put('tokens', fresh)],
    });
    return text;
  }
}
