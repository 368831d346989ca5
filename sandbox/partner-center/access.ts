import { bearerOf, type RemoteRequest } from '../remote.ts';
import { findToken } from '../tokens.ts';
import type { Cloud, PartnerAccount, Token } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { type Refusal, refuse } from './errors.ts';

/** Hosts of Partner Center REST by cloud; US Government and Germany use the global host. */
export const hosts = ['api.partnercenter.microsoft.com', 'partner.partnercenterapi.microsoftonline.cn'] as const;

const hostOf = (cloud: Cloud): string => (cloud === 'china' ? hosts[1] : hosts[0]);

/** Resource app id of Partner Center; tokens may name it as audience instead of the address. */
const resourceAppId = 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd';

export type Caller = {
  readonly account: PartnerAccount;
  readonly token: Token;
  /** Absent for application tokens. */
  readonly userPrincipalName: string | undefined;
};

/** `app`: application tokens are enough; `user`: a person must stand behind the call. */
export type Audience = 'app' | 'user';

/** What the caller's person must be allowed to do at Partner Center. */
export type Right = 'view' | 'sell' | 'administer' | 'bill';

const rolesFor: Readonly<Record<Right, readonly string[]>> = {
  view: ['AdminAgents', 'SalesAgents', 'HelpdeskAgents', 'BillingAdmin', 'GlobalAdmin'],
  sell: ['AdminAgents', 'SalesAgents'],
  administer: ['AdminAgents', 'GlobalAdmin', 'BillingAdmin', 'SalesAgents'],
  bill: ['AdminAgents', 'BillingAdmin', 'GlobalAdmin'],
};

/** Who calls, or why he may not: 401 for the token itself, 403 for the right token with the wrong rights. */
export function checkCaller(request: RemoteRequest, world: World, audience: Audience, right: Right): Caller | Refusal {
  const token = findToken(world, bearerOf(request), 'entra');
  if (token === undefined) return refuse(800001);
  const account = world.tables.partnerAccounts.get(token.accountId);
  if (account === undefined) return refuse(800001);
  if (!isForUs(token.audience) || hostOf(account.cloud) !== request.host) return refuse(900420);
  if (token.tenantId.toLowerCase() !== account.tenantId.toLowerCase()) return refuse(900308);

  const user = account.users.find((one) => one.objectId === token.userObjectId);
  if (token.userObjectId === undefined) {
    return audience === 'user' ? refuse(900329) : { account, token, userPrincipalName: undefined };
  }
  if (user === undefined) return refuse(800001);
  if (!token.mfa && isMfaEnforced(world)) return refuse(900421);
  if (!user.roles.some((role) => rolesFor[right].includes(role))) return refuse(900308);
  return { account, token, userPrincipalName: user.userPrincipalName };
}

function isForUs(audience: string): boolean {
  const plain = audience.toLowerCase().replace(/\/+$/, '');
  return plain === resourceAppId || hosts.some((host) => plain === `https://${host}`);
}

/** Since 2026-06 for a growing share of calls: the share is a switch. */
function isMfaEnforced(world: World): boolean {
  const share = world.switch('identity').mfaEnforcedShare;
  return share >= 1 || (share > 0 && world.random().next() < share);
}
