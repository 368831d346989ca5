import { agenda } from '../agenda.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import { settle } from '../world/due.ts';
import { instantAt } from '../world/estate/times.ts';
import type { ScenarioFinding, ScenarioHappening, ScenarioRun } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { type Doing, doStep, type Subject } from './acts.ts';
import { type Expected, expectedOf, findingOf } from './expect.ts';
import { Misfit, subscriptionOf } from './find.ts';
import type { Scenario, Step } from './language.ts';
import { momentOf } from './when.ts';

/** What a scenario runs on: a world and its fault rules. */
export type Ground = { readonly world: World; readonly faults: FaultBook };

type Later = { readonly ms: number; readonly order: number; readonly happen: () => void };

/**
 * Runs a scenario by moving the world's clock from step to step; whatever time brings in between happens as well. Time stands still while it
 * runs and goes on afterwards as before, so the same world and scenario give the same bytes.
 */
export function runScenario(ground: Ground, scenario: Scenario): ScenarioRun {
  const { clock } = ground.world;
  const { rate } = clock.state;
  clock.stop();
  try {
    return run(ground, scenario);
  } finally {
    if (rate !== 0) clock.run(rate);
  }
}

const minuteMs = 60_000;

function run(ground: Ground, scenario: Scenario): ScenarioRun {
  const { world } = ground;
  const names = new Map<string, string>();
  const waiting: Later[] = [];
  const happened: ScenarioHappening[] = [];
  const expected: Expected[] = [];
  const beganMs = Math.ceil(world.clock.nowMs() / minuteMs) * minuteMs;
  let beforeMs = beganMs;
  const doing: Doing = {
    world,
    faults: ground.faults,
    names,
    scenario: scenario.name,
    later: (afterMs, happen) => waiting.push({ ms: world.clock.nowMs() + afterMs, order: waiting.length, happen }),
  };
  for (const [index, step] of scenario.steps.entries()) {
    const renewalMs = (when: Extract<Step['when'], { renewalOf: unknown }>): number =>
      Date.parse(subscriptionOf(world, when.renewalOf, names).commitmentEndAt) + 1000;
    const outcome = attempt(() => {
      beforeMs = momentOf(step.when, { beganMs, beforeMs, renewalMs });
      moveTo(world, waiting, beforeMs);
      const subject = doStep(step, doing);
      expected.push(...listOf(step.expect).map((one) => expectedOf(world, one, subject, names)));
      return subject;
    });
    happened.push(happeningOf(world, step, index, outcome));
  }
  // What the distributor or the PSA hears later than the last step still belongs to the story.
  moveTo(world, waiting, Math.max(beforeMs, ...waiting.map(({ ms }) => ms)));
  const findings = scenario.expect.map((one) => attempt(() => expectedOf(world, one, {}, names)));
  for (const one of findings) if ('done' in one) expected.push(one.done);
  return keepRun(world, scenario, {
    beganAt: instantAt(beganMs),
    happened: [
      ...happened,
      ...findings.flatMap((one) => ('refused' in one ? [{ step: 0, act: 'expect', at: world.now(), refused: one.refused }] : [])),
    ],
    findings: expected.map((one) => findingOf(world, one)),
  });
}

const listOf = <One>(value: One | readonly One[] | undefined): readonly One[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly One[]) : [value as One];

type Outcome<Done> = { readonly done: Done } | { readonly refused: string };

/** A step that does not fit the world is told, and the story goes on. */
function attempt<Done>(work: () => Done): Outcome<Done> {
  try {
    return { done: work() };
  } catch (error) {
    if (error instanceof Misfit) return { refused: error.message };
    throw error;
  }
}

function happeningOf(world: World, step: Step, index: number, outcome: Outcome<Subject>): ScenarioHappening {
  const id = 'done' in outcome ? (outcome.done.subscriptionId ?? outcome.done.customerId) : undefined;
  return {
    step: index + 1,
    act: step.act,
    at: world.now(),
    ...(step.note === undefined ? {} : { note: step.note }),
    ...(id === undefined ? {} : { id }),
    ...('refused' in outcome ? { refused: outcome.refused } : {}),
  };
}

/** Time moves on; whatever waits for an instant in between happens at that instant. */
function moveTo(world: World, waiting: Later[], targetMs: number): void {
  for (;;) {
    const next = waiting.filter(({ ms }) => ms <= targetMs).toSorted((a, b) => a.ms - b.ms || a.order - b.order)[0];
    if (next === undefined) break;
    waiting.splice(waiting.indexOf(next), 1);
    advance(world, next.ms);
    next.happen();
  }
  advance(world, targetMs);
}

function advance(world: World, targetMs: number): void {
  const ahead = targetMs - world.clock.nowMs();
  if (ahead > 0) world.clock.step(ahead);
  settle(world, agenda);
}

function keepRun(
  world: World,
  { name }: Scenario,
  told: { readonly beganAt: string; readonly happened: readonly ScenarioHappening[]; readonly findings: readonly ScenarioFinding[] },
): ScenarioRun {
  const row: ScenarioRun = { id: String(world.tables.scenarioRuns.size + 1), name, endedAt: world.now(), ...told };
  world.apply({ kind: 'scenario.ran', actor: { kind: 'control', name: 'control' }, cause: name, changes: [put('scenarioRuns', row)] });
  return row;
}
