import { bearerOf, json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import { throttled } from '../throttle.ts';
import { findToken } from '../tokens.ts';
import { haloInstance } from '../world/estate/other-psas.ts';
import type { Actor, World } from '../world/world.ts';
import { unauthorized } from './errors.ts';

export type Session = { readonly actor: Actor; may(what: 'read' | 'edit', area: string): boolean };

const limits = { '500in180s': { calls: 500, seconds: 180 }, '700in300s': { calls: 700, seconds: 300 } } as const;

export function signIn(request: RemoteRequest, world: World): Session | RemoteAnswer {
  const instance = haloInstance(world.options.seed);
  const token = request.host === instance.host ? findToken(world, bearerOf(request), 'halopsa') : undefined;
  if (token === undefined) return unauthorized();
  const wait = throttled(world, 'halopsa', limits[world.switch('halo').limit]);
  if (wait !== undefined) return json(429, 'Too many requests. Please try again later.', { 'retry-after': String(wait) });
  const all = token.scopes.includes('all');
  return {
    actor: { kind: 'api', name: 'Concord API' },
    // Who may edit may read.
    may: (what, area) => all || token.scopes.includes(`edit:${area}`) || (what === 'read' && token.scopes.includes(`read:${area}`)),
  };
}

export const isRefusal = (session: Session | RemoteAnswer): session is RemoteAnswer => 'status' in session;
