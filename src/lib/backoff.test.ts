import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

const attempt = fc.integer({ min: 1, max: 200 });
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

// Full jitter: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015: sleep = random between 0 and min(cap, base x 2^attempt).
describe('waiting before the next try', () => {
  test.each([
    { attempt: 1, random: 0.5, waits: 500 },
    { attempt: 2, random: 0.5, waits: 1_000 },
    { attempt: 3, random: 0.5, waits: 2_000 },
    { attempt: 4, random: 0.25, waits: 2_000 },
    { attempt: 9, random: 0.5, waits: 128_000 },
    { attempt: 10, random: 0.5, waits: 150_000 },
    { attempt: 60, random: 0.5, waits: 150_000 },
    { attempt: 1, random: 0, waits: 0 },
  ])('try $attempt with chance $random waits $waits ms', ({ attempt: number, random, waits }) => {
    expect(backoffMs(number, random)).toBe(waits);
  });

  test('never waits less than nothing or longer than the cap, however many tries there were', () => {
    fc.assert(
      fc.property(
        attempt,
        chance,
        fc.integer({ min: 1, max: 60_000 }),
        fc.integer({ min: 1, max: 600_000 }),
        (n, random, baseMs, capMs) => {
          const ms = backoffMs(n, random, { baseMs, capMs });

          expect(Number.isInteger(ms)).toBe(true);
          expect(ms).toBeGreaterThanOrEqual(0);
          expect(ms).toBeLessThanOrEqual(capMs);
        },
      ),
    );
  });

  test('the same chance never waits shorter on a later try', () => {
    fc.assert(
      fc.property(attempt, chance, (n, random) => {
        expect(backoffMs(n + 1, random)).toBeGreaterThanOrEqual(backoffMs(n, random));
      }),
    );
  });

  test('two workers that failed together do not come back together', () => {
    const waits = new Set([0.1, 0.3, 0.5, 0.7, 0.9].map((random) => backoffMs(5, random)));

    expect(waits.size).toBe(5);
  });
});
