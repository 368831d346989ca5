import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SandboxClock } from './clock.ts';
import { throttled } from './throttle.ts';
import { put, World } from './world/world.ts';

const startsAt = '2026-11-21T10:00:00Z';
const startsMs = Date.parse(startsAt);

const move = fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), by: fc.integer({ min: 0, max: 100_000 }) }),
  fc.record({ kind: fc.constant('step' as const), by: fc.integer({ min: 0, max: 10_000_000 }) }),
  fc.record({ kind: fc.constant('run' as const), by: fc.constantFrom(0, 0.5, 1, 60, 3600) }),
);
type Move = typeof move extends fc.Arbitrary<infer Value> ? Value : never;

function moved(moves: readonly Move[], restartAfter = -1): { readonly times: number[]; readonly clock: SandboxClock } {
  const machine = { ms: 5_000_000 };
  let clock = new SandboxClock({ virtualMs: startsMs, realMs: machine.ms, rate: 1, jumpedMs: 0 }, () => machine.ms);
  const times: number[] = [];
  for (const [at, { kind, by }] of moves.entries()) {
    if (kind === 'wait') machine.ms += by;
    else if (kind === 'step') clock.step(by);
    else clock.run(by);
    times.push(clock.nowMs());
    if (at === restartAfter) clock = new SandboxClock(clock.state, () => machine.ms);
  }
  return { times, clock };
}

describe('laws of virtual time', () => {
  test('whatever is done to it, it never runs backwards', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        const { times } = moved(moves);
        for (const [at, time] of times.entries()) expect(time).toBeGreaterThanOrEqual(times[at - 1] ?? startsMs);
      }),
    );
  });

  test('a restart in between is not noticed', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 20 }), fc.nat(19), (moves, restartAfter) => {
        expect(moved(moves, restartAfter).times).toEqual(moved(moves).times);
      }),
    );
  });

  test('it is the sum of what was waited at each rate and what was jumped', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
        let [rate, expected] = [1, startsMs];
        for (const { kind, by } of moves) {
          if (kind === 'wait') expected += by * rate;
          else if (kind === 'step') expected += by;
          else rate = by;
        }
        // Each change of rate may cut a part of a millisecond.
        expect(Math.abs(moved(moves).clock.nowMs() - expected)).toBeLessThanOrEqual(moves.length + 1);
      }),
    );
  });

  test.each([-1, -86_400_000, Number.NEGATIVE_INFINITY])('a step of %d is refused and moves nothing', (ms) => {
    const clock = SandboxClock.stoppedAt(startsAt);

    expect(() => {
      clock.step(ms);
    }).toThrow('Time does not run backwards');
    expect(clock.nowMs()).toBe(startsMs);
  });

  test('a jump to the present is no jump', () => {
    const clock = SandboxClock.stoppedAt(startsAt);
    clock.jumpTo(clock.now());

    expect(clock.state.jumpedMs).toBe(0);
  });
});

describe('a limit of calls', () => {
  const limit = { calls: 5, seconds: 60 };
  const world = (): World => new World({ seed: 1, scale: 1, startsAt }, SandboxClock.stoppedAt(startsAt));

  test('so many pass, the next is told when to come again', () => {
    const one = world();

    expect(Array.from({ length: 6 }, () => throttled(one, 'k', limit))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      60,
    ]);
  });

  test('who waits as long as he was told is let in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 40 }), (pauses) => {
        const one = world();
        for (const pause of pauses) {
          one.clock.step(pause * 1000);
          const wait = throttled(one, 'k', limit);
          if (wait === undefined) continue;
          expect(wait).toBeGreaterThanOrEqual(1);
          expect(wait).toBeLessThanOrEqual(60);
          one.clock.step(wait * 1000);
          expect(throttled(one, 'k', limit)).toBeUndefined();
        }
      }),
    );
  });

  test('in no window do more pass than allowed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), (pauses) => {
        const one = world();
        const passed: number[] = [];
        for (const pause of pauses) {
          one.clock.step(pause * 1000);
          if (throttled(one, 'k', limit) === undefined) passed.push(one.clock.nowMs());
        }
        for (const at of passed) expect(passed.filter((other) => other > at - 60_000 && other <= at).length).toBeLessThanOrEqual(5);
      }),
    );
  });

  test('each payer has his own, and each world', () => {
    const [one, other] = [world(), world()];
    for (let call = 0; call < 6; call += 1) throttled(one, 'a', limit);

    expect(throttled(one, 'b', limit)).toBeUndefined();
    expect(throttled(other, 'a', limit)).toBeUndefined();
  });

  test.each([
    [{ enabled: false, factor: 1 }, 100],
    [{ enabled: true, factor: 2 }, 10],
    [{ enabled: true, factor: 0.5 }, 2],
    // Never so small that nothing passes at all.
    [{ enabled: true, factor: 0.001 }, 1],
  ])('the switch %j lets %i pass', (members, passing) => {
    const one = world();
    const value = { ...one.switch('throttling'), ...members };
    one.apply({
      kind: 'test',
      actor: { kind: 'control', name: 'test' },
      cause: 'test',
      changes: [put('switches', { id: 'throttling', value })],
    });
    const passed = Array.from({ length: 100 }, () => throttled(one, 'k', limit)).filter((wait) => wait === undefined);

    expect(passed).toHaveLength(passing);
  });
});
