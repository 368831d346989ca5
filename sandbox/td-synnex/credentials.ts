import { ionAccount } from '../world/distributors2/accounts.ts';
import type { World } from '../world/world.ts';
import { presentPortalToken } from './token.ts';

/** What the control API tells of the account: a refresh token that nobody has used yet, and version 1's key. */
export function ionCredentials(world: World, at: (https: string) => string) {
  const account = ionAccount(world.options);
  return {
    kind: 'streamOneIon',
    name: account.name,
    baseUrl: at('https://ion.tdsynnex.com'),
    clientId: account.apiKey,
    clientSecret: account.apiSecret,
    refreshToken: presentPortalToken(world),
    accountId: account.accountId,
    subscriptionKey: null,
  };
}
