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
  /** So many calls may go at `pace` within a minute of the last hold, if that is faster. */
  readonly saved: number;
  /** Calls a second that went before the last long hold, without the waiting. */
  readonly pace: number;
};

const slack = 0.98; // stay this much under what was measured
const slowest = 0.02; // calls a second; below that a remote is not slow but shut
const enoughToMeasure = 20;
/** Who counts whole minutes holds this long; who fills up evenly holds for a moment. */
const longHoldMs = 10_000;
const minuteMs = 60_000;
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
  saved: 0,
  pace: 0,
});

/** Takes a place in the row: how long to wait for it. An urgent call waits for a hold only, not for its turn. */
export function take(bucket: Bucket, now: number, maxRate: number, urgent: boolean): { bucket: Bucket; waitMs: number } {
  const passed = Math.max(0, now - bucket.refilledAt) / 1_000;
  const rate = grow(bucket, passed, now, maxRate);
  const isSaved = bucket.saved > 0 && now < (bucket.heldUntil ?? 0) + minuteMs;
  const pace = isSaved ? Math.max(rate, bucket.pace) : rate;
  const refilled = bucket.tokens + passed * pace;
  const tokens = Math.max(bucket.tokens, Math.min(bucket.burst, refilled)) - 1;
  const refilledAt = Math.max(bucket.refilledAt, now);
  const turnMs = urgent ? 0 : (Math.max(0, -tokens) / pace) * 1_000;
  // An hour without calls says nothing about what the remote takes in an hour.
  const wasIdle = passed >= idleSeconds && refilled >= bucket.burst;
  const measured = wasIdle ? { taken: 1, since: now } : { taken: bucket.taken + 1 };
  const saved = isSaved ? bucket.saved - 1 : 0;
  return { bucket: { ...bucket, tokens, rate, refilledAt, saved, ...measured }, waitMs: Math.ceil(refilledAt - now + turnMs) };
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
 * says where it stands in that minute and nothing about the rate. After a long hold there is a minute's worth again: it may go as fast as what
 * went before the hold, which is how fast places come back where the last minute counts, and soon enough where whole minutes do.
 */
export function hold(bucket: Bucket, now: number, ms: number): Bucket {
  const until = now + ms;
  if (bucket.heldUntil !== undefined && now < bucket.heldUntil) {
    const later = Math.max(bucket.heldUntil, until);
    return { ...bucket, heldUntil: later, refilledAt: Math.max(bucket.refilledAt, later), since: Math.max(bucket.since, later) };
  }
  const teaches = now >= bucket.teachesFrom;
  const rate = teaches ? learn(bucket, until) : bucket.rate;
  const isLong = ms >= longHoldMs;
  return {
    tokens: 1, // the first call after the hold need not wait longer than told
    rate,
    burst: Math.max(1, Math.min(bucket.burst, rate / 2)),
    refilledAt: until,
    heldUntil: until,
    taken: 0,
    since: until,
    teachesFrom: teaches ? until + ms : Math.max(until, bucket.teachesFrom),
    saved: isLong ? (rate * minuteMs) / 1_000 : bucket.saved,
    pace: isLong ? (acceptedOf(bucket) / Math.max(0.001, (now - bucket.since) / 1_000)) * slack : bucket.pace,
  };
}

/** Calls that the remote took since the last measurement: not those that were promised and not yet sent, nor the one that it refused. */
const acceptedOf = (bucket: Bucket): number => Math.max(1, bucket.taken - Math.max(0, -bucket.tokens) - 1);

function learn(bucket: Bucket, until: number): number {
  const accepted = acceptedOf(bucket);
  const measured = (accepted / Math.max(0.001, (until - bucket.since) / 1_000)) * slack;
  // Too few calls since the last 429 say little (another program may have used up the rate): give way, but do not collapse.
  if (accepted < enoughToMeasure) return Math.max(slowest, bucket.rate * 0.5);
  if (bucket.heldUntil === undefined) return Math.max(slowest, Math.min(bucket.rate, measured));
  return Math.max(slowest, bucket.rate * 0.5, Math.min(bucket.rate * slack, measured));
}
