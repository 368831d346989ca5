import { describe, expect, test } from 'vitest';
import { type ClockState, SandboxClock } from './clock.ts';

const startsMs = Temporal.Instant.from('2026-11-21T10:00:00Z').epochMilliseconds;

function aClock() {
  const machine = { ms: 1_000_000 };
  const kept: ClockState[] = [];
  const clock = new SandboxClock(
    { virtualMs: startsMs, realMs: machine.ms, rate: 1, jumpedMs: 0 },
    () => machine.ms,
    (state) => kept.push(state),
  );
  return { clock, machine, kept };
}

describe('the virtual clock', () => {
  test('runs with the machine from where it began', () => {
    const { clock, machine } = aClock();
    machine.ms += 90_000;
    expect(clock.now().toString()).toBe('2026-11-21T10:01:30Z');
  });

  test('stands while it is stopped and goes on from there', () => {
    const { clock, machine } = aClock();
    clock.stop();
    machine.ms += 3_600_000;
    expect(clock.now().toString()).toBe('2026-11-21T10:00:00Z');
    clock.run(1);
    machine.ms += 1000;
    expect(clock.now().toString()).toBe('2026-11-21T10:00:01Z');
  });

  test('runs at a rate: an hour a second', () => {
    const { clock, machine } = aClock();
    clock.run(3600);
    machine.ms += 2000;
    expect(clock.now().toString()).toBe('2026-11-21T12:00:00Z');
  });

  test('jumps forward only', () => {
    const { clock } = aClock();
    clock.jumpTo(Temporal.Instant.from('2027-01-01T00:00:00Z'));
    expect(clock.now().toString()).toBe('2027-01-01T00:00:00Z');
    expect(() => {
      clock.jumpTo(Temporal.Instant.from('2026-12-01T00:00:00Z'));
    }).toThrow('backwards');
  });

  test('tells every change so that a restart can continue it, the time in between included', () => {
    const { clock, machine, kept } = aClock();
    clock.step(86_400_000);
    machine.ms += 5000;
    const continued = new SandboxClock(kept.at(-1) ?? clock.state, () => machine.ms);
    expect(continued.now().toString()).toBe('2026-11-22T10:00:05Z');
  });

  test('throttles see jumps as time even when the clock stands', () => {
    const { clock, machine } = aClock();
    clock.stop();
    const before = clock.pacedMs();
    clock.step(60_000);
    machine.ms += 500;
    expect(clock.pacedMs() - before).toBe(60_500);
  });
});
