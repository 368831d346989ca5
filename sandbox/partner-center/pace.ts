import { json, type RemoteAnswer } from '../remote.ts';
import { type Limit, throttled } from '../throttle.ts';
import type { World } from '../world/world.ts';

/** A documented limit; counted for each partner tenant, or for each pair of partner and customer tenant. */
export type Pace = { readonly name: string; readonly limit: Limit; readonly per: 'partner' | 'partnerAndCustomer' };

/** Numbers of the pages "API throttling guidance" and "Partner Center webhooks". Rejected calls count as well. */
export const paces = {
  customers: { name: 'customers', limit: { calls: 500, seconds: 60 }, per: 'partner' },
  subscriptions: { name: 'subscriptions', limit: { calls: 500, seconds: 60 }, per: 'partner' },
  subscriptionUpdates: { name: 'subscription-updates', limit: { calls: 500, seconds: 60 }, per: 'partnerAndCustomer' },
  webhookTests: { name: 'webhook-tests', limit: { calls: 2, seconds: 60 }, per: 'partner' },
} as const satisfies Record<string, Pace>;

/** 429 with `Retry-After` and the gateway's own body form when a limit is passed. */
export function checkPace(
  world: World,
  all: readonly Pace[],
  partnerTenant: string,
  customer: string | undefined,
): RemoteAnswer | undefined {
  let seconds = 0;
  for (const pace of all) {
    const payer = pace.per === 'partner' ? partnerTenant : `${partnerTenant}/${(customer ?? '').toLowerCase()}`;
    seconds = Math.max(seconds, throttled(world, `partner-center/${pace.name}/${payer}`, pace.limit) ?? 0);
  }
  if (seconds === 0) return undefined;
  const message = `Rate limit is exceeded. Try again in ${seconds} seconds.`;
  return json(429, { statusCode: 429, message }, { 'Retry-After': String(seconds) });
}
