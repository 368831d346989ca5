import type { World } from '../world/world.ts';

/** Requests of an hour that one database takes, from all integrations together. */
export const hourlyThreshold = 10_000;
const minuteMs = 60_000;

type Minutes = Map<number, number>;
const counts = new WeakMap<World, Minutes>();

/** Requests of the last hour, counted by the minute. */
export function requestsThisHour(world: World): number {
  const now = Math.floor(world.clock.pacedMs() / minuteMs);
  const minutes = counts.get(world) ?? new Map<number, number>();
  counts.set(world, minutes);
  let sum = 0;
  for (const [minute, count] of minutes) {
    if (minute <= now - 60) minutes.delete(minute);
    else sum += count;
  }
  return sum;
}

export const allowedAnHour = (world: World): number => Math.max(1, Math.floor(hourlyThreshold * world.switch('throttling').factor));

export type Strain = { readonly refused: true } | { readonly refused: false; readonly waitMs: number };

/** Counts a call: from half of the threshold on answers are slowed by 0.5 s, from three quarters on by 1 s, beyond it they are refused. */
export function countCall(world: World): Strain {
  if (!world.switch('throttling').enabled) return { refused: false, waitMs: 0 };
  const share = requestsThisHour(world) / allowedAnHour(world);
  if (share >= 1) return { refused: true };
  const minutes = counts.get(world);
  const now = Math.floor(world.clock.pacedMs() / minuteMs);
  minutes?.set(now, (minutes.get(now) ?? 0) + 1);
  return { refused: false, waitMs: share >= 0.75 ? 1000 : share >= 0.5 ? 500 : 0 };
}

/** GET ThresholdInformation; the time frame is in minutes. */
export const thresholdInformation = (world: World) => ({
  externalRequestThreshold: allowedAnHour(world),
  requestThresholdTimeframe: 60,
  currentTimeframeRequestCount: requestsThisHour(world),
});

/** Calls that are being worked on, by tracking id and entity. */
const running = new WeakMap<World, Map<string, number>>();
const maxThreads = 3;

/** Takes one of the three threads of an endpoint; undefined when all are taken. The answer gives it back. */
export function takeThread(world: World, key: string): (() => void) | undefined {
  const perWorld = running.get(world) ?? new Map<string, number>();
  running.set(world, perWorld);
  const taken = perWorld.get(key) ?? 0;
  if (taken >= maxThreads && world.switch('throttling').enabled) return undefined;
  perWorld.set(key, taken + 1);
  return () => {
    const left = (perWorld.get(key) ?? 1) - 1;
    if (left <= 0) perWorld.delete(key);
    else perWorld.set(key, left);
  };
}
