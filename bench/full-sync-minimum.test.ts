import { describe, expect, test } from 'vitest';
import { soonestMs } from './full-sync-minimum.ts';

const steady = () => 600;

describe('the soonest a throttle lets a full sync end', () => {
  test('is at once when it holds as many calls as are needed', () => {
    for (const shape of ['tokenBucket', 'window', 'strict'] as const)
      expect(soonestMs(600, { shape, perMinuteAt: steady, into: 0 })).toBe(0);
  });

  test('follows a bucket that fills evenly', () => {
    expect(soonestMs(1200, { shape: 'tokenBucket', perMinuteAt: steady, into: 0 })).toBeCloseTo(60_000, -2);
  });

  test('waits for the next whole minute of a window, from where the clock stood', () => {
    expect(soonestMs(1201, { shape: 'window', perMinuteAt: steady, into: 0 })).toBe(120_000);
    expect(soonestMs(601, { shape: 'window', perMinuteAt: steady, into: 45_000 })).toBe(15_000);
  });

  test('waits a minute after each full minute of calls where the last sixty seconds count', () => {
    expect(soonestMs(1201, { shape: 'strict', perMinuteAt: steady, into: 0 })).toBe(120_000);
  });

  test('is later when the rate halves on the way', () => {
    const halving = (ms: number) => (ms < 30_000 ? 600 : 300);
    expect(soonestMs(1200, { shape: 'tokenBucket', perMinuteAt: halving, into: 0 })).toBeCloseTo(90_000, -2);
  });
});
