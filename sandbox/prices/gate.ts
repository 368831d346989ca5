import { type Refusal, refuse } from '../partner-center/errors.ts';
import { bearerOf, type RemoteRequest } from '../remote.ts';
import { findToken } from '../tokens.ts';
import type { World } from '../world/world.ts';

export const host = 'api.partner.microsoft.com';

/** Who may read prices: a person with a selling role at the partner, with a token for this host. Undefined: nothing against it. */
export function refusedFor(request: RemoteRequest, world: World): Refusal | undefined {
  const token = findToken(world, bearerOf(request), 'entra');
  const account = token === undefined ? undefined : world.tables.partnerAccounts.get(token.accountId);
  if (token === undefined || account === undefined) return refuse(800001);
  if (token.audience.toLowerCase().replace(/\/+$/, '') !== `https://${host}`) return refuse(900420);
  if (token.userObjectId === undefined) return refuse(900329);
  const user = account.users.find((one) => one.objectId === token.userObjectId);
  const share = world.switch('identity').mfaEnforcedShare;
  if (!token.mfa && (share >= 1 || (share > 0 && world.random().next() < share))) return refuse(900421);
  // Global administrators alone may not, since the newer page.
  return user?.roles.some((role) => role === 'AdminAgents' || role === 'SalesAgents') === true ? undefined : refuse(900308);
}
