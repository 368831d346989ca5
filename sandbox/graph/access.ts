import { bearerOf, type RemoteRequest } from '../remote.ts';
import { findToken } from '../tokens.ts';
import type { Cloud, PartnerAccount, Token } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { type GraphRefusal, isRefusal, refuse } from './errors.ts';

const hostByCloud: Readonly<Record<Cloud, string>> = {
  global: 'graph.microsoft.com',
  usGovernment: 'graph.microsoft.us',
  china: 'microsoftgraph.chinacloudapi.cn',
  germany: 'graph.microsoft.de',
};

export const hosts: readonly string[] = Object.values(hostByCloud);

/** App id of Graph; tokens may name it as audience instead of the address. */
const resourceAppId = '00000003-0000-0000-c000-000000000000';

export type Caller = { readonly account: PartnerAccount; readonly token: Token; readonly userPrincipalName: string | undefined };

const unauthorised = (message: string) => refuse(401, 'InvalidAuthenticationToken', message);

/** A token for Graph in its cloud, of whatever tenant. */
export function checkToken(request: RemoteRequest, world: World): Caller | GraphRefusal {
  const bearer = bearerOf(request);
  if (bearer === undefined) return unauthorised('Access token is empty.');
  const token = findToken(world, bearer, 'entra');
  const account = token === undefined ? undefined : world.tables.partnerAccounts.get(token.accountId);
  if (token === undefined || account === undefined) return unauthorised('Lifetime validation failed, the token is expired.');
  const audience = token.audience.toLowerCase().replace(/\/+$/, '');
  const isForUs = audience === resourceAppId || audience === `https://${request.host}`;
  if (!isForUs || hostByCloud[account.cloud] !== request.host) return unauthorised('Access token validation failure. Invalid audience.');
  const user = account.users.find((one) => one.objectId === token.userObjectId);
  return { account, token, userPrincipalName: user?.userPrincipalName };
}

/** The partner's relationships are read and written with a token of his own tenant. */
export function checkCaller(request: RemoteRequest, world: World): Caller | GraphRefusal {
  const caller = checkToken(request, world);
  if (isRefusal(caller) || caller.token.tenantId.toLowerCase() === caller.account.tenantId.toLowerCase()) return caller;
  return refuse(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}
