import { ingramAccount } from '../world/distributors2/accounts.ts';
import type { World } from '../world/world.ts';

/** What the control API tells of the account: user and password, the newer sign-in's client, and Xvantage's. */
export function ingramCredentials(world: World, at: (https: string) => string) {
  const account = ingramAccount(world.options);
  return {
    kind: 'ingram',
    name: account.name,
    baseUrl: `${at('https://api.cloud.im')}/marketplace/${account.marketplace}`,
    clientId: account.userName,
    clientSecret: account.password,
    refreshToken: null,
    accountId: account.resellerId,
    subscriptionKey: account.subscriptionKey,
    realm: {
      tokenUrl: `${at('https://api.cloud.im')}/auth/realms/${account.realm}/protocol/openid-connect/token`,
      clientId: account.clientId,
      clientSecret: account.clientSecret,
    },
    xvantage: {
      baseUrl: at('https://api.ingrammicro.com'),
      clientId: account.xvantageClientId,
      clientSecret: account.xvantageClientSecret,
      customerNumber: account.customerNumber,
    },
  };
}
