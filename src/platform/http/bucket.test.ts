import { describe, expect, test } from 'vitest';
import { type Bucket, freshBucket, hold, take } from './bucket.ts';
import { limits } from './limits.ts';

const start = { ...limits.pax8, startRate: 10, burst: 5, maxRate: 1_000 };

test('a fresh bucket lets its burst go at once and paces what follows', () => {
  let bucket = freshBucket(start, 0);
  const waits = Array.from({ length: 7 }, () => {
    const taken = take(bucket, 0, start.maxRate, false);
    bucket = taken.bucket;
    return taken.waitMs;
  });

  expect(waits).toEqual([0, 0, 0, 0, 0, 100, 200]);
});

test('during a hold everybody waits for its end, and then one by one', () => {
  let bucket = hold(freshBucket(start, 0), 0, 5_000);
  const waits = Array.from({ length: 3 }, () => {
    const taken = take(bucket, 1_000, start.maxRate, false);
    bucket = taken.bucket;
    return taken.waitMs;
  });

  expect(waits[0]).toBe(4_000);
  expect(waits[1]).toBeGreaterThan(4_000);
  expect(waits[2]).toBeGreaterThan(waits[1] ?? 0);
});

test('someone who waits in front of the screen goes before paced work, but not into a hold', () => {
  let bucket = freshBucket(start, 0);
  for (let n = 0; n < 50; n += 1) bucket = take(bucket, 0, start.maxRate, false).bucket;

  expect(take(bucket, 0, start.maxRate, true).waitMs).toBe(0);
  expect(take(hold(bucket, 0, 3_000), 0, start.maxRate, true).waitMs).toBe(3_000);
});

test('many 429 for one crowding teach once; a later Retry-After prolongs the hold', () => {
  let bucket = freshBucket(start, 0);
  for (let n = 0; n < 60; n += 1) bucket = take(bucket, n * 10, start.maxRate, true).bucket;
  const once = hold(bucket, 600, 1_000);
  const thrice = hold(hold(once, 610, 1_000), 620, 3_000);

  expect(thrice.rate).toBe(once.rate);
  expect(thrice.heldUntil).toBe(3_620);
});

test('one unlucky 429 does not make a fast connection crawl', () => {
  const bucket = hold(take(freshBucket(start, 0), 0, start.maxRate, false).bucket, 0, 60_000);

  expect(bucket.rate).toBeGreaterThanOrEqual(start.startRate / 2);
});

/** `calls` one after another, each as soon as it may; answers when the last one went. */
function callAway(bucket: Bucket, from: number, calls: number): { bucket: Bucket; now: number } {
  let [at, now] = [bucket, from];
  for (let n = 0; n < calls; n += 1) {
    const taken = take(at, now, start.maxRate, false);
    at = taken.bucket;
    now += taken.waitMs + 20;
  }
  return { bucket: at, now };
}

test('an hour in which nobody called is not what the remote takes in an hour', () => {
  const morning = callAway(freshBucket(start, 0), 0, 200);
  const noon = callAway(morning.bucket, morning.now + 3_600_000, 40);

  const { rate } = hold(noon.bucket, noon.now, 1_000);

  expect(rate).toBeGreaterThan(10); // 240 calls in an hour would be 0.07
});

test('ten 429 in a row after a quiet hour cost a while, not the day', () => {
  let { bucket, now } = callAway(freshBucket(start, 0), 0, 30);
  now += 3_600_000;
  for (let n = 0; n < 10; n += 1) {
    const called = callAway(bucket, now, 1);
    bucket = hold(called.bucket, called.now, 1_000);
    now = called.now + 1_000;
  }
  const slowed = bucket.rate;
  const later = callAway(bucket, now, 300);

  expect(slowed).toBeGreaterThan(1);
  expect(later.now - now).toBeLessThan(4 * 60_000);
  expect(later.bucket.rate).toBeGreaterThan(Math.min(start.startRate * 0.9, slowed * 1.3));
});

/** A remote that counts, and a client with eight calls in flight that asks the bucket before each. Milliseconds are simulated. */
function simulate(remote: (now: number) => number | undefined, calls: number, latencyMs = 50) {
  let bucket: Bucket = freshBucket({ ...limits['partner-center'] }, 0);
  const lanes = Array.from({ length: 8 }, () => 0);
  let [done, rejected, last] = [0, 0, 0];
  while (done < calls) {
    const lane = lanes.indexOf(Math.min(...lanes));
    const now = lanes[lane] ?? 0;
    const taken = take(bucket, now, 200, false);
    bucket = taken.bucket;
    const sentAt = now + taken.waitMs;
    if (bucket.heldUntil !== undefined && sentAt < bucket.heldUntil) {
      lanes[lane] = bucket.heldUntil;
      continue;
    }
    const retryAfterMs = remote(sentAt);
    lanes[lane] = sentAt + latencyMs;
    if (retryAfterMs === undefined) {
      done += 1;
      last = sentAt + latencyMs;
    } else {
      rejected += 1;
      bucket = hold(bucket, sentAt + latencyMs, retryAfterMs);
    }
  }
  return { seconds: last / 1_000, rejected, rate: bucket.rate };
}

const wholeSeconds = (ms: number): number => Math.ceil(ms / 1_000) * 1_000;

/** Token bucket: `perMinute`, and a burst of a tenth of it. */
function tokenBucket(perMinute: number): (now: number) => number | undefined {
  const burst = perMinute / 10;
  let [tokens, at] = [burst, 0];
  return (now) => {
    tokens = Math.min(burst, tokens + ((now - at) / 60_000) * perMinute);
    at = now;
    if (tokens < 1) return wholeSeconds(((1 - tokens) / perMinute) * 60_000);
    tokens -= 1;
    return undefined;
  };
}

/** Fixed window of a minute, as Microsoft's sample answer looks. */
function fixedWindow(perMinute: number): (now: number) => number | undefined {
  let [window, used] = [0, 0];
  return (now) => {
    const current = Math.floor(now / 60_000);
    if (current !== window) [window, used] = [current, 0];
    used += 1;
    return used > perMinute ? wholeSeconds((window + 1) * 60_000 - now) : undefined;
  };
}

/** The last sixty seconds, refused calls included: what the guidance of Partner Center says. */
function lastMinute(perMinute: number): (now: number) => number | undefined {
  let calls: number[] = [];
  return (now) => {
    calls = calls.filter((at) => at > now - 60_000);
    const oldest = calls[calls.length + 1 - perMinute];
    calls.push(now);
    return calls.length > perMinute ? wholeSeconds((oldest ?? now) + 60_000 - now) : undefined;
  };
}

describe('where refused calls count', () => {
  test.each([
    [600, 1_203, 120],
    [1_800, 3_607, 120],
    [6_000, 12_014, 120],
  ])('%i a minute are used to the end, with hardly a refusal', (perMinute, calls, leastSeconds) => {
    const { seconds, rejected } = simulate(lastMinute(perMinute), calls, 40);

    expect(rejected / calls).toBeLessThan(0.02);
    expect(seconds / leastSeconds).toBeLessThan(1.05);
  });

  test('a 429 soon after a long hold says where the minute stands, not how fast the remote is', () => {
    const minute = callAway(freshBucket(start, 0), 0, 600);
    const held = hold(minute.bucket, minute.now, 40_000);
    const again = callAway(held, minute.now + 40_000, 20);

    expect(hold(again.bucket, again.now, 1_000).rate).toBeCloseTo(again.bucket.rate);
  });

  test('what was not used in a long hold may be used after it', () => {
    const minute = callAway(freshBucket(start, 0), 0, 600);
    const held = hold(minute.bucket, minute.now, 40_000);

    expect(held.saved * 1_000).toBeGreaterThan(held.rate * 40_000);
    expect(hold(minute.bucket, minute.now, 1_000).saved).toBe(0);
  });
});

describe('the pace of a remote is found without being told', () => {
  test.each([
    ['token bucket of 6000 a minute', () => tokenBucket(6_000), 6_600, 60],
    ['token bucket of 1800 a minute', () => tokenBucket(1_800), 3_600, 114],
    ['token bucket of 600 a minute', () => tokenBucket(600), 1_200, 114],
    ['window of 1800 a minute', () => fixedWindow(1_800), 3_600, 60],
    ['window of 600 a minute', () => fixedWindow(600), 1_200, 60],
  ])('%s', (_name, remote, calls, leastSeconds) => {
    const { seconds, rejected } = simulate(remote(), calls);

    expect(rejected / calls).toBeLessThan(0.03);
    expect(seconds).toBeLessThan(leastSeconds * 1.15 + 62); // a fixed window may cost one more window at the end
  });

  test('and found again when it falls in the middle', () => {
    const [fast, slow] = [tokenBucket(1_800), tokenBucket(600)];
    const { rejected, rate } = simulate((now) => (now < 60_000 ? fast(now) : slow(now)), 3_600);

    expect(rate).toBeLessThan(12);
    expect(rejected).toBeLessThan(120);
  });
});
