import { expect, test } from 'vitest';
import { VirtualClock } from '../lib/clock.ts';
import { createClock, createFollowingClock } from './clock.ts';
import { createIds } from './ids.ts';

test("the machine's clock tells the time in UTC", () => {
  const clock = createClock();

  expect(Math.abs(clock.now().epochMilliseconds - Date.now())).toBeLessThan(50);
  expect(clock.today().toString()).toBe(new Date().toISOString().slice(0, 10));
});

test('a clock that follows the sandbox jumps with it, and sleeping takes real time all the same', async () => {
  let offset = 0;
  const clock = createFollowingClock(() => offset);
  offset = 30 * 86_400_000;

  expect(clock.now().epochMilliseconds - Date.now()).toBeGreaterThan(29 * 86_400_000);
  const startedAt = performance.now();
  await clock.sleep(20);
  expect(performance.now() - startedAt).toBeLessThan(500);
});

test('sleep ends early, with the reason, when it is stopped', async () => {
  const stop = new AbortController();
  const sleeping = createClock().sleep(60_000, stop.signal);
  stop.abort(new Error('shutting down'));

  await expect(sleeping).rejects.toThrow('shutting down');
  await expect(createClock().sleep(60_000, stop.signal)).rejects.toThrow('shutting down');
});

test('sleeping for more than a timer can hold does not end at once', async () => {
  const stop = new AbortController();
  let ended = false;
  const sleeping = createClock()
    .sleep(3_000_000_000, stop.signal)
    .catch(() => {
      ended = true;
    });
  await createClock().sleep(30);

  expect(ended).toBe(false);
  stop.abort();
  await sleeping;
  expect(ended).toBe(true);
});

test('ids are UUIDs of version 7, in order of time, never twice', () => {
  const clock = new VirtualClock('2026-11-20T08:00:00Z');
  const ids = createIds(clock);
  const made = Array.from({ length: 1_000 }, () => ids());

  expect(new Set(made).size).toBe(1_000);
  expect(made[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(createIds(clock, (length) => new Uint8Array(length))()).toBe(createIds(clock, (length) => new Uint8Array(length))());
});
