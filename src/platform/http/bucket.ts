import type { RemoteLimits } from './limits.ts';

/**
 * The pace of one connection and family. It is learned, never told: calls go faster until the remote says 429; then the rate is what the
 * remote really took since the last 429, waiting included, and calls stay just under it (performance reference, section 5, "paced").
 * Times are milliseconds of the clock that the throttle uses.
 */
export type Bucket = {
  readonly tokens: number;
  /** Calls a second. */
  readonly rate: number;
  readonly burst: number;
  /** Until when tokens were counted; in the future while the remote wants peace. */
  readonly refilledAt: number;
  /** End of the last hold; undefined as long as the remote never complained. */
  readonly heldUntil: number | undefined;
  /** Calls since `since`: what the next measurement is made of. */
  readonly taken: number;
  readonly since: number;
  /** A 429 before this moment teaches nothing. */
  readonly teachesFrom: number;
};

const slack = 0.98; // stay this much under what was measured
const slowest = 0.02; // calls a second; below that a remote is not slow but shut
const enoughToMeasure = 20;
/** Who counts whole minutes holds this long; who fills up evenly holds for a moment. */
const longHoldMs = 10_000;
/** Nobody called for so long and nobody had to wait: what comes now is measured by itself. */
const idleSeconds = 2;
/** Growth for a pause counts up to here: at a slow pace the seconds between two calls are use, a night is not. */
const mostGrowthSeconds = 10;

export const freshBucket = ({ startRate, burst }: RemoteLimits, now: number): Bucket => ({
  tokens: burst,
  rate: startRate,
  burst,
  refilledAt: now,
  heldUntil: undefined,
  taken: 0,
  since: now,
  teachesFrom: now,
});

/** Takes a place in the row: how long to wait for it. An urgent call waits for a hold only, not for its turn. */
export function take(bucket: Bucket, now: number, maxRate: number, urgent: boolean): { bucket: Bucket; waitMs: number } {
  const passed = Math.max(0, now - bucket.refilledAt) / 1_000;
  const rate = grow(bucket, passed, now, maxRate);
  const refilled = bucket.tokens + passed * rate;
  // What a long hold left over is not cut to the burst.
  const tokens = Math.max(bucket.tokens, Math.min(bucket.burst, refilled)) - 1;
  const refilledAt = Math.max(bucket.refilledAt, now);
  const turnMs = urgent ? 0 : (Math.max(0, -tokens) / rate) * 1_000;
  // An hour without calls says nothing about what the remote takes in an hour.
  const wasIdle = passed >= idleSeconds && refilled >= bucket.burst;
  const measured = wasIdle ? { taken: 1, since: now } : { taken: bucket.taken + 1 };
  return { bucket: { ...bucket, tokens, rate, refilledAt, ...measured }, waitMs: Math.ceil(refilledAt - now + turnMs) };
}

/** Doubles each second until the first 429; afterwards feels its way up, the bolder the longer it is quiet (3 % in the first minute). */
function grow(bucket: Bucket, passed: number, now: number, maxRate: number): number {
  if (bucket.heldUntil === undefined) return Math.min(maxRate, bucket.rate * 2 ** Math.min(passed, 1));
  const seconds = Math.min(passed, mostGrowthSeconds);
  const quietSeconds = Math.max(0, now - bucket.heldUntil) / 1_000;
  return Math.min(maxRate, bucket.rate * (1 + seconds * Math.min(0.02, quietSeconds * 0.000_02)));
}

/**
 * The remote said 429: nothing goes for `ms`, and the rate is learned from what it took. Several answers to one crowding teach once. One that
 * counts the last minute gives back its places at the pace at which they were taken a minute ago: a 429 soon after a hold, within its length,
 * says where it stands in that minute and nothing about the rate. What was not used in a long hold may be used after it.
 */
export function hold(bucket: Bucket, now: number, ms: number): Bucket {
  const until = now + ms;
  if (bucket.heldUntil !== undefined && now < bucket.heldUntil) {
    const later = Math.max(bucket.heldUntil, until);
    return { ...bucket, heldUntil: later, refilledAt: Math.max(bucket.refilledAt, later), since: Math.max(bucket.since, later) };
  }
  const teaches = now >= bucket.teachesFrom;
  const rate = teaches ? learn(bucket, until) : bucket.rate;
  const saved = teaches && ms >= longHoldMs ? (rate * ms * 0.9) / 1_000 : 1;
  return {
    tokens: Math.max(1, saved), // the first call after the hold need not wait longer than told
    rate,
    burst: Math.max(1, Math.min(bucket.burst, rate / 2)),
    refilledAt: until,
    heldUntil: until,
    taken: 0,
    since: until,
    teachesFrom: teaches ? until + ms : Math.max(until, bucket.teachesFrom),
  };
}

function learn(bucket: Bucket, until: number): number {
  const waiting = Math.max(0, -bucket.tokens); // promised, not yet sent
  const accepted = Math.max(1, bucket.taken - waiting - 1);
  const measured = (accepted / Math.max(0.001, (until - bucket.since) / 1_000)) * slack;
  // Too few calls since the last 429 say little (another program may have used up the rate): give way, but do not collapse.
  if (accepted < enoughToMeasure) return Math.max(slowest, bucket.rate * 0.7);
  if (bucket.heldUntil === undefined) return Math.max(slowest, Math.min(bucket.rate, measured));
  return Math.max(slowest, bucket.rate * 0.5, Math.min(bucket.rate * slack, measured));
}
