import type { World } from './world/world.ts';

/** So many calls in so many seconds, counted over the last whole window. */
export type Limit = { readonly calls: number; readonly seconds: number };

const windows = new WeakMap<World, Map<string, number[]>>();

/**
 * Counts a call against a limit. undefined = go on; else the seconds for `Retry-After`.
 * Rejected calls count too, as documented by Partner Center. `key` names limit and payer: `subscriptions/${tenantId}`.
 */
export function throttled(world: World, key: string, limit: Limit): number | undefined {
  const { enabled, factor } = world.switch('throttling');
  if (!enabled) return undefined;
  const perWorld = windows.get(world) ?? new Map<string, number[]>();
  windows.set(world, perWorld);
  const now = world.clock.pacedMs();
  const since = now - limit.seconds * 1000;
  const calls = (perWorld.get(key) ?? []).filter((at) => at > since);
  const allowed = Math.max(1, Math.floor(limit.calls * factor));
  const over = calls.length >= allowed;
  calls.push(now);
  perWorld.set(key, calls.slice(-2 * allowed));
  if (!over) return undefined;
  const oldest = calls[calls.length - allowed] ?? now;
  return Math.max(1, Math.ceil((oldest + limit.seconds * 1000 - now) / 1000));
}
