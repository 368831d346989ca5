/** How far we go with one remote (rule B10). Everything that limits a call is here and nowhere else. */
export type RemoteLimits = {
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly totalMs: number;
  /** No new byte for this long ends the call. */
  readonly stallMs: number;
  readonly maxBytes: number;
  /** Tries of one read; a 429 is not a try. */
  readonly tries: number;
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
  /** How long one call may wait for the remote's rate; then the item goes back to the queue. */
  readonly patienceMs: number;
  /** Calls a second to begin with, before the remote has shown its own limit. */
  readonly startRate: number;
  readonly maxRate: number;
  /** Calls that may go at once after a pause. */
  readonly burst: number;
  /** Calls in flight at once for one connection, for those who fan out. */
  readonly parallel: number;
};

const mebi = 1024 * 1024;

/** The default outbound policy (reliability reference, section 2). */
const usual: RemoteLimits = {
  connectMs: 5_000,
  firstByteMs: 30_000,
  totalMs: 120_000,
  stallMs: 60_000,
  maxBytes: 64 * mebi,
  tries: 8,
  backoffBaseMs: 1_000,
  backoffCapMs: 300_000,
  patienceMs: 900_000,
  startRate: 20,
  maxRate: 200,
  burst: 10,
  parallel: 8,
};

/** Sources: Microsoft Learn "API throttling guidance for partners"; vendors' pages as named; rest is chosen by us. Rates are starting points: the real one is learned. */
export const limits = {
  // 500 requests a minute and tenant for customers, orders, subscriptions (Partner Center documentation, 2026).
  // Nine at once are 6,000 a minute when an answer takes 90 ms, and fewer than the failures that open the circuit: one bad moment does not.
  'partner-center': { ...usual, burst: 20, parallel: 9 },
  graph: usual,
  entra: { ...usual, maxBytes: mebi, tries: 3, totalMs: 60_000 },
  prices: { ...usual, maxBytes: 512 * mebi, totalMs: 900_000 },
  blob: { ...usual, maxBytes: 2_048 * mebi, totalMs: 3_600_000 },
  // About 1,000 requests a minute is quoted for the vendor API; unverified for partners.
  pax8: { ...usual, startRate: 15, burst: 10, parallel: 4 },
  // Nothing published; four at a time is reported safe.
  'td-synnex': { ...usual, startRate: 5, burst: 4, parallel: 4 },
  ingram: { ...usual, startRate: 5, burst: 4, parallel: 4 },
  // Nothing published; 429 is possible, four at a time is reported safe.
  connectwise: { ...usual, startRate: 10, burst: 8, parallel: 4 },
  // Slows down by itself above 5,000 of 10,000 calls an hour (Autotask REST documentation); three threads for each object.
  autotask: { ...usual, startRate: 2.5, burst: 5, parallel: 3 },
  halopsa: { ...usual, startRate: 8, burst: 5, parallel: 4 },
  webhook: { ...usual, maxBytes: mebi, firstByteMs: 10_000, totalMs: 20_000, tries: 1 },
} as const satisfies Record<string, RemoteLimits>;

export type RemoteName = keyof typeof limits;
export type LimitsTable = Readonly<Record<RemoteName, RemoteLimits>>;

/** Retry-After beyond an hour is taken as an hour (F01). */
export const longestHoldMs = 3_600_000;
/** Circuit breaker for each remote and connection. */
export const circuitLimits = { failuresToOpen: 10, probeEveryMs: 60_000 } as const;
/** Unpacking stops at this ratio once the answer is larger than `from` bytes (F10). */
export const inflateLimits = { ratio: 200, from: 10 * mebi } as const;
