import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utcDate, VirtualClock } from './clock.ts';

const start = '2026-11-21T23:59:59Z';

describe('a clock that moves when told', () => {
  test('stands still until it is moved, and then by exactly as much', async () => {
    const clock = new VirtualClock(start);
    expect(clock.now().toString()).toBe(start);

    await clock.advance(1_500);

    expect(clock.now().toString()).toBe('2026-11-22T00:00:00.5Z');
  });

  test('starts at an instant as well as at its text', () => {
    const at = Temporal.Instant.from(start);

    expect(new VirtualClock(at).now().equals(new VirtualClock(start).now())).toBe(true);
  });

  test('today is the calendar date in UTC, as at Microsoft', async () => {
    const clock = new VirtualClock(start);
    expect(clock.today().toString()).toBe('2026-11-21');

    await clock.advance(1_000);

    expect(clock.today().toString()).toBe('2026-11-22');
  });

  test.each([
    ['2026-03-29T00:30:00Z', '2026-03-29'], // Berlin jumps to summer time at 01:00 UTC
    ['2026-10-24T23:59:59Z', '2026-10-24'], // already the 25th in Berlin
    ['2024-02-29T12:00:00Z', '2024-02-29'],
    ['2026-12-31T23:59:59.999Z', '2026-12-31'],
  ])('%s is %s wherever the machine stands', (instant, day) => {
    expect(utcDate(Temporal.Instant.from(instant)).toString()).toBe(day);
  });
});

describe('sleepers', () => {
  test('wake in order of time, whoever lay down first, and see the time they asked for', async () => {
    const clock = new VirtualClock(start);
    const woke: string[] = [];
    for (const [name, ms] of [
      ['late', 3_000],
      ['early', 1_000],
      ['middle', 2_000],
    ] as const) {
      void clock.sleep(ms).then(() => woke.push(`${name} ${clock.now().toString()}`));
    }

    await clock.advance(10_000);

    expect(woke).toEqual(['early 2026-11-22T00:00:00Z', 'middle 2026-11-22T00:00:01Z', 'late 2026-11-22T00:00:02Z']);
  });

  test('any sleepers in any order wake by time, and at the same time by who lay down first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 12 }), async (waits) => {
        const clock = new VirtualClock(start);
        const woke: number[] = [];
        waits.forEach((seconds, index) => void clock.sleep(seconds * 1_000).then(() => woke.push(index)));

        await clock.advance(20_000);

        const expected = waits
          .map((seconds, index) => ({ seconds, index }))
          .sort((a, b) => a.seconds - b.seconds || a.index - b.index)
          .map(({ index }) => index);
        expect(woke).toEqual(expected);
      }),
    );
  });

  test('who is not due sleeps on', async () => {
    const clock = new VirtualClock(start);
    let awake = false;
    void clock.sleep(1_000).then(() => {
      awake = true;
    });

    await clock.advance(999);
    expect(awake).toBe(false);

    await clock.advance(1);
    expect(awake).toBe(true);
  });

  test('somebody who lies down again while time moves is woken again in the same move', async () => {
    const clock = new VirtualClock(start);
    let rounds = 0;
    const rhythm = async (): Promise<void> => {
      for (;;) {
        await clock.sleep(1_000);
        rounds += 1;
      }
    };
    void rhythm();

    await clock.advance(5_500);

    expect(rounds).toBe(5);
    expect(clock.now().toString()).toBe('2026-11-22T00:00:04.5Z');
  });

  test('moving in many small steps wakes the same sleepers as one big step', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 8 }),
        async (steps, waits) => {
          const [small, big] = [new VirtualClock(start), new VirtualClock(start)];
          const woke = { small: new Set<number>(), big: new Set<number>() };
          waits.forEach((ms, index) => {
            void small.sleep(ms).then(() => woke.small.add(index));
            void big.sleep(ms).then(() => woke.big.add(index));
          });

          for (const step of steps) await small.advance(step);
          await big.advance(steps.reduce((sum, step) => sum + step, 0));

          expect([...woke.small].sort()).toEqual([...woke.big].sort());
          expect(small.now().equals(big.now())).toBe(true);
        },
      ),
    );
  });
});

describe('a sleeper that is called off', () => {
  test('wakes at once with the reason and is not woken a second time', async () => {
    const clock = new VirtualClock(start);
    const stop = new AbortController();
    const sleep = clock.sleep(60_000, stop.signal);

    stop.abort(new Error('shutting down'));

    await expect(sleep).rejects.toThrow('shutting down');
    await clock.advance(60_000);
  });

  test('does not even lie down when it was called off before', async () => {
    const clock = new VirtualClock(start);

    await expect(clock.sleep(1_000, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });

  test('gets an error also when the reason is none', async () => {
    const clock = new VirtualClock(start);

    await expect(clock.sleep(1_000, AbortSignal.abort('a word'))).rejects.toMatchObject({ message: 'Aborted', cause: 'a word' });
  });

  test('leaves the others asleep', async () => {
    const clock = new VirtualClock(start);
    const stop = new AbortController();
    let other = false;
    const one = clock.sleep(1_000, stop.signal);
    void clock.sleep(1_000).then(() => {
      other = true;
    });

    stop.abort(new Error('not this one'));
    await expect(one).rejects.toThrow('not this one');
    expect(other).toBe(false);

    await clock.advance(1_000);
    expect(other).toBe(true);
  });
});
