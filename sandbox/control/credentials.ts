import { graphOf, loginHost, partnerCenterOf } from '../entra/tenants.ts';
import { presentRefreshToken } from '../first-token.ts';
import { ingramCredentials } from '../ingram/credentials.ts';
import { ionCredentials } from '../td-synnex/credentials.ts';
import type { PartnerAccount } from '../world/types.ts';
import { type ControlHandler, ok } from './call.ts';
import { otherPsas } from './other-psas.ts';

/** The partner accounts of the sample estate. */

/**
 * GET /_control/credentials: everything a script needs to sign in anywhere (product.md 4.4). Base addresses are the sandbox's prefixed
 * ones, as a client would use them that replaces `https://` by the sandbox's address. `pc-1` and `pc-2` sell the sample estate; the other
 * partner accounts have customers of their own in other roles and clouds.
 */
export const credentials: ControlHandler = ({ request, stage }) => {
  const { world } = stage;
  const at = (https: string): string => request.linkTo(https.replace(/^https:\/\//, ''));
  const accounts = world.tables.partnerAccounts.all();
  const partner = (account: PartnerAccount) => ({
    id: account.id,
    name: account.name,
    tenantId: account.tenantId,
    cloud: account.cloud,
    partnerType: account.partnerType,
    clientId: account.app.clientId,
    clientSecret: account.app.clientSecret,
    refreshToken: presentRefreshToken(world, account),
    userPrincipalName: account.users[0]?.userPrincipalName ?? '',
    baseUrls: {
      login: at(loginHost(account.cloud)),
      partnerCenter: at(partnerCenterOf(account.cloud)),
      graph: at(graphOf(account.cloud)),
      prices: at('https://api.partner.microsoft.com'),
    },
  });
  return ok({
    partnerAccounts: accounts.map(partner),
    distributors: [
      ...world.tables.distributorAccounts.all().map((account) => ({
        kind: account.kind,
        name: account.name,
        baseUrl: `${at('https://api.pax8.com')}/v1`,
        clientId: account.clientId,
        clientSecret: account.clientSecret,
        refreshToken: null,
        accountId: account.partnerId,
        subscriptionKey: null,
      })),
      ionCredentials(world, at),
      ingramCredentials(world, at),
    ],
    psas: [
      ...world.tables.psaInstances.all().map((instance) => ({
        kind: instance.kind,
        name: instance.name,
        baseUrl: `${at(`https://${instance.host}`)}/${instance.codebase}/apis/3.0`,
        companyId: instance.companyId,
        publicKey: instance.publicKey,
        privateKey: instance.privateKey,
        clientId: instance.clientId,
        userName: null,
        secret: null,
        integrationCode: null,
      })),
      ...otherPsas(world, at),
    ],
  });
};
