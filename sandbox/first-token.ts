import { Seeded } from '../src/lib/seeded.ts';
import { tokenKey } from './tokens.ts';
import type { PartnerAccount, Token } from './world/types.ts';
import type { WorldOptions } from './world/world.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('');

/** The refresh token that every world begins with, so that scripts can sign in without a browser. `GET /_control/credentials` tells it. */
export function firstRefreshToken(seed: number, accountId: string): string {
  const random = new Seeded(`${String(seed)}:refresh:${accountId}`);
  return `1.AXsandbox${Array.from({ length: 100 }, () => random.pick(letters)).join('')}`;
}

/** Its row: of the integration user, with second factor, for 90 days from the world's beginning. */
export function firstRefreshTokenRow({ seed, startsAt }: WorldOptions, account: PartnerAccount): Token {
  const id = tokenKey(firstRefreshToken(seed, account.id));
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
