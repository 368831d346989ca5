import { bearerOf, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import { throttled } from '../throttle.ts';
import { findToken } from '../tokens.ts';
import type { DistributorAccount } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { forbidden, problem, unauthorized } from './errors.ts';
import { opensPartnerApi } from './token.ts';

// The vendor's usage API states 1000 a minute; for partners the same figure is only reported.
const limit = { calls: 1000, seconds: 60 };

/** The distributor account behind the bearer token, or the refusal. */
export function signIn(request: RemoteRequest, world: World): DistributorAccount | RemoteAnswer {
  const token = findToken(world, bearerOf(request), 'pax8');
  const account = token === undefined ? undefined : world.tables.distributorAccounts.get(token.accountId);
  if (token === undefined || account === undefined) return unauthorized(request);
  if (!opensPartnerApi(token.audience)) return forbidden(request);
  const wait = throttled(world, `pax8/${account.id}`, limit);
  if (wait === undefined) return account;
  const refusal = problem(request, 429, 'TOO_MANY_REQUESTS', 'Too many requests');
  return { ...refusal, headers: { ...refusal.headers, 'retry-after': String(wait) } };
}

export const isRefusal = (session: DistributorAccount | RemoteAnswer): session is RemoteAnswer => 'status' in session;
