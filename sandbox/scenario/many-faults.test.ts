import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/lib/canonical.ts';
import { SandboxClock } from '../clock.ts';
import { FaultBook } from '../faults/fault-book.ts';
import { layEstate } from '../world/estate.ts';
import { World } from '../world/world.ts';
import { manyFaults } from './many-faults.ts';
import { runScenario } from './run.ts';

const startsAt = '2026-11-21T10:00:00Z';

function aWorld(): World {
  const world = new World({ seed: 7, scale: 30, startsAt }, SandboxClock.stoppedAt(startsAt));
  layEstate(world);
  return world;
}

test('the same world and seed give the same story, another seed another one', () => {
  const [first, again, other] = [1, 1, 2].map((seed) => canonicalJson(manyFaults(aWorld(), { seed, count: 60 }).after));

  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test('every fault happens, each on something of its own, and leaves one right answer', () => {
  const world = aWorld();
  const { before, after, planned } = manyFaults(world, { seed: 1, count: 60 });
  const ground = { world, faults: new FaultBook(7) };
  const runs = [before, after].map((story) => runScenario(ground, story));
  const findings = runs.flatMap((run) => run.findings);

  expect(planned).toBe(60);
  expect(runs.flatMap(({ happened }) => happened).filter(({ refused }) => refused !== undefined)).toEqual([]);
  expect(findings).toHaveLength(60);
  expect(new Set(findings.map(({ kind, customerId, subscriptionId }) => `${kind} ${customerId} ${subscriptionId ?? ''}`)).size).toBe(60);
});
