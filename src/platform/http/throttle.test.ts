import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../lib/clock.ts';
import { memoryBuckets } from './bucket-store.ts';
import { limits } from './limits.ts';
import { currentPriority, type Priority, priorities, withPriority } from './priority.ts';
import { createThrottle, type Turn } from './throttle.ts';

const stepMs = 50;

const turn = (priority: Priority): Turn => ({
  key: 'north partner-center subscriptions',
  customer: undefined,
  limits: { ...limits['partner-center'], startRate: 2, maxRate: 2, burst: 1 },
  priority,
  mostMs: 600_000,
  signal: undefined,
});

/** Calls that ask for turns of one account as fast as they get them, several of each priority at once; how many went in that time. */
async function rush(asking: Readonly<Partial<Record<Priority, number>>>, seconds: number) {
  const clock = new VirtualClock('2026-11-22T09:00:00Z');
  const throttle = createThrottle({ store: memoryBuckets(), clock });
  const went: Record<Priority, number> = { person: 0, event: 0, change: 0, sweep: 0 };
  let isOpen = true;
  const ask = async (priority: Priority): Promise<void> => {
    while (isOpen) {
      await throttle.turn(turn(priority));
      went[priority] += 1;
    }
  };
  for (const priority of priorities) for (let n = 0; n < (asking[priority] ?? 0); n += 1) void ask(priority);
  for (let at = 0; at < seconds * 1_000; at += stepMs) {
    await setImmediate(); // everything that is due runs to its next wait
    await clock.advance(stepMs);
  }
  isOpen = false;
  return went;
}

test('a person goes at once while eight calls of a sweep wait for their turns', async () => {
  const clock = new VirtualClock('2026-11-22T09:00:00Z');
  const throttle = createThrottle({ store: memoryBuckets(), clock });
  for (let n = 0; n < 8; n += 1) void throttle.turn(turn('sweep'));
  await clock.advance(10);

  expect(await throttle.turn(turn('person'))).toEqual({ waitedMs: 0 });
});

test('notifications go before a sweep, and the sweep is not starved', async () => {
  const went = await rush({ event: 4, sweep: 8 }, 120);

  expect(went.event).toBeGreaterThan(went.sweep * 3);
  expect(went.sweep).toBeGreaterThan(20);
});

test('nothing of the pace is lost by giving way', async () => {
  const alone = await rush({ sweep: 8 }, 60);
  const together = await rush({ event: 4, sweep: 8 }, 60);

  expect(together.event + together.sweep).toBeGreaterThan(alone.sweep * 0.95);
});

test('work hands its priority on to every call that it makes', async () => {
  const seen = await withPriority('sweep', async () => {
    await Promise.resolve();
    return [currentPriority(), await withPriority('person', () => Promise.resolve(currentPriority())), currentPriority()];
  });

  expect(seen).toEqual(['sweep', 'person', 'sweep']);
  expect(currentPriority()).toBe('change');
});
