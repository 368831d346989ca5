import { describe, expect, test } from 'vitest';
import { SandboxClock } from './clock.ts';
import { throttled } from './throttle.ts';
import { defaultSwitches } from './world/switches.ts';
import { put, World } from './world/world.ts';

const aWorld = (): World =>
  new World({ seed: 1, scale: 10, startsAt: '2026-11-21T10:00:00Z' }, SandboxClock.stoppedAt('2026-11-21T10:00:00Z'));
const threeAMinute = { calls: 3, seconds: 60 };

describe('throttling', () => {
  test('lets the documented number through and tells how long to wait', () => {
    const world = aWorld();
    expect([1, 2, 3].map(() => throttled(world, 'tenant', threeAMinute))).toEqual([undefined, undefined, undefined]);
    expect(throttled(world, 'tenant', threeAMinute)).toBe(60);
  });

  test('counts rejected calls too: who keeps knocking waits longer', () => {
    const world = aWorld();
    for (let call = 0; call < 3; call += 1) throttled(world, 'tenant', threeAMinute);
    world.clock.step(50_000);
    expect(throttled(world, 'tenant', threeAMinute)).toBe(10);
    for (let call = 0; call < 3; call += 1) throttled(world, 'tenant', threeAMinute);
    world.clock.step(11_000);
    expect(throttled(world, 'tenant', threeAMinute)).toBeGreaterThan(40);
  });

  test('keeps payers apart', () => {
    const world = aWorld();
    for (let call = 0; call < 4; call += 1) throttled(world, 'one', threeAMinute);
    expect(throttled(world, 'two', threeAMinute)).toBeUndefined();
  });

  test('can be switched off and made tighter', () => {
    const world = aWorld();
    const turn = (enabled: boolean, factor: number): unknown =>
      world.apply({
        kind: 'switches.changed',
        actor: { kind: 'control', name: 'test' },
        cause: 'test',
        changes: [put('switches', { id: 'throttling', value: { ...defaultSwitches.throttling, enabled, factor } })],
      });
    turn(false, 1);
    for (let call = 0; call < 10; call += 1) expect(throttled(world, 'tenant', threeAMinute)).toBeUndefined();
    turn(true, 0.1);
    expect(throttled(world, 'tight', threeAMinute)).toBeUndefined();
    expect(throttled(world, 'tight', threeAMinute)).toBe(60);
  });
});

describe('the shape of a limit is a switch', () => {
  /** Tries of a client that asks every ten seconds, six times: what passes. */
  const passing = (value: Partial<typeof defaultSwitches.throttling>): boolean[] => {
    let nowMs = Date.parse('2026-11-21T10:00:00Z');
    const clock = new SandboxClock({ virtualMs: nowMs, realMs: nowMs, rate: 1, jumpedMs: 0 }, () => nowMs);
    const world = new World({ seed: 1, scale: 10, startsAt: '2026-11-21T10:00:00Z' }, clock);
    const changes = [put('switches', { id: 'throttling', value: { ...defaultSwitches.throttling, ...value } })];
    world.apply({ kind: 'switches.changed', actor: { kind: 'control', name: 'test' }, cause: 'test', changes });
    return Array.from({ length: 9 }, () => {
      const passes = throttled(world, 'partner-center/customers/tenant', threeAMinute) === undefined;
      nowMs += 10_000;
      return passes;
    });
  };

  test.each([
    ['strict', [true, true, true, false, false, false, false, false, false]],
    ['sliding', [true, true, true, false, false, false, true, true, true]],
    ['window', [true, true, true, false, false, false, true, true, true]],
    ['tokenBucket', [true, true, true, true, true, false, true, false, true]],
  ] as const)('%s', (shape, passes) => {
    expect(passing({ shape })).toEqual(passes);
  });

  test('a limit may have a number of its own', () => {
    expect(passing({ calls: { customers: 1 } }).slice(0, 2)).toEqual([true, false]);
    expect(passing({ calls: { subscriptions: 1 } }).slice(0, 2)).toEqual([true, true]);
  });
});
