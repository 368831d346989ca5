import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../lib/clock.ts';
import { memoryCircuit } from './circuit.ts';
import { faultOfStatus } from './fault.ts';
import { circuitLimits } from './limits.ts';

const aCircuit = () => {
  const clock = new VirtualClock('2026-11-21T09:00:00Z');
  const circuit = memoryCircuit(clock);
  const fail = async (times: number, key = 'pax8'): Promise<void> => {
    for (let n = 0; n < times; n += 1) await circuit.failed(key);
  };
  return { clock, circuit, fail };
};

// Reliability reference, section 2: open after 10 straight failures, then one probe each minute.
describe('a remote that is down', () => {
  test('is not asked any more after ten straight failures, and not before', async () => {
    const { circuit, fail } = aCircuit();
    await fail(circuitLimits.failuresToOpen - 1);
    expect(await circuit.closedUntil('pax8')).toBeUndefined();

    await fail(1);

    expect((await circuit.closedUntil('pax8'))?.toString()).toBe('2026-11-21T09:01:00Z');
  });

  test('is asked by one caller each minute, while the others wait for what he finds', async () => {
    const { clock, circuit, fail } = aCircuit();
    await fail(10);
    await clock.advance(circuitLimits.probeEveryMs);

    expect(await circuit.closedUntil('pax8')).toBeUndefined();
    expect((await circuit.closedUntil('pax8'))?.toString()).toBe('2026-11-21T09:02:00Z');
  });

  test('is asked by everybody again once it answered', async () => {
    const { clock, circuit, fail } = aCircuit();
    await fail(10);
    await clock.advance(circuitLimits.probeEveryMs);
    await circuit.worked('pax8');

    expect([await circuit.closedUntil('pax8'), await circuit.closedUntil('pax8')]).toEqual([undefined, undefined]);
  });

  test('does not keep the others from being asked', async () => {
    const { circuit, fail } = aCircuit();
    await fail(10);

    expect(await circuit.closedUntil('connectwise')).toBeUndefined();
  });

  test('that answers now and then is never given up', async () => {
    const { circuit, fail } = aCircuit();
    for (let round = 0; round < 5; round += 1) {
      await fail(9);
      await circuit.worked('pax8');
    }

    expect(await circuit.closedUntil('pax8')).toBeUndefined();
  });
});

describe('what a status means', () => {
  test.each([
    [301, 'remote_redirect', 'permanent'],
    [400, 'remote_rejected', 'permanent'],
    [401, 'remote_signed_out', 'needs_operator'],
    [403, 'remote_forbidden', 'needs_operator'],
    [404, 'remote_not_found', 'permanent'],
    [408, 'remote_timeout', 'retryable'],
    [409, 'remote_conflict', 'permanent'],
    [412, 'remote_conflict', 'permanent'],
    [418, 'remote_rejected', 'permanent'],
    [429, 'remote_throttled', 'retryable'],
    [500, 'remote_down', 'retryable'],
    [503, 'remote_down', 'retryable'],
    [599, 'remote_down', 'retryable'],
  ])('%d is %s, %s', (status, code, kind) => {
    expect(faultOfStatus(status)).toMatchObject({ code, kind });
    expect(faultOfStatus(status).hint).toMatch(/\S.+\.$/);
  });
});
