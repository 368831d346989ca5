import type { World } from './world/world.ts';

/** So many calls in so many seconds. */
export type Limit = { readonly calls: number; readonly seconds: number };

/** What is remembered of one payer of one limit. Milliseconds of the paced clock. */
type Count = { calls: number[]; tokens: number; atMs: number };

const counts = new WeakMap<World, Map<string, Count>>();

/**
 * Counts a call against a limit. undefined = go on; else the seconds for `Retry-After`.
 * Rejected calls count too, as documented by Partner Center, unless the switch `throttling` says another shape.
 * `key` names limit and payer: `partner-center/subscriptions/${tenantId}`; the switch may set the number of a limit by its name.
 */
export function throttled(world: World, key: string, limit: Limit): number | undefined {
  const { enabled, factor, shape, calls } = world.switch('throttling');
  if (!enabled) return undefined;
  const own =
    Object.keys(calls).length === 0
      ? undefined
      : key
          .split('/')
          .map((name) => calls[name])
          .find((number) => number !== undefined);
  const allowed = Math.max(1, Math.floor((own ?? limit.calls) * factor));
  const count = countOf(world, key, allowed);
  const nowMs = world.clock.pacedMs();
  const waitMs = shapes[shape](count, { allowed, spanMs: limit.seconds * 1000, nowMs });
  return waitMs === undefined ? undefined : Math.max(1, Math.ceil(waitMs / 1000));
}

function countOf(world: World, key: string, allowed: number): Count {
  const perWorld = counts.get(world) ?? new Map<string, Count>();
  counts.set(world, perWorld);
  const count = perWorld.get(key) ?? { calls: [], tokens: allowed, atMs: world.clock.pacedMs() };
  perWorld.set(key, count);
  return count;
}

type Facts = { readonly allowed: number; readonly spanMs: number; readonly nowMs: number };
/** Milliseconds to wait; undefined: the call may pass. */
type Shape = (count: Count, facts: Facts) => number | undefined;

const sliding =
  (countsRefused: boolean): Shape =>
  (count, { allowed, spanMs, nowMs }) => {
    const calls = count.calls.filter((at) => at > nowMs - spanMs);
    const isOver = calls.length >= allowed;
    const oldest = calls[Math.max(0, calls.length + (countsRefused ? 1 : 0) - allowed)] ?? nowMs;
    if (!isOver || countsRefused) calls.push(nowMs);
    count.calls = calls.slice(-2 * allowed);
    return isOver ? oldest + spanMs - nowMs : undefined;
  };

const shapes = {
  strict: sliding(true),
  sliding: sliding(false),
  /** Whole spans of the clock: all calls of one, then all of the next. */
  window: (count, { allowed, spanMs, nowMs }) => {
    const begin = Math.floor(nowMs / spanMs) * spanMs;
    const calls = count.calls.filter((at) => at >= begin);
    if (calls.length >= allowed) return begin + spanMs - nowMs;
    count.calls = [...calls, nowMs];
    return undefined;
  },
  /** A bucket that holds the number and fills up evenly. */
  tokenBucket: (count, { allowed, spanMs, nowMs }) => {
    const perMs = allowed / spanMs;
    count.tokens = Math.min(allowed, count.tokens + (nowMs - count.atMs) * perMs);
    count.atMs = nowMs;
    if (count.tokens < 1) return (1 - count.tokens) / perMs;
    count.tokens -= 1;
    return undefined;
  },
} as const satisfies Record<string, Shape>;
